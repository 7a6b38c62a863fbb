#include "core/server/redis/reply_reader.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"

#include <QRandomGenerator>
#include <QTest>

using namespace nb;
using namespace nb::redis;

namespace {

// All replies in `bytes`, fed in pieces of `piece` bytes.
Result<std::vector<Reply>> repliesIn(QByteArrayView bytes, qsizetype piece,
                                     const ReplyReader::Limits& limits = {}) {
    ReplyReader reader(limits);
    std::vector<Reply> replies;
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        if (const Result<> fed = reader.feed(bytes.sliced(at, std::min(piece, bytes.size() - at))); !fed)
            return fed.error();
        for (;;) {
            Result<std::optional<Reply>> reply = reader.next();
            if (!reply)
                return reply.error();
            if (!*reply)
                break;
            replies.push_back(**std::move(reply));
        }
    }
    return replies;
}

QByteArray bulk(const QByteArray& text) {
    return '$' + QByteArray::number(text.size()) + "\r\n" + text + "\r\n";
}

} // namespace

class TestReplyReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindInPiecesOfEverySize() {
        const QByteArray bytes = "+PONG\r\n-NOSCRIPT No matching script\r\n:-42\r\n$-1\r\n*-1\r\n$0\r\n\r\n" +
                                 bulk(QByteArray("a\0\r\nb", 5)) +
                                 "*3\r\n:1\r\n*1\r\n$1\r\nx\r\n+z\r\n*0\r\n";
        for (qsizetype piece = 1; piece <= bytes.size(); ++piece) {
            const auto replies = repliesIn(bytes, piece);
            QVERIFY(replies.has_value());
            QCOMPARE(replies->size(), 9u);
            const std::vector<Reply>& all = *replies;
            QCOMPARE(all[0].kind, Reply::Kind::Status);
            QCOMPARE(all[0].bytes, QByteArray("PONG"));
            QCOMPARE(all[1].kind, Reply::Kind::Error);
            QVERIFY(all[1].isError("NOSCRIPT"));
            QVERIFY(!all[1].isError("NOSC"));
            QCOMPARE(all[2].kind, Reply::Kind::Integer);
            QCOMPARE(all[2].integer, -42);
            QCOMPARE(all[3].kind, Reply::Kind::Nil);
            QCOMPARE(all[4].kind, Reply::Kind::Nil);
            QCOMPARE(all[5].kind, Reply::Kind::Bytes);
            QCOMPARE(all[5].bytes, QByteArray(""));
            QCOMPARE(all[6].bytes, QByteArray("a\0\r\nb", 5));
            QCOMPARE(all[7].kind, Reply::Kind::Array);
            QCOMPARE(all[7].elements.size(), 3u);
            QCOMPARE(all[7].elements[0].integer, 1);
            QCOMPARE(all[7].elements[1].elements[0].bytes, QByteArray("x"));
            QCOMPARE(all[7].elements[2].bytes, QByteArray("z"));
            QVERIFY(all[8].kind == Reply::Kind::Array && all[8].elements.empty());
        }
    }

    void refusesWhatIsNoReply_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
        QTest::newRow("zeros") << QByteArray(100, '\0');
        QTest::newRow("length no number") << QByteArray("$ten\r\n");
        QTest::newRow("length below -1") << QByteArray("$-2\r\n");
        QTest::newRow("huge length") << QByteArray("$9223372036854775807\r\n");
        QTest::newRow("length over 64 bits") << QByteArray("$99999999999999999999\r\n");
        QTest::newRow("huge array") << QByteArray("*2147483647\r\n");
        QTest::newRow("huge array in an array") << QByteArray("*1\r\n*1000000\r\n");
        QTest::newRow("array below -1") << QByteArray("*-7\r\n");
        QTest::newRow("integer no number") << QByteArray(":4x\r\n");
        QTest::newRow("too deep") << QByteArray("*1\r\n").repeated(300);
        QTest::newRow("more parts than allowed")
            << "*16\r\n" + ("*16\r\n" + QByteArray(":1\r\n").repeated(16)).repeated(16);
        QTest::newRow("line without end") << QByteArray("+").leftJustified(3 * 1024 * 1024, 'x');
        QTest::newRow("parts together too large") << "*3\r\n" + bulk(QByteArray(400'000, 'x')).repeated(3);
    }
    void refusesWhatIsNoReply() {
        QFETCH(QByteArray, bytes);
        // A length that is only announced costs nothing: nothing more comes, or it is refused.
        const auto replies = repliesIn(bytes, 64 * 1024);
        QVERIFY(!replies.has_value() || replies->empty());
        if (!QByteArrayView(QTest::currentDataTag()).startsWith("huge length"))
            QVERIFY(!replies.has_value());
        if (!replies)
            QCOMPARE(replies.error().code, ErrorCode::Malformed);
    }

    void announcedHugeTextIsRefusedWhenItComes() {
        const QByteArray bytes = "$5000000000\r\n" + QByteArray(2 * 1024 * 1024, 'x');
        QVERIFY(!repliesIn(bytes, 4096).has_value());
    }

    void largestTextThatIsAllowed() {
        const QByteArray text(1024 * 1024, 'y');
        const auto replies = repliesIn(bulk(text).repeated(2), 64 * 1024);
        QVERIFY(replies.has_value());
        QCOMPARE(replies->size(), 2u);
        QCOMPARE(replies->back().bytes, text);
        QVERIFY(!repliesIn(bulk(text + 'y'), 64 * 1024).has_value());
    }

    // Neither crash nor endless memory, whatever comes; the sanitizers watch.
    void randomBytes() {
        QRandomGenerator random(test::testSeed());
        const QByteArray alphabet = "+-:$*\r\n0123456789ab";
        for (int round = 0; round < 2'000; ++round) {
            QByteArray bytes;
            for (int i = random.bounded(200); i > 0; --i)
                bytes += alphabet[random.bounded(static_cast<int>(alphabet.size()))];
            (void)repliesIn(bytes, 1 + random.bounded(40));
        }
    }
};

NB_TEST_APPLESS(TestReplyReader)
#include "tst_reply_reader.moc"
