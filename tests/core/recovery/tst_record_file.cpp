#include "core/recovery/record_file.h"
#include "tests/support/bytes.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>
#include <csignal>
#include <limits>
#include <optional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <vector>

using namespace nb;
using namespace nb::recovery;
using namespace nb::test;

namespace {

constexpr qint64 kHeaderBytes = 20;

// A record by hand: the length is said, whatever the payload is.
QByteArray recordSaying(quint64 length, quint32 kind, const QByteArray& payload) {
    const QByteArray head = little(kind) + little(length);
    return "NBR1" + head + little(crc32(head + payload)) + payload;
}

QByteArray record(quint32 kind, const QByteArray& payload) {
    return recordSaying(quint64(payload.size()), kind, payload);
}

struct Seen {
    quint32 kind = 0;
    QByteArray payload = {};

    bool operator==(const Seen&) const = default;
};

} // namespace

class TestRecordFile : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_folder;
    QString m_path;

    void write(const QByteArray& bytes) const {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArray contents() const {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
    }

    std::vector<Seen> m_seen; // by the last readAll()
    // The length of what counts; -1 for an error.
    qint64 readAll(const std::function<bool(quint32)>& wants = {}) {
        m_seen.clear();
        return readRecords(m_path, {wants,
                                    [this](quint32 kind, const QByteArray& payload) {
                                        m_seen.push_back({kind, payload});
                                        return NextRecord::Read;
                                    }})
            .value_or(-1);
    }

private Q_SLOTS:
    void initTestCase() { QCOMPARE(crc32("123456789"), 0xcbf43926); } // its check value

    void init() {
        m_folder.emplace();
        m_path = m_folder->filePath(QStringLiteral("records"));
    }

    // The checksums are those of Python's zlib.
    void bytesOnTheDisk() {
        const auto file = RecordFile::create(m_path);
        QVERIFY(file);
        QCOMPARE((*file)->bytes(), 0);
        QVERIFY((*file)->append(1, "abc"));
        QCOMPARE((*file)->bytes(), 23);
        QVERIFY((*file)->append(0xffffffff, {}));
        QCOMPARE((*file)->bytes(), 43);
        QVERIFY((*file)->sync());
        QCOMPARE(contents().toHex(), QByteArray("4e425231"
                                                "01000000"
                                                "0300000000000000"
                                                "de26af3d"
                                                "616263"
                                                "4e425231"
                                                "ffffffff"
                                                "0000000000000000"
                                                "ffffffff"));
    }

    void onlyItsOwnerMayReadIt() {
        QVERIFY(RecordFile::create(m_path));
        struct stat status {};
        QCOMPARE(::stat(QFile::encodeName(m_path).constData(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0600);
    }

    void whatIsThereIsNotOverwritten() {
        write("mine");
        QCOMPARE(RecordFile::create(m_path).error().code, ErrorCode::FileUnwritable);
        QCOMPARE(contents(), QByteArray("mine"));
        const QString nowhere = m_folder->filePath(QStringLiteral("none/records"));
        QCOMPARE(RecordFile::create(nowhere).error().code, ErrorCode::FileUnwritable);
        QCOMPARE(RecordFile::resume(nowhere, 0).error().code, ErrorCode::FileUnwritable);
        QCOMPARE(RecordFile::resume(m_path, -1).error().code, ErrorCode::FileUnwritable);
        QCOMPARE(contents(), QByteArray("mine"));
    }

    void reads() {
        const QByteArray zeros(100'000, '\0');
        write(record(7, "first") + record(0, {}) + record(0xffffffff, zeros) + record(7, "NBR1"));
        QCOMPARE(readAll(), 4 * kHeaderBytes + 5 + 100'000 + 4);
        QVERIFY((m_seen == std::vector<Seen>{{7, "first"}, {0}, {0xffffffff, zeros}, {7, "NBR1"}}));
    }

    void whatIsNotWantedIsPassedOver() {
        QByteArray damaged = record(2, "damaged");
        damaged.back() = '?';
        write(record(1, "one") + damaged + record(3, "three"));
        QCOMPARE(readAll([](quint32 kind) { return kind != 2; }), 3 * kHeaderBytes + 3 + 7 + 5);
        QVERIFY((m_seen == std::vector<Seen>{{1, "one"}, {2}, {3, "three"}}));
        QCOMPARE(readAll(), kHeaderBytes + 3);
        QVERIFY((m_seen == std::vector<Seen>{{1, "one"}}));
    }

    void whatStoppedItDoesNotCount() {
        write(record(1, "a") + record(2, "b") + record(3, "c"));
        int calls = 0;
        const auto valid = readRecords(m_path, {{}, [&calls](quint32 kind, const QByteArray&) {
                                                    ++calls;
                                                    return kind == 2 ? NextRecord::Stop : NextRecord::Read;
                                                }});
        QCOMPARE(valid.value_or(-1), kHeaderBytes + 1);
        QCOMPARE(calls, 2);
    }

    void everyTruncation() {
        const QByteArray first = record(1, "one"), second = record(2, {}), third = record(3, "three");
        const QByteArray whole = first + second + third;
        for (qsizetype length = 0; length <= whole.size(); ++length) {
            write(whole.first(length));
            qint64 valid = 0;
            size_t count = 0;
            for (const QByteArray& one : {first, second, third}) {
                if (valid + one.size() > length)
                    break;
                valid += one.size();
                ++count;
            }
            QCOMPARE(readAll(), valid);
            QCOMPARE(m_seen.size(), count);
            // Not to read the payloads is no reason to believe in them.
            QCOMPARE(readAll([](quint32) { return false; }), valid);
            QCOMPARE(m_seen.size(), count);
        }
    }

    void everyFlippedBit() {
        const QByteArray first = record(1, "one"), second = record(2, "second"), third = record(3, {});
        const QByteArray whole = first + second + third;
        for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
            QByteArray bytes = whole;
            bytes[bit / 8] = char(bytes[bit / 8] ^ (1 << bit % 8));
            write(bytes);
            const bool inFirst = bit / 8 < first.size();
            const bool inSecond = !inFirst && bit / 8 < first.size() + second.size();
            QCOMPARE(readAll(), inFirst ? 0 : inSecond ? first.size() : first.size() + second.size());
            QCOMPARE(m_seen.size(), size_t(inFirst ? 0 : inSecond ? 1 : 2));
        }
    }

    void lengthsThatCannotBe_data() {
        QTest::addColumn<quint64>("length");
        QTest::newRow("one too many") << quint64(4);
        QTest::newRow("32 bits") << (quint64(1) << 32);
        QTest::newRow("32 bits and the real one") << (quint64(1) << 32 | 3);
        QTest::newRow("largest signed") << quint64(std::numeric_limits<qint64>::max());
        QTest::newRow("smallest signed") << (quint64(1) << 63);
        QTest::newRow("minus the header") << quint64(-kHeaderBytes);
        QTest::newRow("largest") << std::numeric_limits<quint64>::max();
    }
    void lengthsThatCannotBe() {
        QFETCH(quint64, length);
        write(record(1, "good") + recordSaying(length, 2, "bad"));
        QCOMPARE(readAll(), kHeaderBytes + 4);
        QVERIFY((m_seen == std::vector<Seen>{{1, "good"}}));
        QCOMPARE(readAll([](quint32) { return false; }), kHeaderBytes + 4);
        QCOMPARE(m_seen.size(), size_t(1));
    }

    // Whatever is written behind the end while it is read has not been there, and its length even less.
    void aFileThatGrows() {
        const QByteArray first = record(1, "good");
        write(first);
        int calls = 0;
        const auto valid = readRecords(m_path, {{}, [&](quint32, const QByteArray&) {
                                                    ++calls;
                                                    write(first + recordSaying(quint64(1) << 50, 2, "bad"));
                                                    return NextRecord::Read;
                                                }});
        QCOMPARE(valid.value_or(-1), first.size());
        QCOMPARE(calls, 1);
    }

    void otherFiles() {
        for (const char* bytes : {"", "N", "NBR", "a text of more than twenty characters", "NBR2"}) {
            write(bytes);
            QCOMPARE(readAll(), 0);
            QVERIFY(m_seen.empty());
        }
        m_path = m_folder->path(); // a folder
        QCOMPARE(readRecords(m_path, {}).error().code, ErrorCode::FileUnreadable);
        m_path = m_folder->filePath(QStringLiteral("none"));
        QCOMPARE(readRecords(m_path, {}).error().code, ErrorCode::FileUnreadable);
    }

    void goesOnBehindWhatCounts() {
        const QByteArray first = record(1, "one");
        write(first + record(2, "cut").chopped(1));
        {
            const auto file = RecordFile::resume(m_path, readAll());
            QVERIFY(file);
            QCOMPARE((*file)->bytes(), first.size());
            QCOMPARE(contents(), first);
            QVERIFY((*file)->append(3, "new"));
        }
        QCOMPARE(contents(), first + record(3, "new"));
    }

    void aFullDiskLeavesTheFileAsItWas() {
        const auto file = RecordFile::create(m_path);
        QVERIFY((*file)->append(1, "one"));
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        // Room for nothing, for a part of the header, for the header and for all but one byte.
        for (const qint64 room : {qint64(0), qint64(1), kHeaderBytes, kHeaderBytes + 999}) {
            const rlimit small{rlim_t(23 + room), before.rlim_max};
            QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
            const Result<> failed = (*file)->append(2, QByteArray(1'000, 'x'));
            QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
            QVERIFY(!failed);
            QCOMPARE(failed.error().code, ErrorCode::FileUnwritable);
            QCOMPARE((*file)->bytes(), 23);
            QCOMPARE(contents(), record(1, "one"));
        }
        QVERIFY((*file)->append(3, "three"));
        QCOMPARE(contents(), record(1, "one") + record(3, "three"));
    }

    void randomRecordsComeBack() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        std::vector<Seen> written;
        const auto file = RecordFile::create(m_path);
        for (int i = 0; i < 100; ++i) {
            QByteArray payload(random.bounded(4) == 0 ? 0 : random.bounded(40'000), Qt::Uninitialized);
            for (char& byte : payload)
                byte = char(random.generate());
            written.push_back({random.generate(), payload});
            QVERIFY((*file)->append(written.back().kind, payload));
        }
        QCOMPARE(readAll(), (*file)->bytes());
        QVERIFY(m_seen == written);
        QCOMPARE(readAll([](quint32 kind) { return kind % 2 == 0; }), (*file)->bytes());
        for (Seen& one : written)
            if (one.kind % 2 != 0)
                one.payload.clear();
        QVERIFY(m_seen == written);
    }
};

NB_TEST(TestRecordFile)
#include "tst_record_file.moc"
