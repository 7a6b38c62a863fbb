#include "core/project/archive.h"

#include "tests/core/project/archive_bytes.h"
#include "tests/support/test_main.h"
#include <QBuffer>
#include <QTest>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

using namespace nb;
using namespace nb::project;
using namespace nb::test;

namespace {

constexpr qint64 kMuch = 1'000'000; // bytes that an entry may have

template <class T>
T number(const QByteArray& bytes, qsizetype at) {
    return qFromLittleEndian<T>(bytes.sliced(at, sizeof(T)).constData());
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

    ArchiveFile m_file;
    const QString m_a = QStringLiteral("a");

private Q_SLOTS:
    void initTestCase() { QCOMPARE(crc32("123456789"), 0xcbf43926); } // its check value

    void reads() {
        const QByteArray text = QByteArray("0123456789").repeated(20'000);
        auto reader =
            m_file.opened(archive({stored("a", "plain"), deflated("dir/b", text), stored("dir/", {}),
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
        QCOMPARE(m_file.read(bomb, m_a, kMuch).error().code, ErrorCode::ImageTooLarge);
        QCOMPARE(m_file.read(bomb, m_a, 9'999'999).error().code, ErrorCode::ImageTooLarge);
        QCOMPARE(m_file.read(bomb, m_a, 10'000'000).value_or(QByteArray()).size(), 10'000'000);
        QCOMPARE(m_file.read(bomb, QStringLiteral("b"), 4).value_or(QByteArray()), QByteArray("four"));
        QCOMPARE(m_file.read(bomb, QStringLiteral("b"), 3).error().code, ErrorCode::ImageTooLarge);
    }

    // More packed than 64 bits can count when they are multiplied: possible, and too large.
    void sizesOfManyBits() {
        Entry entry = stored("a", "1");
        entry.size = entry.packed = 0xffffffff;
        entry.extra = sizes64(quint64(1) << 60, quint64(1) << 60);
        QCOMPARE(m_file.read(archive({entry}), m_a, kMuch).error().code, ErrorCode::ImageTooLarge);
    }

    void noFile() {
        for (const QString& path : {m_file.folder(), m_file.folder() + QStringLiteral("/none"), QString()})
            QCOMPARE(ArchiveReader::open(path).error().code, ErrorCode::FileUnreadable);
    }

    void aLongComment() { QVERIFY(m_file.opened(archive({stored("a", "1")}, QByteArray(60'000, 'c')))); }

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
        const auto reader = m_file.opened(archive({stored("first", "1"), stored(name, "2")}));
        QCOMPARE(reader.has_value(), allowed);
        if (!allowed)
            QCOMPARE(reader.error().code, ErrorCode::UnreadableImage);
    }

    void manyEntries() {
        QList<Entry> entries;
        for (int i = 0; i < 10'000; ++i)
            entries.append(stored(QByteArray::number(i), QByteArray::number(-i)));
        QCOMPARE(m_file.read(archive(entries), QStringLiteral("9999"), kMuch).value_or(QByteArray()),
                 QByteArray("-9999"));
        entries.append(stored("one more", {}));
        QCOMPARE(m_file.opened(archive(entries)).error().code, ErrorCode::UnreadableImage);
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
        auto reader = m_file.opened(file.data());
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
