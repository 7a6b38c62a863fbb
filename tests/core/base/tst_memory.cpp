#include "core/base/memory.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;

namespace {

constexpr qsizetype kMoreThanThereIs = qsizetype(1) << 60; // bytes; no machine has them

} // namespace

class TestMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesAreResized() {
        QByteArray bytes("abc");
        QVERIFY(tryResize(bytes, 100'000));
        QCOMPARE(bytes.size(), 100'000);
        QVERIFY(bytes.startsWith("abc"));
        QVERIFY(tryReserve(bytes, 200'000));
        QVERIFY(bytes.capacity() >= 200'000);
        QCOMPARE(bytes.size(), 100'000);
        QVERIFY(tryResize(bytes, 3));
        QVERIFY(tryAppend(bytes, "def"));
        QCOMPARE(bytes, QByteArray("abcdef"));
    }

    void withoutMemoryTheBytesStayAsTheyWere() {
        QByteArray bytes("abc");
        const QByteArray shared = bytes;
        QVERIFY(!tryResize(bytes, kMoreThanThereIs));
        QCOMPARE(bytes, shared);
        QVERIFY(!tryReserve(bytes, kMoreThanThereIs));
        QCOMPARE(bytes, shared);
        QVERIFY(!tryAppend(bytes, QByteArrayView(shared.constData(), kMoreThanThereIs)));
        QCOMPARE(bytes, shared);
        QVERIFY(!tryResize(bytes, std::numeric_limits<qsizetype>::max()));
        QCOMPARE(bytes, shared);
    }

    void theErrorKeepsItsDetailForTheLog() {
        const Error error = outOfMemory(QStringLiteral("the body"));
        QCOMPARE(error.code, ErrorCode::OutOfMemory);
        QCOMPARE(error.detail, QStringLiteral("the body"));
        QVERIFY(error.message.contains(QStringLiteral("memory")));
        QVERIFY(!error.message.contains(QStringLiteral("the body")));
    }
};

NB_TEST(TestMemory)
#include "tst_memory.moc"
