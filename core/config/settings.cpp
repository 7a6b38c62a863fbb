#include "core/config/settings.h"

#include "core/config/database_address.h"

namespace nb::config {

QStringList TracingSettings::secrets() const {
    QStringList values;
    for (const auto& [name, value] : headers + tracesHeaders) {
        values << QString::fromUtf8(value);
        // "Authorization: Bearer word": the word is the secret, and may be quoted alone.
        if (const qsizetype blank = value.lastIndexOf(' '); blank >= 0)
            values << QString::fromUtf8(value.mid(blank + 1));
    }
    return values;
}

QStringList RequestLogSettings::secrets() const {
    return secretsOf(url) + QStringList(clientKey);
}

bool Settings::demoMode() const {
    return provider.key.isEmpty() || provider.key == QStringLiteral("demo_key_placeholder");
}

} // namespace nb::config
