#include "core/server/api/response_cache.h"
#include "tests/support/test_main.h"

#include <QSet>
#include <QTest>

using namespace nb;
using server::ResponseCache;
using namespace std::chrono_literals;

class TestResponseCache : public QObject {
    Q_OBJECT

    ResponseCache::Time m_now{};

    ResponseCache cache(ResponseCache::Limits limits) {
        return ResponseCache(limits, [this] { return m_now; });
    }

private Q_SLOTS:
    void whatWasPutInComesOut() {
        ResponseCache cache = this->cache({});
        QVERIFY(!cache.find("a").has_value());
        cache.insert("a", {"png", QStringLiteral("local"), 2});
        const auto found = cache.find("a");
        QVERIFY(found.has_value());
        QCOMPARE(found->png, QByteArray("png"));
        QCOMPARE(found->engine, QStringLiteral("local"));
        QCOMPARE(found->attempts, 2);
    }

    void entriesAge() {
        ResponseCache cache = this->cache({.timeToLive = 10s});
        cache.insert("a", {"png", {}, 1});
        m_now += 9s;
        QVERIFY(cache.find("a").has_value());
        m_now += 1s;
        QVERIFY(!cache.find("a").has_value());
    }

    void theUnusedMakeRoom() {
        ResponseCache cache = this->cache({.maxBytes = 100});
        cache.insert("a", {QByteArray(40, 'a'), {}, 1});
        cache.insert("b", {QByteArray(40, 'b'), {}, 1});
        QVERIFY(cache.find("a").has_value()); // used: b is the older one now
        cache.insert("c", {QByteArray(40, 'c'), {}, 1});
        QVERIFY(cache.find("a").has_value());
        QVERIFY(!cache.find("b").has_value());
        cache.insert("d", {QByteArray(101, 'd'), {}, 1});
        QVERIFY(!cache.find("d").has_value());
    }

    void everyInputChangesTheKey() {
        const edit::Parameters base{.prompt = QStringLiteral("rose"), .seed = 1};
        QSet<QByteArray> keys;
        const auto add = [&](const char* image, const char* mask, const edit::Parameters& p,
                             const char* engine) {
            const QByteArray key = ResponseCache::keyOf(image, mask, p, QString::fromLatin1(engine));
            QCOMPARE(key.size(), 32);
            QVERIFY(!keys.contains(key));
            keys.insert(key);
        };
        add("image", "mask", base, "local");
        add("imag", "emask", base, "local");
        add("image", "mask2", base, "local");
        add("image", "mask", base, "gemini");
        edit::Parameters p = base;
        p.prompt = QStringLiteral("roses");
        add("image", "mask", p, "local");
        p = base;
        p.seed = 0;
        add("image", "mask", p, "local");
        p.seed.reset();
        add("image", "mask", p, "local");
        p = base;
        p.strength = 0.5;
        add("image", "mask", p, "local");
        p = base;
        p.guidanceScale = 8;
        add("image", "mask", p, "local");
        p = base;
        p.preserveUnmasked = false;
        add("image", "mask", p, "local");
        QVERIFY(keys.contains(ResponseCache::keyOf("image", "mask", base, QStringLiteral("local"))));
    }
};

NB_TEST(TestResponseCache)
#include "tst_response_cache.moc"
