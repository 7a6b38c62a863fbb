#include "core/config/loader.h"

#include "core/config/env_file.h"
#include "core/config/values.h"
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QProcessEnvironment>
#include <QSet>
#include <algorithm>
#include <optional>
#include <utility>

namespace nb::config {
namespace {

constexpr qint64 kMaxFileBytes = 1024 * 1024;

// A value as text, and its origin.
struct Candidate {
    QString text;
    Layer layer = Layer::Default;
    QString origin;
    bool readable = true; // false: it names a file that cannot be read
};

// The names that one layer sets.
using Names = QMap<QString, Candidate>;

std::optional<QString> readText(const QString& path, QString* why) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        *why = file.errorString();
        return std::nullopt;
    }
    const QByteArray bytes = file.read(kMaxFileBytes + 1);
    if (bytes.size() > kMaxFileBytes) {
        *why = QStringLiteral("it is larger than 1 MiB");
        return std::nullopt;
    }
    return QString::fromUtf8(bytes);
}

int editDistance(const QString& a, const QString& b) {
    QList<int> previous(b.size() + 1);
    for (int j = 0; j <= b.size(); ++j)
        previous[j] = j;
    for (int i = 1; i <= a.size(); ++i) {
        QList<int> current{i};
        for (int j = 1; j <= b.size(); ++j)
            current << std::min(
                {previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] != b[j - 1])});
        previous = current;
    }
    return previous.last();
}

bool isKnown(const QString& name) {
    return std::any_of(options().begin(), options().end(), [&](const Option& option) {
        return option.name == name ||
               (option.fileVariant == FileVariant::Supported && option.fileName() == name);
    });
}

QString nearestName(const QString& name) {
    return std::min_element(options().begin(), options().end(),
                            [&](const Option& a, const Option& b) {
                                return editDistance(name, a.name) < editDistance(name, b.name);
                            })
        ->name;
}

class Loader {
    enum class Presence { Optional, Required };

public:
    explicit Loader(const Sources& sources) : m_sources(sources) {}

    Result<Loaded> load() {
        read();
        lowerLogLevelForDebug();
        if (m_errors.isEmpty()) // values that could not be parsed are 0
            checkTogether();
        if (!m_errors.isEmpty())
            return Error{ErrorCode::InvalidArgument, m_errors.join(QLatin1Char('\n'))};
        warnOfRisks();
        return m_loaded;
    }

    Usable usable() {
        read();
        Usable usable{{.program = m_sources.program, .environment = m_good}, {}};
        const auto isBad = [&](const QString& name) { return m_bad.contains(name); };
        const QString key = QStringLiteral("NANOBANANA_KEY");
        if (usable.sources.environment.contains(key) &&
            (isBad(QStringLiteral("NANOBANANA_URL")) || isBad(QStringLiteral("NANOBANANA_PROVIDER")))) {
            usable.sources.environment.remove(key);
            m_errors << QStringLiteral("%1 is not used either: it may not be meant for the default").arg(key);
        }
        // What does not fit together can only be left out together.
        Loader together(usable.sources);
        if (const Result<Loaded> loaded = together.load(); !loaded) {
            m_errors << loaded.error().message;
            for (const QString& name : std::as_const(together.m_conflicting))
                usable.sources.environment.remove(name);
        }
        usable.faults = m_errors;
        return usable;
    }

private:
    void read() {
        const QList<Names> layers{file(m_sources.dotEnv, Presence::Optional),
                                  file(m_sources.configFile, Presence::Required), environment()};
        for (const Option& option : options())
            take(option, effective(option, layers));
    }

    bool uses(const Option& option) const { return option.programs.testFlag(m_sources.program); }

    // Whether a faulty line of a file is a fault for this program. `.env` may be another program's file.
    bool concerns(const EnvFault& fault, Presence presence) const {
        if (m_sources.program == Program::Serve || presence == Presence::Required)
            return true;
        return std::any_of(options().begin(), options().end(), [&](const Option& option) {
            return uses(option) && (option.name == fault.name || option.fileName() == fault.name);
        });
    }

    bool warnsOfUnknown(const QString& name, Presence presence) const {
        return m_sources.program == Program::Serve || presence == Presence::Required ||
               name.startsWith(QStringLiteral("NANOBANANA_"));
    }

