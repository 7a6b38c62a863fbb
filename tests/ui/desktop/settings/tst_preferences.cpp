// What is chosen is kept, checked by the option table, and weaker than the environment; the key goes to a
// file of its owner's where there is no keyring.

#include "core/base/worker_pool.h"
#include "core/providers/provider.h"
#include "tests/support/test_main.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/settings/key_store.h"
#include "ui/desktop/settings/preferences.h"
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;
using namespace nb::desktop;

namespace {

const QString kUrl = QStringLiteral("NANOBANANA_URL");
const QString kMine = QStringLiteral("https://mine.example/v1");

} // namespace

class TestPreferences : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_settings.clear(); }
    void optionsAreKeptAndForgotten();
    void theEnvironmentWins();
    void theTableChecks();
    void theEngineFollows();
    void aKeyInAFile();

private:
    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat};
};

void TestPreferences::optionsAreKeptAndForgotten() {
    Preferences preferences(m_settings, {});
    const QSignalSpy changed(&preferences, &Preferences::engineChanged);
    const QString standard = preferences.option(kUrl);
    preferences.setOption(kUrl, kMine);
    preferences.setOption(kUrl, kMine);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(Preferences(m_settings, {}).option(kUrl), kMine);
    QCOMPARE(preferences.configuration({})->settings.provider.url, QUrl(kMine));
    preferences.setOption(kUrl, standard);
    QVERIFY(m_settings.allKeys().isEmpty());
    preferences.setOption(QStringLiteral("NO_SUCH_OPTION"), kMine);
    QVERIFY(m_settings.allKeys().isEmpty());
}

void TestPreferences::theEnvironmentWins() {
    const config::Sources environment{
        .environment = {{kUrl, QStringLiteral("https://theirs.example/")},
                        {QStringLiteral("NANOBANANA_KEY"), QStringLiteral("theirs")}}};
    Preferences free(m_settings, {});
    free.setOption(kUrl, kMine);
    Preferences preferences(m_settings, environment);
    QVERIFY(preferences.isFixed(kUrl));
    QVERIFY(!preferences.isFixed(QStringLiteral("NANOBANANA_MODEL")));
    const Result<config::Loaded> loaded = preferences.configuration(QStringLiteral("mine"));
    QCOMPARE(loaded->settings.provider.url.host(), QStringLiteral("theirs.example"));
    QCOMPARE(loaded->settings.provider.key, QStringLiteral("theirs"));
    preferences.setOption(kUrl, QStringLiteral("https://other.example/")); // no effect
    QCOMPARE(free.option(kUrl), kMine);
}

void TestPreferences::theTableChecks() {
    const Preferences preferences(m_settings, {});
    const auto bad =
        preferences.configuration({}, {{QStringLiteral("REQUEST_TIMEOUT"), QStringLiteral("0")}});
    QVERIFY(!bad);
    QVERIFY(bad.error().message.contains(QLatin1String("REQUEST_TIMEOUT")));
    QVERIFY(m_settings.allKeys().isEmpty());
}

void TestPreferences::theEngineFollows() {
    WorkerPool pool(1);
    Preferences preferences(m_settings, {});
    Engine engine(preferences, pool);
    const QSignalSpy changed(&engine, &Engine::changed);
    QCOMPARE(engine.provider()->name(), QStringLiteral("local"));
    QVERIFY(!engine.localChoice());
    engine.setKey(QStringLiteral("a-key-for-tests"));
    QCOMPARE(engine.provider()->name(), QStringLiteral("nanobanana"));
    QVERIFY(engine.localChoice());
    preferences.setOption(QStringLiteral("NANOBANANA_PROVIDER"), QStringLiteral("gemini"));
    QCOMPARE(engine.provider()->name(), QStringLiteral("gemini"));
    QCOMPARE(changed.count(), 2);
}

void TestPreferences::aKeyInAFile() {
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); // so that there is no keyring
    const QString path = m_folder.filePath(QStringLiteral("deep/key"));
    KeyStore store(path);
    std::optional<Result<QString>> read;
    store.read([&](const Result<QString>& key) { read = key; });
    QTRY_VERIFY(read);
    QCOMPARE(**read, QString());
    QCOMPARE(store.place(), KeyStore::Place::File);
    std::optional<Result<>> written;
    store.write(QStringLiteral("s3cret-key"), [&](const Result<>& done) { written = done; });
    QTRY_VERIFY(written);
    QVERIFY(written->has_value());
    QCOMPARE(QFile::permissions(path) &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    read.reset();
    store.read([&](const Result<QString>& key) { read = key; });
    QTRY_VERIFY(read);
    QCOMPARE(**read, QStringLiteral("s3cret-key"));
    written.reset();
    store.write({}, [&](const Result<>& done) { written = done; });
    QTRY_VERIFY(written);
    QVERIFY(!QFile::exists(path));
}

NB_TEST_WIDGETS(TestPreferences)
#include "tst_preferences.moc"
