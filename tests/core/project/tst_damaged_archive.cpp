// Archives that are cut, damaged, or say untrue things about their entries.

#include "tests/core/project/archive_bytes.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <limits>

using namespace nb;
using namespace nb::project;
using namespace nb::test;

namespace {

constexpr qint64 kMuch = 1'000'000; // bytes that an entry may have

} // namespace

class TestDamagedArchive : public QObject {
    Q_OBJECT

    ArchiveFile m_file;
    const QString m_a = QStringLiteral("a");

private Q_SLOTS:
    void whatIsNoArchive_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray(1'000, 'x');
        QTest::newRow("no entries") << end(0, 0, 0);
        QTest::newRow("contents outside") << end(1, 46, 0xfffffff0);
        QTest::newRow("more entries than there are") << archive({stored("a", "1")}, {}, 2);
        QTest::newRow("65535 entries of one") << archive({stored("a", "1")}, {}, 0xffff);
        QTest::newRow("something behind") << archive({stored("a", "1")}) + '\0';
        QTest::newRow("comment cut") << archive({stored("a", "1")}, "comment").chopped(1);
        QTest::newRow("twice") << archive({stored("a", "1"), stored("b", "2"), stored("a", "3")});
    }
    void whatIsNoArchive() {
        QFETCH(QByteArray, bytes);
        const auto reader = m_file.opened(bytes);
        QVERIFY(!reader);
        QCOMPARE(reader.error().code, ErrorCode::UnreadableImage);
    }

    // Entries that lie: with a good one before, which can still be read.
    void damagedEntries_data() {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray text = QByteArray("abcdefgh").repeated(100);
        const auto row = [](const char* name, const Entry& bad) {
            QTest::newRow(name) << archive({stored("good", "good"), bad});
        };
        const auto changed = [](Entry entry, auto change) {
            change(entry);
            return entry;
        };
        const Entry plain = stored("a", text), packed = deflated("a", text);
        for (const Entry& entry : {plain, packed}) {
            row("checksum", changed(entry, [](Entry& e) { e.crc ^= 1; }));
            row("encrypted", changed(entry, [](Entry& e) { e.flags = 1; }));
            row("one too few", changed(entry, [](Entry& e) { --e.size; }));
            row("one too many", changed(entry, [](Entry& e) { ++e.size; }));
            row("4 GB", changed(entry, [](Entry& e) { e.size = 0xfffffffe; }));
            row("nothing packed", changed(entry, [](Entry& e) { e.packed = 0; }));
            row("offset behind the end", changed(entry, [](Entry& e) { e.offset = 0x7fffffff; }));
            row("offset of another", changed(entry, [](Entry& e) { e.offset = 0; }));
            row("offset into nowhere", changed(entry, [](Entry& e) { e.offset = 5; }));
            for (const quint16 method : {1, 9, 12, 14, 93, 99, 0xffff})
                row("another method", changed(entry, [method](Entry& e) { e.method = method; }));
            // Sizes of which a product or a sum leaves 64 bits.
            constexpr quint64 kLargest = quint64(std::numeric_limits<qint64>::max());
            for (const quint64 size :
                 {quint64(1) << 32, quint64(1) << 60, kLargest, kLargest + 1, ~quint64(0)})
                for (const quint64 in : {quint64(0), quint64(1) << 60, kLargest, ~quint64(0)})
                    row("64 bits", changed(entry, [&](Entry& e) {
                            e.size = e.packed = 0xffffffff;
                            e.extra = sizes64(size, in);
                        }));
        }
        row("data cut", changed(packed, [](Entry& e) { e.data = e.data.first(e.packed -= 5); }));
        row("no deflate data", changed(packed, [](Entry& e) { e.data.fill('\xff'); }));
        row("stored called deflated", changed(plain, [](Entry& e) { e.method = 8; }));
        row("deflated called stored", changed(packed, [](Entry& e) { e.method = 0; }));
    }
    void damagedEntries() {
        QFETCH(QByteArray, bytes);
        auto reader = m_file.opened(bytes);
        if (reader) {
            const Result<QByteArray> read = (*reader)->read(m_a, kMuch);
            QVERIFY(!read);
            QVERIFY(read.error().code == ErrorCode::UnreadableImage ||
                    read.error().code == ErrorCode::ImageTooLarge);
            QCOMPARE((*reader)->read(QStringLiteral("good"), kMuch).value_or(QByteArray()),
                     QByteArray("good"));
        } else {
            QCOMPARE(reader.error().code, ErrorCode::UnreadableImage);
        }
    }

    void encryptionIsNamed() {
        Entry entry = stored("a", "secret");
        entry.flags = 1;
        const Error error = m_file.read(archive({entry}), m_a, kMuch).error();
        QVERIFY2(error.message.contains(QStringLiteral("encrypted")), qPrintable(error.message));
    }

    void everyTruncation() {
        const QByteArray whole =
            archive({stored("a", "plain"), deflated("b", QByteArray(500, 'b'))}, "comment");
        QVERIFY(m_file.opened(whole));
        for (qsizetype length = 0; length < whole.size(); ++length)
            QCOMPARE(m_file.opened(whole.first(length)).error().code, ErrorCode::UnreadableImage);
    }

    // What is read is what was written, or nothing.
    void everyFlippedBit() {
        const QByteArray text("the text of b, of which there is not much");
        const QByteArray whole = archive({stored("a", "plain"), deflated("b", text)});
        int refused = 0;
        for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
            QByteArray bytes = whole;
            bytes[bit / 8] = char(bytes[bit / 8] ^ (1 << bit % 8));
            auto reader = m_file.opened(bytes);
            if (!reader) {
                QCOMPARE(reader.error().code, ErrorCode::UnreadableImage);
                ++refused;
                continue;
            }
            const Result<QByteArray> a = (*reader)->read(m_a, kMuch);
            const Result<QByteArray> b = (*reader)->read(QStringLiteral("b"), kMuch);
            QVERIFY2(a.value_or("plain") == "plain" && b.value_or(text) == text,
                     qPrintable(QString::number(bit)));
            refused += !a || !b;
        }
        QVERIFY2(refused > 700, qPrintable(QString::number(refused)));
    }

    void damage() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        const QByteArray whole =
            archive({stored("a", "plain"), deflated("b", QByteArray("text").repeated(50))}, "comment");
        for (int i = 0; i < 500; ++i) {
            QByteArray bytes = whole;
            for (int hits = 1 + random.bounded(8); hits > 0; --hits)
                bytes[random.bounded(int(bytes.size()))] =
                    random.bounded(2) ? char(0xff) : char(random.bounded(256));
            auto reader = m_file.opened(bytes);
            if (!reader)
                continue;
            for (const QString& name : {m_a, QStringLiteral("b")})
                if (const Result<QByteArray> read = (*reader)->read(name, 1'000))
                    QVERIFY(read->size() <= 1'000);
        }
    }
};

NB_TEST(TestDamagedArchive)
#include "tst_damaged_archive.moc"
