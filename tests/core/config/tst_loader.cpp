#include "core/config/loader.h"

#include "core/config/describe.h"
#include "tests/support/test_main.h"
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;
using namespace nb::config;
using namespace Qt::StringLiterals;

class TestLoader : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& content) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
        return file.fileName();
    }

    static QString errorOf(const Sources& sources) {
        const Result<Loaded> loaded = load(sources);
        return loaded ? QString() : loaded.error().message;
    }

private Q_SLOTS:
    void defaults() {
        const Settings s = load({})->settings;
        QCOMPARE(s.server.port, quint16(8000));
        QCOMPARE(s.server.host, QStringLiteral("0.0.0.0"));
        QCOMPARE(s.server.allowedOrigins,
                 (QStringList{u"http://localhost:5173"_s, u"http://127.0.0.1:5173"_s}));
        QCOMPARE(s.server.rateLimitPerMinute, 60);
        QCOMPARE(s.server.rateLimitBurst, 20);
        QCOMPARE(s.provider.timeout, std::chrono::seconds(120));
        QCOMPARE(s.provider.url.toString(), QStringLiteral("https://api.nanobanana.ai/v1/inpaint"));
        QCOMPARE(s.image.maxSizeMb, 10);
        QCOMPARE(s.image.maxDimension, 2048);
        QCOMPARE(s.image.minDimension, 256);
        QVERIFY(s.image.strictValidation);
        QVERIFY(s.demoMode());
        QCOMPARE(load({})->warnings, QStringList());
    }

    void laterLayersWin() {
        Sources sources{.dotEnv = write(QStringLiteral(".env"), "PORT=1\nHOST=127.0.0.1\nLOG_LEVEL=DEBUG\n")};
        QCOMPARE(load(sources)->settings.server.port, quint16(1));
        sources.configFile = write(QStringLiteral("config"), "PORT=2\n");
        QCOMPARE(load(sources)->settings.server.port, quint16(2));
        QCOMPARE(load(sources)->settings.logLevel, LogLevel::Debug);
        sources.environment = {{QStringLiteral("PORT"), QStringLiteral("3")}};
        QCOMPARE(load(sources)->settings.server.port, quint16(3));
        sources.flags = {{QStringLiteral("port"), QStringLiteral("4")}};
        const Loaded loaded = *load(sources);
        QCOMPARE(loaded.settings.server.port, quint16(4));
        const QJsonObject shown = effectiveJson(loaded);
        QCOMPARE(shown[QStringLiteral("PORT")][QStringLiteral("source")].toString(),
                 QStringLiteral("--port"));
        QVERIFY(shown[QStringLiteral("HOST")][QStringLiteral("source")].toString().endsWith(
            QStringLiteral(".env:2")));
        QCOMPARE(shown[QStringLiteral("DEBUG")][QStringLiteral("source")].toString(),
                 QStringLiteral("default"));
    }

    void debugLowersTheLogLevelUnlessThatIsSet() {
        const QString debug = QStringLiteral("DEBUG");
        const QString level = QStringLiteral("LOG_LEVEL");
        const Loaded loaded = *load({.environment = {{debug, QStringLiteral("true")}}});
        QCOMPARE(loaded.settings.logLevel, LogLevel::Debug);
        QCOMPARE(effectiveJson(loaded)[level][QStringLiteral("value")].toString(), debug);
        QCOMPARE(effectiveJson(loaded)[level][QStringLiteral("source")].toString(), debug);
        QCOMPARE(load({.environment = {{debug, QStringLiteral("true")}, {level, QStringLiteral("INFO")}}})
                     ->settings.logLevel,
                 LogLevel::Info);
        QCOMPARE(load({.environment = {{debug, QStringLiteral("false")}}})->settings.logLevel,
                 LogLevel::Info);
    }

    void dotEnvMayBeMissingButTheConfigFileMayNot() {
        QVERIFY(load({.dotEnv = m_folder.filePath(QStringLiteral("none"))}).has_value());
        QVERIFY(errorOf({.configFile = m_folder.filePath(QStringLiteral("none"))})
                    .contains(QStringLiteral("none")));
    }

    void allErrorsAtOnceWithNameValueRuleAndDefault() {
        const QString error =
            errorOf({.environment = {{QStringLiteral("PORT"), QStringLiteral("http")},
                                     {QStringLiteral("RATE_LIMIT_RPM"), QStringLiteral("-1")},
                                     {QStringLiteral("DEBUG"), QStringLiteral("maybe")}}});
        QCOMPARE(error.split(QLatin1Char('\n')).size(), 3);
        for (const char* part :
             {"PORT=http", "65535", "8000", "RATE_LIMIT_RPM=-1", "DEBUG=maybe", "environment"})
            QVERIFY2(error.contains(QString::fromLatin1(part)), qPrintable(error));
    }

    void inconsistentValuesAreRefused() {
        QVERIFY(errorOf({.environment = {{QStringLiteral("MIN_IMAGE_DIMENSION"), QStringLiteral("3000")}}})
                    .contains(QStringLiteral("MIN_IMAGE_DIMENSION")));
        QVERIFY(errorOf({.environment = {{QStringLiteral("ALLOWED_ORIGINS"), QStringLiteral("*")},
                                         {QStringLiteral("API_TOKENS"), QStringLiteral("token-1")}}})
                    .contains(QStringLiteral("API_TOKENS")));
        QVERIFY(
            load({.environment = {{QStringLiteral("ALLOWED_ORIGINS"), QStringLiteral("*")}}}).has_value());
        for (const char* one : {"TLS_CERT_FILE", "TLS_KEY_FILE"})
            QVERIFY(errorOf({.environment = {{QString::fromLatin1(one), QStringLiteral("a.pem")}}})
                        .contains(QStringLiteral("TLS_CERT_FILE and TLS_KEY_FILE")));
        QVERIFY(load({.environment = {{QStringLiteral("TLS_CERT_FILE"), QStringLiteral("a.crt")},
                                      {QStringLiteral("TLS_KEY_FILE"), QStringLiteral("a.key")}}})
                    .has_value());
        QVERIFY(errorOf({.environment = {{QStringLiteral("METRICS_PORT"), QStringLiteral("8000")}}})
                    .contains(QStringLiteral("METRICS_PORT=8000 must not be PORT")));
        QVERIFY(load({.environment = {{QStringLiteral("METRICS_PORT"), QString()}}}).has_value());
        QVERIFY(errorOf({.environment = {{QStringLiteral("WEB_PORT"), QStringLiteral("8000")}}})
                    .contains(QStringLiteral("WEB_PORT=8000 must not be PORT;")));
        QVERIFY(errorOf({.environment = {{QStringLiteral("WEB_PORT"), QStringLiteral("9000")},
                                         {QStringLiteral("METRICS_PORT"), QStringLiteral("9000")}}})
                    .contains(QStringLiteral("WEB_PORT=9000 must not be METRICS_PORT;")));
        // 0 is no port: a free one for PORT, none for WEB_PORT.
        QVERIFY(load({.environment = {{QStringLiteral("WEB_PORT"), QStringLiteral("0")},
                                      {QStringLiteral("PORT"), QStringLiteral("0")}}})
                    .has_value());
        QCOMPARE(load({.environment = {{QStringLiteral("WEB_PORT"), QStringLiteral("5173")}}})
                     ->settings.server.webPort,
                 quint16(5173));
        QCOMPARE(load({})->settings.server.webPort, quint16(0));
    }

    void aValueThatCannotBeReadIsNotComparedWithOthers() {
        const QString error =
            errorOf({.environment = {{QStringLiteral("MAX_IMAGE_DIMENSION"), QStringLiteral("big")}}});
        QVERIFY(error.startsWith(QStringLiteral("MAX_IMAGE_DIMENSION=big")));
        QVERIFY2(!error.contains(QStringLiteral("MIN_IMAGE_DIMENSION")), qPrintable(error));
    }

    void anEmptyTracingVariableCountsAsUnset() {
        for (const Option& option : options()) {
            if (option.section != Section::Tracing)
                continue;
            const Result<Loaded> loaded = load({.environment = {{option.name, QString()}}});
            QVERIFY2(loaded.has_value(), qPrintable(option.name));
            QCOMPARE(loaded->warnings, QStringList());
        }
        QVERIFY(errorOf({.environment = {{QStringLiteral("PORT"), QString()}}})
                    .startsWith(QStringLiteral("PORT=")));
    }

    void risksOfLiveModeCauseWarnings() {
        Sources sources{
            .environment = {{QStringLiteral("ALLOWED_ORIGINS"), QStringLiteral("*")},
                            {QStringLiteral("NANOBANANA_URL"), QStringLiteral("http://gateway.example/v1")}}};
        QCOMPARE(load(sources)->warnings, QStringList()); // demo mode: no money, nothing leaves
        sources.environment[QStringLiteral("NANOBANANA_KEY")] = QStringLiteral("sk-live");
        const QStringList warnings = load(sources)->warnings;
        QCOMPARE(warnings.size(), 2);
        QVERIFY(warnings[0].contains(QStringLiteral("ALLOWED_ORIGINS=*")));
        QVERIFY(warnings[1].contains(QStringLiteral("NANOBANANA_URL")));
        for (const char* url : {"https://gateway.example/v1", "http://localhost:9/", "http://127.0.0.1:9/",
                                "http://[::1]:9/"}) {
            sources.environment[QStringLiteral("NANOBANANA_URL")] = QString::fromLatin1(url);
            QCOMPARE(load(sources)->warnings.size(), 1);
        }
    }

    void secretsFromFiles() {
        const QString path = write(QStringLiteral("key"), "sk-from-a-file\n");
        const Sources sources{.environment = {{QStringLiteral("NANOBANANA_KEY_FILE"), path}}};
        QCOMPARE(load(sources)->settings.provider.key, QStringLiteral("sk-from-a-file"));
        const QString tokens = write(QStringLiteral("tokens"), "one\ntwo\n");
        QCOMPARE(
            load({.environment = {{QStringLiteral("API_TOKENS_FILE"), tokens}}})->settings.server.apiTokens,
            (QStringList{u"one"_s, u"two"_s}));

        Sources both = sources;
        both.environment.insert(QStringLiteral("NANOBANANA_KEY"), QStringLiteral("sk-in-the-environment"));
        QVERIFY(errorOf(both).contains(QStringLiteral("both set")));
        QVERIFY(errorOf({.environment = {{QStringLiteral("NANOBANANA_KEY_FILE"),
                                          m_folder.filePath(QStringLiteral("absent"))}}})
                    .contains(QStringLiteral("absent")));
    }

    void anEmptyKeyInTheEnvironmentWinsOverOneInAFile() {
        const Sources sources{.dotEnv = write(QStringLiteral("keyed"), "NANOBANANA_KEY=sk-in-a-file\n"),
                              .environment = {{QStringLiteral("NANOBANANA_KEY"), QString()}}};
        QVERIFY(load(sources)->settings.demoMode());
    }

    void unknownNamesInFilesCauseWarnings() {
        const QStringList warnings =
            load({.configFile = write(QStringLiteral("typo"), "RATE_LIMIT_RPN=5\n")})->warnings;
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings[0].contains(QStringLiteral("RATE_LIMIT_RPN")));
        QVERIFY(warnings[0].contains(QStringLiteral("RATE_LIMIT_RPM")));
        QCOMPARE(load({.environment = {{QStringLiteral("EDITOR"), QStringLiteral("ed")}}})->warnings,
                 QStringList());
    }

    void plannedOptionsCauseWarnings() {
        const auto planned = std::find_if(options().begin(), options().end(), [](const Option& option) {
            return option.support == Support::Planned && option.type == Type::Url;
        });
        if (planned == options().end())
            QSKIP("every option is served");
        const QStringList warnings =
            load({.environment = {{planned->name, QStringLiteral("http://u:hidden-word@host")}}})->warnings;
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings[0].contains(planned->name));
        QVERIFY(!warnings[0].contains(QStringLiteral("hidden-word")));
    }

    void redisUrl() {
        const Result<Loaded> loaded =
            load({.environment = {{u"REDIS_URL"_s, u"rediss://editor:hidden-word@cache.example:6380/2"_s}}});
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->warnings, QStringList());
        QCOMPARE(loaded->settings.server.redisUrl.host(), u"cache.example"_s);
        QVERIFY(!effectiveText(*loaded).contains(u"hidden-word"_s));
        QVERIFY(effectiveText(*loaded).contains(u"rediss://***@cache.example:6380/2"_s));
        for (const char* bad :
             {"redis://:hidden-word", "rediss://u:hidden-word@", "redis:/u:hidden-word@host",
              "redis://u:hidden-word@host/x", "redis://:hid,den-word @host:port",
              "redis://:hidden-word:6379/0", "http://u:hidden-word@host"}) {
            const QString error = errorOf({.environment = {{u"REDIS_URL"_s, QString::fromLatin1(bad)}}});
            QVERIFY2(error.startsWith(u"REDIS_URL="_s), bad);
            QVERIFY2(!error.contains(u"den-word"_s), qPrintable(error));
        }
    }

    // conda sets HOST, node's tools DEBUG, hosts of containers PORT.
    void aProgramReadsOnlyItsOwnOptions() {
        const QMap<QString, QString> foreign{{u"HOST"_s, u"x86_64-conda-linux-gnu"_s},
                                             {u"PORT"_s, u"tcp://10.0.0.1:80"_s},
                                             {u"DEBUG"_s, u"express:*"_s},
                                             {u"ENVIRONMENT"_s, u"blue green"_s},
                                             {u"API_TOKENS_FILE"_s, u"/nonexistent"_s},
                                             {u"REDIS_URL"_s, u"no url"_s},
                                             {u"OTEL_EXPORTER_OTLP_TIMEOUT"_s, u"soon"_s}};
        for (const Program program : {Program::Edit, Program::Studio}) {
            const Result<Loaded> loaded = load({.program = program, .environment = foreign});
            QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().message));
            QCOMPARE(loaded->warnings, QStringList());
            QCOMPARE(loaded->settings.server.host, QStringLiteral("0.0.0.0"));
            QCOMPARE(loaded->settings.server.port, quint16(8000));
            QCOMPARE(loaded->settings.logLevel, LogLevel::Info);
            QCOMPARE(loaded->values.size(), options().size());
            QCOMPARE(usable({.program = program, .environment = foreign}).faults, QStringList());
        }
        for (auto it = foreign.begin(); it != foreign.end(); ++it)
            QVERIFY2(!errorOf({.environment = {{it.key(), it.value()}}}).isEmpty(), qPrintable(it.key()));
        QVERIFY(errorOf({.program = Program::Health, .environment = foreign}).startsWith(u"PORT="_s));
        QVERIFY(load({.program = Program::Health, .environment = {{u"WORKERS"_s, u"x"_s}}}).has_value());
    }

    void aGoodValueOfAnothersOptionIsNotReadEither() {
        const QMap<QString, QString> debug{{u"DEBUG"_s, u"true"_s}, {u"PORT"_s, u"9000"_s}};
        QCOMPARE(load({.program = Program::Edit, .environment = debug})->settings.logLevel, LogLevel::Info);
        QVERIFY(!load({.program = Program::Studio, .environment = debug})->settings.debug);
        QCOMPARE(load({.program = Program::Health, .environment = debug})->settings.server.port,
                 quint16(9000));
    }

    void aProgramRefusesWhatItReads() {
        for (const char* name : {"NANOBANANA_URL", "NANOBANANA_PROVIDER", "REQUEST_TIMEOUT", "WORKERS"})
            QVERIFY2(
                errorOf({.program = Program::Edit, .environment = {{QString::fromLatin1(name), u"a b"_s}}})
                    .startsWith(QString::fromLatin1(name) + u"=a b (environment)"_s),
                name);
        QVERIFY(errorOf({.program = Program::Edit, .configFile = m_folder.filePath(u"none"_s)})
                    .contains(u"none"_s));
    }

    // `.env` in the working directory may be another program's.
    void linesOfAnothersDotEnvAreNoFaults() {
        const QString path = write(u"foreign"_s, "just words\nDATABASE_URL='open\nPORT=http\nSECRET=1\n"
                                                 "NANOBANANA_MODEL=m\n");
        const Sources edit{.program = Program::Edit, .dotEnv = path};
        QCOMPARE(load(edit)->settings.provider.model, QStringLiteral("m"));
        QCOMPARE(load(edit)->warnings.size(), 2); // the two lines that cannot be read
        QVERIFY(!errorOf({.dotEnv = path}).isEmpty());
        const QString typo = write(u"typo2"_s, "NANOBANANA_KEI=x\nNANOBANANA_URL='open\n");
        QVERIFY(errorOf({.program = Program::Edit, .dotEnv = typo}).contains(u"NANOBANANA_URL"_s));
        const QString unknown = write(u"typo3"_s, "NANOBANANA_KEI=x\n");
        QCOMPARE(load({.program = Program::Edit, .dotEnv = unknown})->warnings.size(), 1);
        QVERIFY(!errorOf({.program = Program::Edit, .configFile = path}).isEmpty()); // that one is ours
    }

    void aFolderCalledDotEnvIsNone() {
        QVERIFY(QDir(m_folder.path()).mkpath(u"venv/.env"_s));
        for (const Program program : {Program::Serve, Program::Edit, Program::Studio})
            QVERIFY(load({.program = program, .dotEnv = m_folder.filePath(u"venv/.env"_s)}).has_value());
    }

    void whatCannotBeUsedIsLeftOutAndSaid() {
        const QString key = write(u"usable-key"_s, "sk-in-a-file\n");
        const Usable some =
            usable({.program = Program::Studio,
                    .dotEnv = write(u"usable"_s, "NANOBANANA_MODEL=from-env-file\nWORKERS=2\n"),
                    .configFile = m_folder.filePath(u"absent"_s),
                    .environment = {{u"WORKERS"_s, u"many"_s},
                                    {u"REQUEST_TIMEOUT"_s, u"30"_s},
                                    {u"HOST"_s, u"x86_64-conda-linux-gnu"_s},
                                    {u"MIN_IMAGE_DIMENSION"_s, u"3000"_s},
                                    {u"NANOBANANA_KEY_FILE"_s, key}}});
        QCOMPARE(some.faults.size(), 3);
        QVERIFY(some.faults[0].contains(u"absent"_s));
        QVERIFY(some.faults[1].startsWith(u"WORKERS=many (environment): must be a whole number"_s));
        QVERIFY(some.faults[2].startsWith(u"MIN_IMAGE_DIMENSION=3000 must not be above"_s));
        const Result<Loaded> loaded = load(some.sources);
        QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().message));
        QCOMPARE(loaded->settings.provider.model, QStringLiteral("from-env-file"));
        QCOMPARE(loaded->settings.provider.key, QStringLiteral("sk-in-a-file"));
        QCOMPARE(loaded->settings.provider.timeout, std::chrono::seconds(30));
        QCOMPARE(loaded->settings.workers, 0);
        QCOMPARE(loaded->settings.image.minDimension, 256);
    }

    // It would be sent to the default address.
    void aKeyIsNotUsedWithoutWhatItIsFor() {
        for (const char* name : {"NANOBANANA_URL", "NANOBANANA_PROVIDER"}) {
            const Usable some = usable({.program = Program::Studio,
                                        .environment = {{QString::fromLatin1(name), u"my server"_s},
                                                        {u"NANOBANANA_KEY"_s, u"sk-secret"_s}}});
            QCOMPARE(some.faults.size(), 2);
            QVERIFY(some.faults[1].startsWith(u"NANOBANANA_KEY is not used either"_s));
            QVERIFY(load(some.sources)->settings.demoMode());
        }
        const Usable unreadable =
            usable({.program = Program::Studio,
                    .environment = {{u"NANOBANANA_KEY_FILE"_s, m_folder.filePath(u"absent"_s)}}});
        QCOMPARE(unreadable.faults.size(), 1);
        QVERIFY(unreadable.sources.environment.isEmpty());
    }

    // Each rule about several options says which of them have to go for the rest to be used.
    void whatDoesNotFitTogetherIsLeftOut() {
        const QMap<QString, QString> conflicts[] = {
            {{u"MIN_IMAGE_DIMENSION"_s, u"900"_s}, {u"MAX_IMAGE_DIMENSION"_s, u"800"_s}},
            {{u"TLS_CERT_FILE"_s, u"/a"_s}},
            {{u"TLS_KEY_FILE"_s, u"/a"_s}},
            {{u"METRICS_PORT"_s, u"8000"_s}},
            {{u"WEB_PORT"_s, u"8000"_s}},
            {{u"ALLOWED_ORIGINS"_s, u"*"_s}, {u"API_TOKENS"_s, u"token"_s}}};
        for (QMap<QString, QString> environment : conflicts) {
            environment.insert(u"WORKERS"_s, u"3"_s);
            const Sources sources{.environment = environment};
            QVERIFY(!load(sources));
            const Usable some = usable(sources);
            QCOMPARE(some.faults.size(), 1);
            const Result<Loaded> loaded = load(some.sources);
            QVERIFY2(loaded, qPrintable(environment.firstKey()));
            QCOMPARE(loaded->settings.workers, 3);
        }
    }

    void secretsAreInNoMessage() {
        const QString secret = QStringLiteral("sk-never-to-be-seen");
        const Sources good{.environment = {{QStringLiteral("NANOBANANA_KEY"), secret},
                                           {QStringLiteral("API_TOKENS"), secret},
                                           {QStringLiteral("NANOBANANA_URL"),
                                            QStringLiteral("https://%1@host/?key=%1").arg(secret)}}};
        const Loaded loaded = *load(good);
        QCOMPARE(loaded.settings.provider.key, secret);
        QVERIFY(!effectiveText(loaded).contains(secret));
        QVERIFY(!QString::fromUtf8(QJsonDocument(effectiveJson(loaded)).toJson()).contains(secret));
        QVERIFY(!loaded.warnings.join(QLatin1Char(' ')).contains(secret));

        Sources bad = good;
        bad.environment[QStringLiteral("NANOBANANA_KEY")] = secret + QStringLiteral(" with blanks");
        bad.environment[QStringLiteral("API_TOKENS")] = secret + QStringLiteral(" ümlaut");
        bad.dotEnv = write(QStringLiteral("bad"), "NANOBANANA_KEY='" + secret.toUtf8() + "\n");
        QVERIFY(!errorOf(bad).isEmpty());
        QVERIFY2(!errorOf(bad).contains(secret), qPrintable(errorOf(bad)));
        const QString faults = usable(bad).faults.join(QLatin1Char(' '));
        QVERIFY2(!faults.isEmpty() && !faults.contains(secret), qPrintable(faults));
    }
};

NB_TEST(TestLoader)
#include "tst_loader.moc"
