#include "app/cli/batch_list.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;

namespace {

void touch(const QString& path, const QByteArray& content = "x") {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

app::FileEdit defaults() {
    app::FileEdit edit;
    edit.parameters.prompt = QStringLiteral("default prompt");
    return edit;
}

} // namespace

class TestBatchList : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase() {
        for (const char* name : {"b.png", "a.jpg", "a-mask.png", "b-mask.png", "notes.txt"})
            touch(path(QString::fromLatin1(name)));
        QDir(m_folder.path()).mkdir(QStringLiteral("masks"));
        touch(path(QStringLiteral("masks/a.png")));
    }

    void folderPairsPicturesWithMasksBesideThem() {
        const auto edits =
            app::editsOfFolder({.input = m_folder.path(), .output = QStringLiteral("/out")}, defaults());
        QVERIFY(edits.has_value());
        QCOMPARE(edits->size(), size_t(2));
        QCOMPARE(edits->at(0).image, path(QStringLiteral("a.jpg")));
        QCOMPARE(edits->at(0).mask, path(QStringLiteral("a-mask.png")));
        QCOMPARE(edits->at(0).output, QStringLiteral("/out/a.jpg"));
        QCOMPARE(edits->at(1).image, path(QStringLiteral("b.png")));
        QCOMPARE(edits->at(1).parameters.prompt, QStringLiteral("default prompt"));
    }

    void picturesWithoutMaskAreAllNamed() {
        const auto edits =
            app::editsOfFolder({.input = m_folder.path(), .masks = path(QStringLiteral("masks"))}, {});
        QCOMPARE(edits.error().code, ErrorCode::InvalidArgument);
        QVERIFY(edits.error().message.contains(QStringLiteral("b.png")));
        QVERIFY(!edits.error().message.contains(QStringLiteral("a.jpg")));
    }

    void oneMaskForAll() {
        const auto edits = app::editsOfFolder({.input = m_folder.path(),
                                               .mask = path(QStringLiteral("masks/a.png")),
                                               .output = QStringLiteral("o")},
                                              {});
        QVERIFY(edits.has_value());
        QCOMPARE(edits->at(1).mask, path(QStringLiteral("masks/a.png")));
    }

    void missingAndEmptyFolders() {
        QCOMPARE(app::editsOfFolder({.input = path(QStringLiteral("none"))}, {}).error().code,
                 ErrorCode::FileUnreadable);
        QTemporaryDir empty;
        QCOMPARE(app::editsOfFolder({.input = empty.path()}, {}).error().code, ErrorCode::InvalidArgument);
    }

    void csvWithAndWithoutHeader() {
        touch(path(QStringLiteral("plain.csv")), "a.jpg,m.png,\"a rose, red\"\na.jpg,n.png,\n");
        const auto plain =
            app::editsOfCsv(path(QStringLiteral("plain.csv")), QStringLiteral("/out"), defaults());
        QVERIFY(plain.has_value());
        QCOMPARE(plain->at(0).image, path(QStringLiteral("a.jpg")));
        QCOMPARE(plain->at(0).parameters.prompt, QStringLiteral("a rose, red"));
        QCOMPARE(plain->at(0).output, QStringLiteral("/out/a.jpg"));
        QCOMPARE(plain->at(1).parameters.prompt, QStringLiteral("default prompt"));
        QCOMPARE(plain->at(1).output, QStringLiteral("/out/a-2.jpg"));

        touch(path(QStringLiteral("named.csv")), "seed,prompt,mask,image,output\n7,p,m.png,a.jpg,r/x.png\n");
        const auto named =
            app::editsOfCsv(path(QStringLiteral("named.csv")), QStringLiteral("/out"), defaults());
        QVERIFY(named.has_value());
        QCOMPARE(named->size(), size_t(1));
        QCOMPARE(named->at(0).parameters.seed, std::optional<int>(7));
        QCOMPARE(named->at(0).output, path(QStringLiteral("r/x.png")));
        QCOMPARE(named->at(0).mask, path(QStringLiteral("m.png")));
    }

    void badCsv_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("no mask") << QByteArray("a.jpg,,p\n") << "record 1";
        QTest::newRow("bad seed") << QByteArray("image,mask,seed\na.jpg,m.png,x\n") << "record 2";
        QTest::newRow("seed out of range") << QByteArray("image,mask,seed\na.jpg,m.png,-1\n") << "record 2";
        QTest::newRow("same output") << QByteArray("image,mask,output\na,m,o.png\nb,m,o.png\n") << "record 3";
        QTest::newRow("bad output") << QByteArray("image,mask,output\na,m,o.gif\n") << "o.gif";
        QTest::newRow("no records") << QByteArray("image,mask,prompt\n") << "no records";
        QTest::newRow("open quote") << QByteArray("\"a") << "line 1";
    }
    void badCsv() {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const QString csv = path(QStringLiteral("bad.csv"));
        touch(csv, content);
        const auto edits = app::editsOfCsv(csv, QStringLiteral("/out"), defaults());
        QVERIFY(!edits.has_value());
        QVERIFY2(edits.error().message.contains(said), qPrintable(edits.error().message));
    }

    void promptIsNeededSomewhere() {
        touch(path(QStringLiteral("noprompt.csv")), "a.jpg,m.png\n");
        QVERIFY(
            !app::editsOfCsv(path(QStringLiteral("noprompt.csv")), QStringLiteral("/out"), {}).has_value());
    }
};

NB_TEST(TestBatchList)
#include "tst_batch_list.moc"
