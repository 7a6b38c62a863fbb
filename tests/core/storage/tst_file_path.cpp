#include "core/storage/file_path.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"

#include <QRandomGenerator>
#include <QTest>

using namespace nb::storage;

class TestFilePath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shownForPeople_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QByteArray("a/b.png") << "a/b.png";
        QTest::newRow("UTF-8") << QByteArray("caf\xc3\xa9.png") << QString::fromUtf8("caf\xc3\xa9.png");
        QTest::newRow("percent in UTF-8") << QByteArray("images%2Fcat.png") << "images%2Fcat.png";
        QTest::newRow("Latin-1") << QByteArray("caf\xe9.png") << "caf%E9.png";
        QTest::newRow("percent beside a byte") << QByteArray("50%\xe9") << "50%25%E9";
        QTest::newRow("cut sequence") << QByteArray("a\xe2\x82") << "a%E2%82";
        QTest::newRow("surrogate as UTF-8") << QByteArray("\xed\xa0\x80") << "%ED%A0%80";
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << "%C0%AF";
        QTest::newRow("over U+10FFFF") << QByteArray("\xf4\x90\x80\x80") << "%F4%90%80%80";
        QTest::newRow("emoji beside a byte")
            << QByteArray("\xf0\x9f\x98\x80\xff") << QString::fromUtf8("\xf0\x9f\x98\x80%FF");
    }
    void shownForPeople() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(shown(FilePath(bytes.toStdString())), text);
        QCOMPARE(shown(toText(bytes)), text);
    }

    // Any bytes come back, and Qt agrees on which of them are UTF-8.
    void bytesComeBack() {
        QRandomGenerator random(nb::test::testSeed());
        for (int i = 0; i < 20000; ++i) {
            QByteArray bytes;
            for (int length = random.bounded(6); length >= 0; --length)
                bytes += static_cast<char>(random.bounded(4) == 0 ? random.bounded(1, 128)
                                                                  : random.bounded(128, 256));
            const QString text = toText(bytes);
            QCOMPARE(QByteArray::fromStdString(toPath(text).native()), bytes);
            QCOMPARE(isUtf8(text), bytes.isValidUtf8());
            QCOMPARE(firstNotUtf8(bytes) < 0, bytes.isValidUtf8());
            if (bytes.isValidUtf8())
                QCOMPARE(text, QString::fromUtf8(bytes));
        }
    }

    void astralCharactersAreNoEscapes() {
        // U+1F480 is D83D DC80 in UTF-16: its second half is in the range of the escapes.
        const QString skull = QString::fromUtf8("\xf0\x9f\x92\x80");
        QVERIFY(isUtf8(skull));
        QCOMPARE(QByteArray::fromStdString(toPath(skull).native()), QByteArray("\xf0\x9f\x92\x80"));
    }

    void theFirstBadByteIsFound() {
        QCOMPARE(firstNotUtf8("abc"), -1);
        QCOMPARE(firstNotUtf8("ab\xe9"), 2);
        QCOMPARE(firstNotUtf8(""), -1);
    }
};

NB_TEST(TestFilePath)
#include "tst_file_path.moc"
