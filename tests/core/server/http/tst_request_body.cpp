#include "core/server/http/request_body.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <limits>

using namespace nb::server;

class TestRequestBody : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void staysWhereItWasReserved() {
        RequestBody body;
        QVERIFY(body.reserve(100'000));
        QVERIFY(body.append("abc"));
        const char* const begin = body.bytes().constData();
        QVERIFY(body.append(QByteArray(99'997, 'x')));
        QCOMPARE(body.bytes().size(), 100'000);
        QVERIFY(body.bytes().startsWith("abcx"));
        const RequestBody moved = std::move(body);
        QCOMPARE(static_cast<const void*>(moved.bytes().constData()), static_cast<const void*>(begin));
    }

    void growsWithoutBeingReserved() {
        RequestBody body;
        QByteArray all;
        for (int i = 0; i < 1'000; ++i) {
            const QByteArray piece(i % 7, static_cast<char>('a' + i % 26));
            all += piece;
            QVERIFY(body.append(piece));
        }
        QCOMPARE(body.bytes(), all);
    }

    void trimsWhatItDoesNotNeed() {
        BodyMemory memory(1'000'000);
        RequestBody body;
        memory.request(this, 1'000'000,
                       [&body](BodyMemory::Share share) { body = RequestBody(std::move(share)); });
        QVERIFY(body.reserve(1'000'000) && body.append("abc"));
        body.trim();
        QCOMPARE(body.bytes(), QByteArray("abc"));
        QVERIFY(body.bytes().capacity() < 1'000);
        QCOMPARE(memory.used(), 3);
        body = RequestBody();
        QCOMPARE(memory.used(), 0);
    }

    void saysWhenThereIsNoMemory() {
        RequestBody body;
        QVERIFY(body.append("abc"));
        QVERIFY(!body.reserve(std::numeric_limits<qint64>::max() / 4));
        QCOMPARE(body.bytes(), QByteArray("abc"));
    }
};

NB_TEST(TestRequestBody)
#include "tst_request_body.moc"
