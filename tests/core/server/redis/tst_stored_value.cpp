#include "core/server/redis/stored_value.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"

#include <QTest>

using namespace nb::redis;
using nb::server::StoredResult;

namespace {

const StoredResult kResult{QByteArray("\x89PNG\r\n\x1a\n...", 11), QStringLiteral("local"), 2};

} // namespace

class TestStoredValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereAndBack() {
        const Value value = valueOf(kResult);
        QVERIFY(value.head.size() <= kMaxHeadBytes);
        QCOMPARE(value.body, kResult.png);
        const auto back = resultOf(value);
        QVERIFY(back && *back == kResult);
    }

    void whatIsNotUnderstoodIsNoResult() {
        const Value value = valueOf(kResult);
        for (qsizetype size = 0; size < value.head.size(); ++size)
            QVERIFY(!resultOf({value.head.first(size), value.body}));
        Value later = value;
        later.head[0] = 2; // the version
        QVERIFY(!resultOf(later));
        QVERIFY(!resultOf({value.head, "GIF89a..."}));
        QVERIFY(!resultOf({value.head, ""}));
        // The engine becomes a header of a response.
        QVERIFY(!resultOf(valueOf({kResult.png, QStringLiteral("local\r\nSet-Cookie: a"), 1})));
        QVERIFY(!resultOf(valueOf({kResult.png, QString(), 1})));
        QVERIFY(!resultOf(valueOf({kResult.png, QStringLiteral("local"), -1})));
    }

    void randomHeads() {
        QRandomGenerator random(nb::test::testSeed());
        for (int round = 0; round < 5'000; ++round) {
            QByteArray head(random.bounded(40), '\0');
            for (char& c : head)
                c = static_cast<char>(random.bounded(256));
            (void)resultOf({head, kResult.png});
        }
    }
};

NB_TEST_APPLESS(TestStoredValue)
#include "tst_stored_value.moc"
