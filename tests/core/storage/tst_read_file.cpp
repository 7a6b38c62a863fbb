#include "core/storage/read_file.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <sys/stat.h>
#include <thread>

using namespace nb;
using namespace nb::storage;

class TestReadFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    FilePath path(const char* name) const { return toPath(m_folder.path()) / name; }

private Q_SLOTS:
    void readsByTheBytesOfTheName() {
        std::ofstream(path("caf\xe9.png")) << "content";
        QCOMPARE(*readFile(path("caf\xe9.png"), 100), QByteArray("content"));
    }

    void saysWhatCannotBeRead() {
        const Result<QByteArray> missing = readFile(path("n\xe9"), 100);
        QCOMPARE(missing.error().code, ErrorCode::FileUnreadable);
        QVERIFY2(missing.error().message.contains(QStringLiteral("n%E9")),
                 qPrintable(missing.error().message));
        QCOMPARE(readFile(path("."), 100000).error().code, ErrorCode::FileUnreadable);
    }

    void stopsAtTheLimit() {
        std::ofstream(path("large")) << "12345";
        QVERIFY(readFile(path("large"), 5).has_value());
        QCOMPARE(readFile(path("large"), 4).error().code, ErrorCode::ImageTooLarge);
    }

    void readsAPipeToItsEnd() {
        QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
        std::thread writer([this] { std::ofstream(path("pipe")) << "through a pipe"; });
        const Result<QByteArray> bytes = readFile(path("pipe"), 100);
        writer.join();
        QCOMPARE(*bytes, QByteArray("through a pipe"));
    }
};

NB_TEST(TestReadFile)
#include "tst_read_file.moc"