    Names file(const QString& path, Presence presence) {
        // A folder of that name holds a Python environment.
        const QFileInfo found(path);
        if (path.isEmpty() || (presence == Presence::Optional && (!found.exists() || found.isDir())))
            return {};
        QString why;
        const std::optional<QString> text = readText(path, &why);
        if (!text) {
            m_errors << QStringLiteral("Cannot read the configuration file %1: %2").arg(path, why);
            return {};
        }
        const EnvFile parsed = parseEnvFile(*text);
        for (const EnvFault& fault : parsed.faults)
            (concerns(fault, presence) ? m_errors : m_loaded.warnings)
                << QStringLiteral("%1, %2").arg(path, fault.text);
        Names names;
        for (const EnvLine& line : parsed.lines) {
            const QString origin = QStringLiteral("%1:%2").arg(path, QString::number(line.line));
            if (!isKnown(line.name) && warnsOfUnknown(line.name, presence))
                m_loaded.warnings << QStringLiteral("%1: there is no option %2; did you mean %3?")
                                         .arg(origin, line.name, nearestName(line.name));
            names.insert(line.name, {line.value, Layer::File, origin});
        }
        return names;
    }

    Names environment() const {
        Names names;
        for (auto it = m_sources.environment.begin(); it != m_sources.environment.end(); ++it)
            names.insert(it.key(), {it.value(), Layer::Environment, QStringLiteral("environment")});
        return names;
    }

    Candidate effective(const Option& option, const QList<Names>& layers) {
        Candidate best{option.defaultText, Layer::Default, QStringLiteral("default")};
        if (!uses(option))
            return best;
        for (const Names& names : layers) {
            if (names.contains(option.name) && !countsAsUnset(option, names[option.name].text))
                best = names[option.name];
            if (option.fileVariant == FileVariant::Supported && names.contains(option.fileName()) &&
                !names[option.fileName()].text.isEmpty())
                best = secretFrom(option, names);
        }
        if (!option.flag.isEmpty() && m_sources.flags.contains(option.flag))
            best = {m_sources.flags[option.flag], Layer::Flag, QStringLiteral("--") + option.flag};
        return best;
    }

    // OpenTelemetry specification: an empty variable counts as unset.
    static bool countsAsUnset(const Option& option, const QString& text) {
        return option.section == Section::Tracing && text.trimmed().isEmpty();
    }

    Candidate secretFrom(const Option& option, const Names& names) {
        const Candidate& path = names[option.fileName()];
        Candidate secret{{}, path.layer, QStringLiteral("%1 (%2)").arg(option.fileName(), path.origin)};
        if (names.contains(option.name) && !names[option.name].text.isEmpty()) {
            m_errors << QStringLiteral("%1 and %2 are both set (%3); keep one")
                            .arg(option.name, option.fileName(), path.origin);
            secret.readable = false;
            return secret;
        }
        QString why;
        if (const std::optional<QString> text = readText(path.text, &why))
            secret.text = text->trimmed(); // editors add a line end
        else {
            secret.readable = false;
            m_errors << QStringLiteral("%1 names %2, which cannot be read: %3")
                            .arg(option.fileName(), path.text, why);
        }
        return secret;
    }

    void take(const Option& option, const Candidate& candidate) {
        const Result<QVariant> value = parseValue(option, candidate.text);
        if (!value) {
            m_errors << QStringLiteral("%1=%2 (%3): %4. The default is %5.")
                            .arg(option.name, shownText(option, candidate.text), candidate.origin,
                                 value.error().message,
                                 option.defaultText.isEmpty() ? QStringLiteral("empty") : option.defaultText);
            m_bad.insert(option.name);
            return;
        }
        if (candidate.layer != Layer::Default && candidate.readable)
            m_good.insert(option.name, candidate.text);
        m_loaded.values << Value{&option, *value, candidate.layer, candidate.origin};
        if (option.apply)
            option.apply(m_loaded.settings, *value);
        if (option.support == Support::Planned && candidate.layer != Layer::Default &&
            !candidate.text.isEmpty())
            m_loaded.warnings << QStringLiteral("%1 is set (%2), but this version does nothing with it")
                                     .arg(option.name, candidate.origin);
    }

