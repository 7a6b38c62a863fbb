#include "core/server/redis/value_frame.h"
#include "core/server/redis/value_store.h"
#include "tests/core/server/redis/redis_test.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"

#include <QRandomGenerator>

using namespace nb;
using namespace nb::redis;
using namespace nb::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kPatience = 20s;
constexpr ValueStore::Waits kWaits{kPatience, kPatience, kPatience};

QByteArray randomBytes(qsizetype size) {
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator random(testSeed());
    for (char& c : bytes)
        c = static_cast<char>(random.bounded(256));
    return bytes;
}

} // namespace

class TestValueStore : public QObject {
    Q_OBJECT

    RedisServer m_redis;
    telemetry::Metrics m_metrics{{}, u"local"_s};
    WorkerPool m_pool{2};
    std::unique_ptr<Client> m_client;
    std::unique_ptr<ValueStore> m_store;

    bool write(const QByteArray& key, const Value& value) {
        std::optional<bool> kept;
        m_store->write(key, value, 1h, [&kept](bool it) { kept = it; });
        return arrives(kept) && *kept;
    }

    std::pair<Found, Value> read(const QByteArray& key, const ValueStore::Waits& waits = kWaits) {
        std::optional<std::pair<Found, Value>> got;
        m_store->read(key, waits, [&got](Found found, const Value& value) { got = std::pair(found, value); });
        return arrives(got) ? *got : std::pair(Found::Unknown, Value());
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(RedisServer::isInstalled(), "tools/setup.sh test installs redis-server");
        QVERIFY(m_redis.start());
        m_client = connectedClient(m_redis, m_metrics);
        m_store = std::make_unique<ValueStore>(*m_client, m_pool);
    }

    void sizes_data() {
        QTest::addColumn<qsizetype>("bodyBytes");
        // Around the pieces in which it is read, which are of 128 KiB; the frame and its head take 24 bytes.
        for (const qsizetype size :
             {0, 1, 131'047, 131'048, 131'049, 262'120, 262'121, 5'000'000, 33'554'432})
            QTest::addRow("%lld", static_cast<long long>(size)) << size;
    }
    void sizes() {
        QFETCH(qsizetype, bodyBytes);
        const Value value{"head", randomBytes(bodyBytes)};
        QVERIFY(write("nanobanana:v", value));
        const auto [found, back] = read("nanobanana:v");
        QCOMPARE(found, Found::Value);
        QCOMPARE(back.head, value.head);
        QVERIFY(back.body == value.body);
    }

    void tooLarge() {
        QVERIFY(!write("nanobanana:large", {"head", QByteArray(kMaxValueBytes + 1, 'x')}));
        QVERIFY(!write("nanobanana:large", {QByteArray(kMaxHeadBytes + 1, 'x'), "x"}));
        QCOMPARE(m_redis.cli({u"EXISTS"_s, u"nanobanana:large"_s}), QByteArray("0"));
    }

    void nothingThere() { QCOMPARE(read("nanobanana:none").first, Found::Nothing); }

    void itIsForgotten() {
        QVERIFY(write("nanobanana:short", {"h", "b"}));
        const int left = m_redis.cli({u"TTL"_s, u"nanobanana:short"_s}).toInt();
        QVERIFY(left > 3500 && left <= 3600);
    }

    void anyChangedByteIsNoticed() {
        const QByteArray frame = *framed("nanobanana:c", "head", "body");
        for (qsizetype at = 0; at < frame.size(); ++at) {
            QByteArray changed = frame;
            changed[at] = static_cast<char>(changed[at] ^ 0x10);
            QCOMPARE(put("nanobanana:c", changed), Found::Nothing);
        }
        for (qsizetype size = 0; size < frame.size(); ++size)
            QCOMPARE(put("nanobanana:c", frame.first(size)), Found::Nothing);
        QCOMPARE(put("nanobanana:c", frame + 'x'), Found::Nothing);
        QCOMPARE(put("nanobanana:other", frame), Found::Nothing);
        QCOMPARE(put("nanobanana:c", "hello"), Found::Nothing);
        QCOMPARE(put("nanobanana:c", frame), Found::Value);
    }

    // A header that promises more than there is, or more than anybody may have.
    void lengthsThatAreNotTrue() {
        for (const char* bodyBytes : {"ffffffffffffffff", "ffffffffffffff7f", "0000000200000000"}) {
            const QByteArray frame = QByteArray::fromHex(QByteArray("6e6276310000000000000000") + bodyBytes) +
                                     QByteArray(300'000, 'x');
            QCOMPARE(put("nanobanana:c", frame), Found::Nothing);
        }
    }

    void anotherTypeOfKey() {
        (void)m_redis.cli({u"LPUSH"_s, u"nanobanana:list"_s, u"x"_s});
        QCOMPARE(read("nanobanana:list").first, Found::Unknown);
        QVERIFY(m_client->isUp());
        // It is not asked for a second after that.
        QTRY_COMPARE_WITH_TIMEOUT(read("nanobanana:none").first, Found::Nothing, kPatienceMs);
    }

    // Time that is over does not mean that the connection is bad.
    void notInTime() {
        QVERIFY(write("nanobanana:v", {"head", QByteArray(20'000'000, 'x')}));
        QCOMPARE(read("nanobanana:v", {kPatience, kPatience, 0ms}).first, Found::Unknown);
        QVERIFY(m_client->isUp());
        QCOMPARE(read("nanobanana:v").first, Found::Value);
    }

    void severalAtOnce() {
        QVERIFY(write("nanobanana:a", {"a", QByteArray(1'000'000, 'a')}));
        QVERIFY(write("nanobanana:b", {"b", QByteArray(1'000'000, 'b')}));
        int right = 0;
        for (int i = 0; i < 20; ++i) {
            const char name = i % 2 ? 'a' : 'b';
            m_store->read(QByteArray("nanobanana:") + name, kWaits,
                          [&right, name](Found found, const Value& value) {
                              right += found == Found::Value && value.body == QByteArray(1'000'000, name);
                          });
        }
        QTRY_COMPARE_WITH_TIMEOUT(right, 20, kPatienceMs);
    }

    void destroyedWhileItReadsAndWrites() {
        auto store = std::make_unique<ValueStore>(*m_client, m_pool);
        store->read("nanobanana:a", kWaits, [](Found, const Value&) { QFAIL("nobody is left"); });
        store->write("nanobanana:x", {"h", "b"}, 1h, [](bool) { QFAIL("nobody is left"); });
        store.reset();
        QVERIFY(settle(m_pool));
        QCOMPARE(read("nanobanana:none").first, Found::Nothing);
    }

    void withoutRedis() {
        m_redis.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!m_client->isUp(), kPatienceMs);
        bool called = false;
        m_store->read("nanobanana:a", kWaits,
                      [&called](Found found, const Value&) { called = found == Found::Unknown; });
        QVERIFY(called); // at once
        called = false;
        m_store->write("nanobanana:a", {"h", "b"}, 1h, [&called](bool kept) { called = !kept; });
        QVERIFY(called);
    }

private:
    // What is found under the key after these bytes were put there.
    Found put(const QByteArray& key, const QByteArray& bytes) {
        std::optional<Answer> done;
        m_client->ask(Operation::Write, Lane::Writes, {"SET", key, bytes}, kPatience,
                      [&done](const Answer& answer) { done = answer; });
        return arrives(done) ? read(key).first : Found::Unknown;
    }
};

NB_TEST(TestValueStore)
#include "tst_value_store.moc"
