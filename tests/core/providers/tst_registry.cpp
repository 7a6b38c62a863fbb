#include "core/base/worker_pool.h"
#include "core/providers/registry.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::providers;

class TestRegistry : public QObject {
    Q_OBJECT

    static config::ProviderSettings settings(const char* provider, const char* url, const char* key = "k") {
        config::ProviderSettings result;
        result.provider = QString::fromLatin1(provider);
        result.url = QUrl(QString::fromLatin1(url));
        result.key = QString::fromLatin1(key);
        return result;
    }

private Q_SLOTS:
    void chooses_data() {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("chosen");
        const auto row = [](const char* provider, const char* url, const char* key, const char* chosen) {
            QTest::addRow("%s %s key '%s'", provider, url, key)
                << QString::fromLatin1(provider) << QString::fromLatin1(url) << QString::fromLatin1(key)
                << QString::fromLatin1(chosen);
        };
        const char* home = "https://api.nanobanana.ai/v1/inpaint";
        row("auto", home, "k", "nanobanana");
        row("", home, "k", "nanobanana");
        row("auto", "https://example.org/x", "k", "nanobanana");
        row("auto", "https://generativelanguage.googleapis.com/v1beta", "k", "gemini");
        row("auto", "https://GenerativeLanguage.googleapis.com", "k", "gemini");
        row("auto", "https://api.openai.com/v1", "k", "openai");
        row("auto", "https://api.openai.com.evil.example/v1", "k", "nanobanana");
        row("gemini", home, "k", "gemini");
        row("openai", "http://127.0.0.1:8080", "k", "openai");
        row("nanobanana", "https://api.openai.com/v1", "k", "nanobanana");
        row("local", home, "k", "local");
        for (const char* provider : {"auto", "nanobanana", "gemini", "openai", "local"}) {
            row(provider, home, "", "local"); // demo mode: nothing leaves the machine
            row(provider, home, "demo_key_placeholder", "local");
        }
    }
    void chooses() {
        QFETCH(QString, provider);
        QFETCH(QString, url);
        QFETCH(QString, key);
        QFETCH(QString, chosen);
        WorkerPool pool(1);
        const auto created = create(settings(qPrintable(provider), qPrintable(url), qPrintable(key)), pool);
        QVERIFY(created.has_value());
        QCOMPARE((*created)->name(), chosen);
    }

    void refuses_data() {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("variable");
        const auto text = [](const char* s) { return QString::fromLatin1(s); };
        QTest::newRow("provider") << text("midjourney") << text("https://a.b/") << text("k") << text("")
                                  << text("NANOBANANA_PROVIDER");
        QTest::newRow("scheme") << text("auto") << text("ftp://a.b/") << text("k") << text("")
                                << text("NANOBANANA_URL");
        QTest::newRow("no host") << text("auto") << text("https:///x") << text("k") << text("")
                                 << text("NANOBANANA_URL");
        QTest::newRow("line break in the key") << text("auto") << text("https://a.b/") << text("k\r\nX: y")
                                               << text("") << text("NANOBANANA_KEY");
        QTest::newRow("model") << text("gemini") << text("https://a.b/") << text("k") << text("a?key=b")
                               << text("NANOBANANA_MODEL");
    }
    void refuses() {
        QFETCH(QString, provider);
        QFETCH(QString, url);
        QFETCH(QString, key);
        QFETCH(QString, model);
        QFETCH(QString, variable);
        WorkerPool pool(1);
        config::ProviderSettings bad = settings(qPrintable(provider), qPrintable(url));
        bad.key = key;
        bad.model = model;
        const auto created = create(bad, pool);
        QVERIFY(!created.has_value());
        QCOMPARE(created.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(created.error().field, variable);
        QVERIFY(created.error().message.startsWith(variable));
        QVERIFY(!created.error().message.contains(QStringLiteral("X: y")));
    }

    void modelsAreKnownAndTheFirstIsTheDefault() {
        WorkerPool pool(1);
        for (const char* provider : {"gemini", "openai"}) {
            const QStringList models = knownModels(QString::fromLatin1(provider));
            QVERIFY(models.size() > 1);
            config::ProviderSettings chosen = settings(provider, "http://127.0.0.1:9");
            QCOMPARE((*create(chosen, pool))->model(), models.first());
            for (const QString& model : models) {
                chosen.model = model;
                const auto created = create(chosen, pool);
                QCOMPARE((*created)->model(), model);
                QVERIFY(!(*created)->capabilities().sizes.isEmpty());
            }
        }
        for (const char* provider : {"nanobanana", "local"}) {
            QVERIFY(knownModels(QString::fromLatin1(provider)).isEmpty());
            QVERIFY((*create(settings(provider, "http://127.0.0.1:9"), pool))->model().isEmpty());
        }
    }
};

NB_TEST(TestRegistry)
#include "tst_registry.moc"