    // DEBUG=true asks for debug lines, unless LOG_LEVEL is set too.
    void lowerLogLevelForDebug() {
        if (!m_loaded.settings.debug)
            return;
        for (Value& value : m_loaded.values) {
            if (value.option->name != QStringLiteral("LOG_LEVEL") || value.layer != Layer::Default)
                continue;
            value.value = QStringLiteral("DEBUG");
            value.origin = QStringLiteral("DEBUG");
            value.option->apply(m_loaded.settings, value.value);
        }
    }

    // `names`: what has to be left out for the rest to fit.
    void refuseTogether(const QStringList& names, const QString& message) {
        m_conflicting += names;
        m_errors << message;
    }

    void checkTogether() {
        const Settings& s = m_loaded.settings;
        if (s.image.minDimension > s.image.maxDimension)
            refuseTogether(
                {QStringLiteral("MIN_IMAGE_DIMENSION"), QStringLiteral("MAX_IMAGE_DIMENSION")},
                QStringLiteral(
                    "MIN_IMAGE_DIMENSION=%1 must not be above MAX_IMAGE_DIMENSION=%2. The defaults "
                    "are 256 and 2048.")
                    .arg(QString::number(s.image.minDimension), QString::number(s.image.maxDimension)));
        if (m_sources.program == Program::Serve &&
            s.server.tlsCertificateFile.isEmpty() != s.server.tlsKeyFile.isEmpty())
            refuseTogether(
                {QStringLiteral("TLS_CERT_FILE"), QStringLiteral("TLS_KEY_FILE")},
                QStringLiteral("TLS_CERT_FILE and TLS_KEY_FILE belong together: set both, or none"));
        if (s.server.metricsPort != 0 && s.server.metricsPort == s.server.port)
            refuseTogether({QStringLiteral("METRICS_PORT")},
                           QStringLiteral("METRICS_PORT=%1 must not be PORT; empty leaves /metrics on PORT")
                               .arg(s.server.metricsPort));
        checkWebPort(s.server);
        if (s.server.allowedOrigins == QStringList{QStringLiteral("*")} && !s.server.apiTokens.isEmpty())
            refuseTogether(
                {QStringLiteral("ALLOWED_ORIGINS")},
                QStringLiteral(
                    "ALLOWED_ORIGINS=* cannot be combined with API_TOKENS: name the pages that may "
                    "send credentials"));
    }

    void checkWebPort(const ServerSettings& server) {
        const std::initializer_list<std::pair<const char*, quint16>> others{
            {"PORT", server.port}, {"METRICS_PORT", server.metricsPort}};
        for (const auto& [name, port] : others)
            if (server.webPort != 0 && server.webPort == port)
                refuseTogether({QStringLiteral("WEB_PORT")},
                               QStringLiteral("WEB_PORT=%1 must not be %2; 0 is no web page")
                                   .arg(QString::number(server.webPort), QLatin1String(name)));
    }

    void warnOfRisks() {
        const Settings& s = m_loaded.settings;
        if (s.demoMode())
            return;
        if (s.server.allowedOrigins == QStringList{QStringLiteral("*")})
            m_loaded.warnings << QStringLiteral("ALLOWED_ORIGINS=* without API_TOKENS: every web page that "
                                                "reaches this server can spend money with NANOBANANA_KEY");
        const QString host = s.provider.url.host();
        const bool local = host == QStringLiteral("localhost") || QHostAddress(host).isLoopback();
        if (s.provider.url.scheme() == QStringLiteral("http") && !local)
            m_loaded.warnings << QStringLiteral(
                "NANOBANANA_URL is http: NANOBANANA_KEY and the pictures travel unencrypted");
    }

    const Sources& m_sources;
    Loaded m_loaded;
    QStringList m_errors;
    QStringList m_conflicting;     // names of options that do not fit together
    QMap<QString, QString> m_good; // what is set and can be used, by the option's name
    QSet<QString> m_bad;           // names of options that are set to what cannot be parsed
};

} // namespace

Sources Sources::ofThisProcess(Program program) {
    Sources sources{.program = program, .dotEnv = QStringLiteral(".env")};
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys())
        sources.environment.insert(name, environment.value(name));
    return sources;
}

Result<Loaded> load(const Sources& sources) {
    return Loader(sources).load();
}

Usable usable(const Sources& sources) {
    return Loader(sources).usable();
}

} // namespace nb::config
