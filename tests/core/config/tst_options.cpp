#include "core/config/options.h"

#include "core/config/values.h"
#include "tests/support/test_main.h"
#include <QSet>
#include <QTest>

using namespace nb;
using namespace nb::config;

class TestOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The contract's table, by value.
    void contractDefaults_data() {
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* value) {
            QTest::newRow(name) << QString::fromLatin1(value);
        };
        row("NANOBANANA_URL", "https://api.nanobanana.ai/v1/inpaint");
        row("NANOBANANA_KEY", "");
        row("NANOBANANA_PROVIDER", "auto");
        row("NANOBANANA_LOCAL_METHOD", "patch");
        row("NANOBANANA_MODEL", "");
        row("REQUEST_TIMEOUT", "120");
        row("DEBUG", "false");
        row("LOG_LEVEL", "INFO");
        row("ENVIRONMENT", "development");
        row("HOST", "0.0.0.0");
        row("PORT", "8000");
        row("ALLOWED_ORIGINS", "http://localhost:5173,http://127.0.0.1:5173");
        row("RATE_LIMIT_ENABLED", "true");
        row("RATE_LIMIT_RPM", "60");
        row("RATE_LIMIT_BURST", "20");
        row("RATE_LIMIT_ALLOWLIST", "");
        row("TRUSTED_PROXIES", "");
        row("STRICT_VALIDATION", "true");
        row("MAX_IMAGE_SIZE_MB", "10");
        row("MAX_IMAGE_DIMENSION", "2048");
        row("MIN_IMAGE_DIMENSION", "256");
        row("CACHE_ENABLED", "false");
        row("CACHE_TTL", "3600");
        row("REDIS_URL", "");
        row("REQUEST_LOG_URL", "");
        row("REQUEST_LOG_RETENTION_DAYS", "30");
        row("API_TOKENS", "");
        row("TLS_CERT_FILE", "");
        row("TLS_KEY_FILE", "");
        row("METRICS_PORT", "");
        row("WEB_PORT", "0");
        row("METRICS_ALLOWLIST", "");
        row("OTEL_EXPORTER_OTLP_ENDPOINT", "");
        row("OTEL_EXPORTER_OTLP_HEADERS", "");
        row("OTEL_SERVICE_NAME", "nanobanana-inpaint-backend");
    }
    void contractDefaults() {
        QFETCH(QString, expected);
        const Option* option = findOption(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(option != nullptr);
        QCOMPARE(option->defaultText, expected);
    }

    void everyDefaultIsValidAndEveryOptionIsUsedOrPlanned() {
        QSet<QString> names;
        for (const Option& option : options()) {
            QVERIFY2(parseValue(option, option.defaultText).has_value(), qPrintable(option.name));
            QVERIFY2((option.apply != nullptr) == (option.support == Support::Served),
                     qPrintable(option.name));
            QVERIFY2(!option.help.isEmpty(), qPrintable(option.name));
            QVERIFY2(!names.contains(option.name), qPrintable(option.name));
            names.insert(option.name);
        }
    }

    // Names that other programs set too are the server's alone.
    void whoReadsWhat_data() {
        QTest::addColumn<int>("programs");
        const int serve = int(Program::Serve), edit = int(Program::Edit), studio = int(Program::Studio);
        for (const char* name :
             {"NANOBANANA_URL", "NANOBANANA_KEY", "NANOBANANA_PROVIDER", "NANOBANANA_MODEL",
              "NANOBANANA_LOCAL_METHOD", "REQUEST_TIMEOUT", "WORKERS", "LOG_LEVEL"})
            QTest::newRow(name) << (serve | edit | studio);
        for (const char* name :
             {"HOST", "DEBUG", "ENVIRONMENT", "API_TOKENS", "REDIS_URL", "OTEL_SERVICE_NAME"})
            QTest::newRow(name) << serve;
        for (const char* name : {"ALLOWED_ORIGINS", "RATE_LIMIT_RPM", "MAX_IMAGE_SIZE_MB", "CACHE_TTL"})
            QTest::newRow(name) << (serve | studio);
        QTest::newRow("PORT") << (serve | int(Program::Health));
    }
    void whoReadsWhat() {
        QFETCH(int, programs);
        QCOMPARE(int(findOption(QString::fromLatin1(QTest::currentDataTag()))->programs), programs);
    }

    void theServerReadsEverything() {
        for (const Option& option : options())
            QVERIFY2(option.programs.testFlag(Program::Serve), qPrintable(option.name));
        QCOMPARE(programNames(Program::Serve | Program::Edit | Program::Studio),
                 QStringLiteral("serve, edit, batch, replay, studio"));
    }

    void secretsCanBeMounted() {
        for (const char* name : {"NANOBANANA_KEY", "API_TOKENS", "REDIS_URL"}) {
            const Option* option = findOption(QString::fromLatin1(name));
            QCOMPARE(option->secrecy == Secrecy::Secret, option->type != Type::RedisUrl);
            QCOMPARE(option->fileVariant, FileVariant::Supported);
            QCOMPARE(option->fileName(), QString::fromLatin1(name) + QStringLiteral("_FILE"));
        }
    }

    void unknownNames() { QVERIFY(findOption(QStringLiteral("NO_SUCH")) == nullptr); }
};

NB_TEST(TestOptions)
#include "tst_options.moc"
