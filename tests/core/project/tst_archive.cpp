#include "core/project/archive.h"
#include "tests/support/bytes.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QBuffer>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>
#include <limits>
#include <optional>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

using namespace nb;
using namespace nb::project;
using namespace nb::test;

namespace {

constexpr qint64 kMuch = 1'000'000;

template <class T>
T number(const QByteArray& bytes, qsizetype at) {
    return qFromLittleEndian<T>(bytes.sliced(at, sizeof(T)).constData());
}

// A ZIP archive by hand, after PKWARE's APPNOTE 6.3.
struct Entry {
    QByteArray name;
    QByteArray data; // as it stands in the archive
    quint16 method = 0;
    quint16 flags = 0;
    quint32 crc = 0;
    quint32 packed = 0;
    quint32 size = 0;
    QByteArray extra = {};              // of the table of contents
    std::optional<quint32> offset = {}; // another than the real one
};

Entry stored(const QByteArray& name, const QByteArray& bytes) {
    return {name, bytes, 0, 0, crc32(bytes), quint32(bytes.size()), quint32(bytes.size())};
}

Entry deflated(const QByteArray& name, const QByteArray& bytes) {
    // Without the length of Qt and the head and the checksum of zlib. Of nothing Qt makes no stream: an empty
    // block after RFC 1951.
    const QByteArray data =
        bytes.isEmpty() ? QByteArray("\x03\x00", 2) : qCompress(bytes).sliced(4 + 2).chopped(4);
    return {name, data, 8, 0, crc32(bytes), quint32(data.size()), quint32(bytes.size())};
}

QByteArray fields(const Entry& entry) {
    constexpr quint16 kVersion = 20, kTime = 0, kDate = 0x21;
    return little(kVersion) + little(entry.flags) + little(entry.method) + little(kTime) + little(kDate) +
           little(entry.crc) + little(entry.packed) + little(entry.size) + little(quint16(entry.name.size()));
}

QByteArray end(quint16 count, quint32 size, quint32 offset, const QByteArray& comment = {}) {
    return "PK\x05\x06" + little(quint32(0)) + little(count) + little(count) + little(size) + little(offset) +
           little(quint16(comment.size())) + comment;
}

QByteArray archive(const QList<Entry>& entries, const QByteArray& comment = {},
                   std::optional<quint16> count = {}) {
    QByteArray bytes, contents;
    for (const Entry& entry : entries) {
        contents += "PK\x01\x02" + little(quint16(20)) + fields(entry) + little(quint16(entry.extra.size())) +
                    QByteArray(2 + 2 + 2 + 4, '\0') + little(entry.offset.value_or(quint32(bytes.size()))) +
                    entry.name + entry.extra;
        bytes += "PK\x03\x04" + fields(entry) + little(quint16(0)) + entry.name + entry.data;
    }
    return bytes + contents +
           end(count.value_or(quint16(entries.size())), quint32(contents.size()), quint32(bytes.size()),
               comment);
}

// ZIP64's extra field: the real sizes.
QByteArray sizes64(quint64 size, quint64 packed) {
    return little(quint16(1)) + little(quint16(16)) + little(size) + little(packed);
}

// A disk with so much room.
class SmallDisk : public QBuffer {
    Q_OBJECT

public:
    explicit SmallDisk(qint64 room) : m_room(room) {}

protected:
    qint64 writeData(const char* bytes, qint64 length) override {
        if (pos() + length > m_room)
            return -1;
        return QBuffer::writeData(bytes, length);
    }

private:
    qint64 m_room;
};

// QuaZip 1.4 does not free the head of an entry that it could not write.
struct QuaZipLeaks {
#ifdef __SANITIZE_ADDRESS__
    __lsan::ScopedDisabler ignored;
#endif
};

// Three entries; whether all of it went well.
bool writeSample(QIODevice& file, ArchiveWriter::Size size = ArchiveWriter::Size::Usual) {
    using Method = ArchiveWriter::Method;
    const auto writer = ArchiveWriter::begin(file, size);
    return writer && (*writer)->add(QStringLiteral("mimetype"), "image/openraster", Method::Stored) &&
           (*writer)->add(QStringLiteral("data/道.txt"), QByteArray(3'000, 'a'), Method::Deflated) &&
           (*writer)->add(QStringLiteral("empty"), {}, Method::Deflated) && (*writer)->finish();
}

} // namespace

class TestArchive : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_folder;
    QString m_path;

    Result<std::unique_ptr<ArchiveReader>> opened(const QByteArray& bytes) const {
        QFile::remove(m_path); // to write over it waits for the disk
        QFile file(m_path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        file.close();
        return ArchiveReader::open(m_path);
    }
    Result<QByteArray> readFrom(const QByteArray& bytes, const QString& name, qint64 maxBytes = kMuch) const {
        auto reader = opened(bytes);
        if (!reader)
            return reader.error();
        return (*reader)->read(name, maxBytes);
    }

    const QString m_a = QStringLiteral("a");

private Q_SLOTS:
    void initTestCase() { QCOMPARE(crc32("123456789"), 0xcbf43926); } // its check value

    void init() {
        m_folder.emplace();
        m_path = m_folder->filePath(QStringLiteral("a.zip"));
    }

    void reads() {
        const QByteArray text = QByteArray("0123456789").repeated(20'000);
        auto reader = opened(archive({stored("a", "plain"), deflated("dir/b", text), stored("dir/", {}),
                                      deflated("c", {}), stored("\xc3\xa4", "umlaut")},
                                     "a comment"));
        QVERIFY2(reader, reader ? "" : qPrintable(reader.error().detail));
        ArchiveReader& archive = **reader;
        // In any order, and again.
        QCOMPARE(archive.read(QStringLiteral("dir/b"), kMuch).value_or(QByteArray()), text);
        QCOMPARE(archive.read(m_a, kMuch).value_or(QByteArray()), QByteArray("plain"));
        QCOMPARE(archive.read(QStringLiteral("dir/b"), text.size()).value_or(QByteArray()), text);
        QCOMPARE(archive.read(QStringLiteral("c"), 0).value_or(QByteArray("none")), QByteArray());
        QVERIFY(archive.contains(m_a) && archive.contains(QStringLiteral("dir/")));
        QVERIFY(!archive.contains(QStringLiteral("A")) && !archive.contains(QStringLiteral("b")) &&
                !archive.contains(QString()));
        for (const QString& name : {QStringLiteral("A"), QStringLiteral("b"), QString()})
            QCOMPARE(archive.read(name, kMuch).error().code, ErrorCode::UnreadableImage);
    }

    void sizesAreLimited() {
        const QByteArray bomb = archive({deflated("a", QByteArray(10'000'000, '\0')), stored("b", "four")});
        QVERIFY(bomb.size() < 20'000);
        QCOMPARE(readFrom(bomb, m_a).error().code, ErrorCode::ImageTooLarge);
        QCOMPARE(readFrom(bomb, m_a, 9'999'999).error().code, ErrorCode::ImageTooLarge);
        QCOMPARE(readFrom(bomb, m_a, 10'000'000).value_or(QByteArray()).size(), 10'000'000);
        QCOMPARE(readFrom(bomb, QStringLiteral("b"), 4).value_or(QByteArray()), QByteArray("four"));
        QCOMPARE(readFrom(bomb, QStringLiteral("b"), 3).error().code, ErrorCode::ImageTooLarge);
    }

    // More packed than 64 bits can count when they are multiplied: possible, and too large.
    void sizesOfManyBits() {
        Entry entry = stored("a", "1");
        entry.size = entry.packed = 0xffffffff;
        entry.extra = sizes64(quint64(1) << 60, quint64(1) << 60);
        QCOMPARE(readFrom(archive({entry}), m_a).error().code, ErrorCode::ImageTooLarge);
    }

    void noFile() {
        for (const QString& path : {m_folder->path(), m_path, QString()})
            QCOMPARE(ArchiveReader::open(path).error().code, ErrorCode::FileUnreadable);
    }

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
        const auto reader = opened(bytes);
        QVERIFY(!reader);
        QCOMPARE(reader.error().code, ErrorCode::UnreadableImage);
    }

    void aLongComment() { QVERIFY(opened(archive({stored("a", "1")}, QByteArray(60'000, 'c')))); }

    void names_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("allowed");
        for (const char* name :
             {"", "..", "../a", "a/..", "a/../b", "/a", "/", "\\a", "a\\..\\b", "C:a", "a:b"})
            QTest::newRow(name) << QByteArray(name) << false;
        QTest::newRow("with a null") << QByteArray("a\0b", 3) << false;
        for (const char* name : {"a", "a/b", "a/", "...", "a..b", "..a/b..", "A", "a b", "\xc3\xa4"})
            QTest::newRow(name) << QByteArray(name) << true;
    }
    void names() {
        QFETCH(QByteArray, name);
        QFETCH(bool, allowed);
        const auto reader = opened(archive({stored("first", "1"), stored(name, "2")}));
        QCOMPARE(reader.has_value(), allowed);
        if (!allowed)
            QCOMPARE(reader.error().code, ErrorCode::UnreadableImage);
    }

    void manyEntries() {
        QList<Entry> entries;
        for (int i = 0; i < 10'000; ++i)
            entries.append(stored(QByteArray::number(i), QByteArray::number(-i)));
        QCOMPARE(readFrom(archive(entries), QStringLiteral("9999")).value_or(QByteArray()),
                 QByteArray("-9999"));
        entries.append(stored("one more", {}));
        QCOMPARE(opened(archive(entries)).error().code, ErrorCode::UnreadableImage);
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
        auto reader = opened(bytes);
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
        const Error error = readFrom(archive({entry}), m_a).error();
        QVERIFY2(error.message.contains(QStringLiteral("encrypted")), qPrintable(error.message));
    }

    void everyTruncation() {
        const QByteArray whole =
            archive({stored("a", "plain"), deflated("b", QByteArray(500, 'b'))}, "comment");
        QVERIFY(opened(whole));
        for (qsizetype length = 0; length < whole.size(); ++length)
            QCOMPARE(opened(whole.first(length)).error().code, ErrorCode::UnreadableImage);
    }

    // What is read is what was written, or nothing.
    void everyFlippedBit() {
        const QByteArray text("the text of b, of which there is not much");
        const QByteArray whole = archive({stored("a", "plain"), deflated("b", text)});
        int refused = 0;
        for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
            QByteArray bytes = whole;
            bytes[bit / 8] = char(bytes[bit / 8] ^ (1 << bit % 8));
            auto reader = opened(bytes);
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
            auto reader = opened(bytes);
            if (!reader)
                continue;
            for (const QString& name : {m_a, QStringLiteral("b")})
                if (const Result<QByteArray> read = (*reader)->read(name, 1'000))
                    QVERIFY(read->size() <= 1'000);
        }
    }

    // By the offsets of the format, not by the reader.
    void bytesOnTheDisk() {
        QBuffer file;
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(writeSample(file));
        const QByteArray bytes = file.data();
        // What programs that look at the first bytes look for.
        QVERIFY(bytes.startsWith("PK\x03\x04"));
        QCOMPARE(bytes.sliced(30, 8 + 16), QByteArray("mimetypeimage/openraster"));
        QCOMPARE(number<quint16>(bytes, 6) & 0x9, 0); // not encrypted, nothing behind the data
        QCOMPARE(number<quint16>(bytes, 8), 0);       // stored
        QCOMPARE(number<quint32>(bytes, 14), crc32("image/openraster"));
        QCOMPARE(number<quint32>(bytes, 18), 16U);
        QCOMPARE(number<quint32>(bytes, 22), 16U);
        QCOMPARE(number<quint16>(bytes, 28), 0);

        const qsizetype atEnd = bytes.size() - 22;
        QCOMPARE(bytes.sliced(atEnd, 4), QByteArray("PK\x05\x06"));
        QCOMPARE(number<quint16>(bytes, atEnd + 10), 3);
        const QByteArray name = "data/\xe9\x81\x93.txt", text(3'000, 'a');
        qsizetype at = number<quint32>(bytes, atEnd + 16);
        QCOMPARE(at + number<quint32>(bytes, atEnd + 12), atEnd);
        at += 46 + number<quint16>(bytes, at + 28) + number<quint16>(bytes, at + 30); // the second
        QCOMPARE(bytes.sliced(at, 4), QByteArray("PK\x01\x02"));
        QCOMPARE(number<quint16>(bytes, at + 8) & 0x809, 0x800); // the name is UTF-8
        QCOMPARE(number<quint16>(bytes, at + 10), 8);
        QCOMPARE(number<quint32>(bytes, at + 16), crc32(text));
        QCOMPARE(number<quint32>(bytes, at + 24), 3'000U);
        QCOMPARE(bytes.sliced(at + 46, number<quint16>(bytes, at + 28)), name);
        const auto length = qsizetype(number<quint32>(bytes, at + 20));
        const auto local = qsizetype(number<quint32>(bytes, at + 42));
        const qsizetype data =
            local + 30 + number<quint16>(bytes, local + 26) + number<quint16>(bytes, local + 28);
        // With the head of zlib, and without its checksum: enough to unpack it.
        QByteArray packed = QByteArray("\x00\x00\x0b\xb8\x78\x9c", 6) + bytes.sliced(data, length);
        quint32 low = 1, high = 0; // Adler-32
        for (const char c : text) {
            low = (low + uchar(c)) % 65521;
            high = (high + low) % 65521;
        }
        packed += little(qToBigEndian(high << 16 | low));
        QCOMPARE(qUncompress(packed), text);
    }

    void writtenIsRead_data() {
        QTest::addColumn<int>("size");
        QTest::newRow("usual") << int(ArchiveWriter::Size::Usual);
        QTest::newRow("huge") << int(ArchiveWriter::Size::Huge);
    }
    void writtenIsRead() {
        QFETCH(int, size);
        QBuffer file;
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(writeSample(file, ArchiveWriter::Size(size)));
        auto reader = opened(file.data());
        QVERIFY(reader);
        QCOMPARE((*reader)->read(QStringLiteral("mimetype"), 16).value_or(QByteArray()),
                 QByteArray("image/openraster"));
        QCOMPARE((*reader)->read(QStringLiteral("data/道.txt"), 3'000).value_or(QByteArray()),
                 QByteArray(3'000, 'a'));
        QCOMPARE((*reader)->read(QStringLiteral("empty"), 0).value_or(QByteArray("none")), QByteArray());
    }

    // However much room there is: it is enough, or it is said.
    void everyFullDisk() {
        QBuffer whole;
        QVERIFY(whole.open(QIODevice::ReadWrite));
        QVERIFY(writeSample(whole));
        for (qint64 room = 0; room < whole.size(); ++room) {
            [[maybe_unused]] const QuaZipLeaks expected{};
            SmallDisk disk(room);
            QVERIFY(disk.open(QIODevice::ReadWrite));
            QVERIFY2(!writeSample(disk), qPrintable(QString::number(room)));
        }
        SmallDisk disk(whole.size());
        QVERIFY(disk.open(QIODevice::ReadWrite));
        QVERIFY(writeSample(disk));
    }

    void notOpenedForWriting() {
        QBuffer file;
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!writeSample(file));
    }
};

NB_TEST(TestArchive)
#include "tst_archive.moc"
