#include "core/providers/registry.h"

#include "core/providers/gemini.h"
#include "core/providers/gemini_models.h"
#include "core/providers/local.h"
#include "core/providers/nanobanana.h"
#include "core/providers/openai.h"
#include <QRegularExpression>
#include <algorithm>

namespace nb::providers {
namespace {

Error invalid(const QString& variable, const QString& rule) {
    return {ErrorCode::InvalidArgument, variable + u' ' + rule, {}, variable};
}

// The default address belongs to NanoBanana: for another provider it means "not set".
QUrl urlFor(const config::ProviderSettings& settings, const QString& ownHost) {
    if (!settings.url.isEmpty() && settings.url.host() != kNanobananaHost)
        return settings.url;
    return QUrl(QStringLiteral("https://") + ownHost);
}

Result<> checked(const config::ProviderSettings& settings) {
    const auto printable = [](QChar c) { return c > u' ' && c < QChar(0x7f); };
    if (!std::all_of(settings.key.begin(), settings.key.end(), printable))
        return invalid(QStringLiteral("NANOBANANA_KEY"),
                       QStringLiteral("must be printable ASCII without spaces"));
    const QString scheme = settings.url.scheme();
    if (!settings.url.isEmpty() && (settings.url.host().isEmpty() ||
                                    (scheme != QStringLiteral("https") && scheme != QStringLiteral("http"))))
        return invalid(QStringLiteral("NANOBANANA_URL"), QStringLiteral("must be an http or https address"));
    static const QRegularExpression modelName(QStringLiteral("^[A-Za-z0-9._:/-]*$"));
    if (!modelName.match(settings.model).hasMatch())
        return invalid(QStringLiteral("NANOBANANA_MODEL"),
                       QStringLiteral("may hold letters, digits and . _ : / - only"));
    return {};
}

} // namespace

QString providerName(const config::ProviderSettings& settings) {
    if (settings.key.isEmpty() || settings.key == QStringLiteral("demo_key_placeholder"))
        return QStringLiteral("local");
    if (!settings.provider.isEmpty() && settings.provider != QStringLiteral("auto"))
        return settings.provider;
    if (settings.url.host() == kGeminiHost)
        return QStringLiteral("gemini");
    return settings.url.host() == kOpenaiHost ? QStringLiteral("openai") : QStringLiteral("nanobanana");
}

QStringList knownModels(const QString& provider) {
    if (provider == QStringLiteral("gemini"))
        return geminiModelNames();
    return provider == QStringLiteral("openai") ? openaiModelNames() : QStringList();
}

Result<std::unique_ptr<Provider>> create(const config::ProviderSettings& settings, WorkerPool& pool,
                                         RemoteProvider::Options options) {
    const QString name = providerName(settings);
    if (name == QStringLiteral("local"))
        return std::make_unique<LocalProvider>(pool, settings.localMethod == QStringLiteral("telea")
                                                         ? LocalProvider::Method::Telea
                                                         : LocalProvider::Method::Patch);
    if (const auto check = checked(settings); !check)
        return check.error();
    const QByteArray key = settings.key.toLatin1();
    std::shared_ptr<const Wire> wire;
    if (name == QStringLiteral("nanobanana"))
        wire = std::make_shared<NanobananaWire>(settings.url, key);
    else if (name == QStringLiteral("gemini"))
        wire = std::make_shared<GeminiWire>(urlFor(settings, kGeminiHost), key, settings.model);
    else if (name == QStringLiteral("openai"))
        wire = std::make_shared<OpenaiWire>(urlFor(settings, kOpenaiHost), key, settings.model);
    else
        return invalid(QStringLiteral("NANOBANANA_PROVIDER"),
                       QStringLiteral("must be auto, nanobanana, gemini, openai or local"));
    return std::make_unique<RemoteProvider>(std::move(wire), pool, std::move(options));
}

} // namespace nb::providers
