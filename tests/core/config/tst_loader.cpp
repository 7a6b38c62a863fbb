#include "core/config/loader.h"

#include "core/config/describe.h"
#include "tests/support/test_main.h"
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
        const QStringList warnings = load({.environment = {{QStringLiteral("REDIS_URL"),
                                                            QStringLiteral("redis://u:hidden-word@host")}}})
                                         ->warnings;
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings[0].contains(QStringLiteral("REDIS_URL")));
        QVERIFY(!warnings[0].contains(QStringLiteral("hidden-word")));
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
    }
};

NB_TEST(TestLoader)
#include "tst_loader.moc"
