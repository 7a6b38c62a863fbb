#include "app/services.h"
#include "core/journal/journal.h"
#include "core/providers/provider.h"
#include "tests/support/test_main.h"
#include <QTemporaryDir>
#include <QTest>

using namespace nb;

namespace {

config::Settings settingsWith(const char* provider, const char* key) {
    config::Settings settings;
    settings.provider.provider = QString::fromLatin1(provider);
    settings.provider.key = QString::fromLatin1(key);
    settings.provider.url = QUrl(QStringLiteral("https://api.example/v1"));
    settings.provider.timeout = std::chrono::seconds(30);
    settings.server.apiTokens = {QStringLiteral("token-of-a-client")};
    settings.workers = 2;
    return settings;
}

} // namespace

class TestServices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSettingsNamePoolAndProvider() {
        const auto services = app::makeServices(settingsWith("openai", "sk-0123456789"));
        QVERIFY(services.has_value());
        QCOMPARE((*services)->pool.threads(), 2);
        QCOMPARE((*services)->provider->name(), QStringLiteral("openai"));
        QVERIFY(!(*services)->journal);
        const auto left = (*services)->deadline().remainingTime();
        QVERIFY(left > 0 && left <= 30'000);
    }

    void aProviderThatCannotBeBuiltIsAnError() {
        const auto services = app::makeServices(settingsWith("midjourney", "key-0123456789"));
        QCOMPARE(services.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(services.error().field, QStringLiteral("NANOBANANA_PROVIDER"));
    }

    void theJournalIsMadeWhereItIsAskedFor() {
        const QTemporaryDir folder;
        app::Services services(settingsWith("local", ""));
        QVERIFY(services.openJournal(folder.filePath(QStringLiteral("journal"))).has_value());
        QVERIFY(services.journal != nullptr);
        QFile file(folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(!services.openJournal(file.fileName()).has_value());
        QVERIFY(services.journal != nullptr); // the one before
    }

    void theSecretsOfTheSettingsAreKeptOutOfTheLog() {
        const app::Services services(settingsWith("local", "key-0123456789"));
        const log::Capture log;
        log::warning(QStringLiteral("key-0123456789 token-of-a-client"));
        QCOMPARE(log.lines().first()[QStringLiteral("message")].toString(),
                 QStringLiteral("(secret) (secret)"));
    }

    void onlyTheDebugLevelReachesStderrBelowWarnings() {
        config::Settings settings;
        QCOMPARE(app::stderrLevel(settings), log::Level::Warning); // the default is Info
        settings.logLevel = log::Level::Error;
        QCOMPARE(app::stderrLevel(settings), log::Level::Warning);
        settings.logLevel = log::Level::Debug;
        QCOMPARE(app::stderrLevel(settings), log::Level::Debug);
    }
};

NB_TEST(TestServices)
#include "tst_services.moc"
