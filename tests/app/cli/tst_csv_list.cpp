#include "app/cli/csv_list.h"
#include "tests/support/test_main.h"

#include <QStringEncoder>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace nb;
using storage::FilePath;

namespace {

app::FileEdit defaults() {
    app::FileEdit edit;
    edit.parameters.prompt = QStringLiteral("default prompt");
    return edit;
}

} // namespace

class TestCsvList : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    FilePath path(const char* name) const { return storage::toPath(m_folder.path()) / name; }
    Result<std::vector<app::FileEdit>> read(const QByteArray& content,
                                            const app::FileEdit& base = defaults()) {
        std::ofstream(path("list.csv"), std::ios::binary).write(content.constData(), content.size());
        return app::editsOfCsv(path("list.csv"), "/out", base);
    }

private Q_SLOTS:
    void withAndWithoutHeader() {
        const auto plain = read("a.jpg,m.png,\"a rose, red\"\na.jpg,n.png,\n");
        QVERIFY(plain.has_value());
        QCOMPARE(plain->at(0).image, path("a.jpg"));
        QCOMPARE(plain->at(0).parameters.prompt, QStringLiteral("a rose, red"));
        QCOMPARE(plain->at(0).output, FilePath("/out/a.jpg"));
        QCOMPARE(plain->at(1).parameters.prompt, QStringLiteral("default prompt"));
        QCOMPARE(plain->at(1).output, FilePath("/out/a-2.jpg"));
        QVERIFY(plain->at(1).origin.endsWith(QStringLiteral("list.csv, line 2")));

        const auto named = read("seed,prompt,mask,image,output\n7,p,m.png,a.jpg,r/x.png\n");
        QVERIFY(named.has_value());
        QCOMPARE(named->size(), size_t(1));
        QCOMPARE(named->at(0).parameters.seed, std::optional<int>(7));
        QCOMPARE(named->at(0).output, path("r/x.png"));
        QCOMPARE(named->at(0).mask, path("m.png"));
    }

    // One list in all the ways in which spreadsheets save it.
    void asSpreadsheetsWriteIt_data() {
        QTest::addColumn<QByteArray>("content");
        const QByteArray commas =
            "Image,Mask,Prompt\na.jpg,m.png,\"a rose, red; white\n2\"\n,,\nb.jpg,n.png,sky\n";
        QByteArray semicolons =
            "Image;Mask;Prompt\na.jpg;m.png;\"a rose, red; white\n2\"\n;;\nb.jpg;n.png;sky\n";
        QByteArray tabs =
            "Image\tMask\tPrompt\na.jpg\tm.png\t\"a rose, red; white\n2\"\n\t\t\nb.jpg\tn.png\tsky\n";
        QTest::newRow("commas") << commas;
        QTest::newRow("semicolons") << semicolons;
        QTest::newRow("tabs") << tabs;
        QTest::newRow("no header, semicolons") << semicolons.mid(semicolons.indexOf('\n') + 1);
        QTest::newRow("no header, tabs") << tabs.mid(tabs.indexOf('\n') + 1);
        QTest::newRow("sep=") << "sep=;\n" + semicolons;
        QTest::newRow("CR LF") << QByteArray(semicolons).replace('\n', "\r\n");
        QTest::newRow("CR") << QByteArray(semicolons).replace('\n', "\r");
        QTest::newRow("UTF-8 mark") << "\xef\xbb\xbf" + semicolons;
        for (const auto encoding : {QStringConverter::Utf16LE, QStringConverter::Utf16BE}) {
            QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
            QTest::newRow(QStringConverter::nameForEncoding(encoding)) << QByteArray(
                encoder(QString::fromUtf8(tabs).replace(QStringLiteral("\n"), QStringLiteral("\r\n"))));
        }
        QTest::newRow("empty columns and rows at the end") << QByteArray(
            "Image;Mask;Prompt;;\na.jpg;m.png;\"a rose, red; white\n2\";;\nb.jpg;n.png;sky;;\n;;;;\n;;;;");
        QTest::newRow("blanks around the fields") << QByteArray(
            "image ; MASK ; prompt\na.jpg ; m.png ; \"a rose, red; white\n2\"\n b.jpg; n.png; sky\n");
    }
    void asSpreadsheetsWriteIt() {
        QFETCH(QByteArray, content);
        const auto edits = read(content);
        QVERIFY2(edits.has_value(), edits ? "" : qPrintable(edits.error().message));
        QCOMPARE(edits->size(), size_t(2));
        QCOMPARE(edits->at(0).image, path("a.jpg"));
        QCOMPARE(edits->at(0).mask, path("m.png"));
        QCOMPARE(edits->at(0).parameters.prompt, QStringLiteral("a rose, red; white\n2"));
        QCOMPARE(edits->at(1).image, path("b.jpg"));
        QCOMPARE(edits->at(1).parameters.prompt, QStringLiteral("sky"));
    }

    void aPromptMayHoldMoreSeparatorsThanTheList() {
        const auto edits = read("a.jpg;m.png;red, blue, green, white, black\n");
        QVERIFY(edits.has_value());
        QCOMPARE(edits->at(0).parameters.prompt, QStringLiteral("red, blue, green, white, black"));
    }

    void namesWithPercentSignsStay() {
        const auto edits = read("images%2Fcat.png,m%1.png\nimages%2Fcat.png,m%1.png\n");
        QVERIFY(edits.has_value());
        QCOMPARE(edits->at(0).image, path("images%2Fcat.png"));
        QCOMPARE(edits->at(0).mask, path("m%1.png"));
        QCOMPARE(edits->at(1).output, FilePath("/out/images%2Fcat-2.png"));
    }

    // A name that a repetition would get may be that of another picture.
    void repetitionsTakeNobodysName() {
        const auto edits = read("a.jpg,m.png\na-2.jpg,m.png\na.jpg,n.png\n");
        QVERIFY(edits.has_value());
        QCOMPARE(edits->at(0).output, FilePath("/out/a.jpg"));
        QCOMPARE(edits->at(1).output, FilePath("/out/a-2.jpg"));
        QCOMPARE(edits->at(2).output, FilePath("/out/a-3.jpg"));
    }

    void refused_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("no mask") << QByteArray("a.jpg,,p\n") << "line 1: image and mask";
        QTest::newRow("bad seed") << QByteArray("image,mask,seed\na.jpg,m.png,x\n") << "line 2: seed";
        QTest::newRow("seed out of range")
            << QByteArray("image,mask,seed\na.jpg,m.png,-1\n") << "line 2: seed";
        QTest::newRow("bad output") << QByteArray("image,mask,output\na,m,o.gif\n") << "o.gif";
        QTest::newRow("no records") << QByteArray("image,mask,prompt\n") << "no records";
        QTest::newRow("only separators") << QByteArray(";;;\n;;;\n") << "no records";
        QTest::newRow("nothing") << QByteArray() << "no records";
        QTest::newRow("open quote") << QByteArray("\"a") << "line 1: the quote";
        QTest::newRow("line after a quoted line end")
            << QByteArray("a.jpg,m.png,\"x\ny\"\na.jpg,,\n") << "line 3: ";
        QTest::newRow("unquoted comma") << QByteArray("image,mask,prompt\na.jpg,m.png,a rose, red\n")
                                        << "line 2: there are 4 fields for 3 columns; put";
        QTest::newRow("a column twice")
            << QByteArray("image,mask,image\na.jpg,m.png,b.jpg\n") << "two columns 'image'";
        QTest::newRow("another separator in one row") << QByteArray("image,mask,prompt\na.jpg;m.png;sky\n")
                                                      << "line 2: image and mask are required. There is one "
                                                         "field only; this list is separated by ','";
        QTest::newRow("no separator") << QByteArray("a.jpg m.png\n") << "line 1: image and mask are required";
        QTest::newRow("Latin-1") << QByteArray("image,mask\ncaf\xe9.png,m.png\n")
                                 << "line 2: 'caf%E9.png' is not UTF-8";
        QTest::newRow("xlsx") << QByteArray("PK\x03\x04") << "spreadsheet";
        QTest::newRow("control character in a prompt")
            << QByteArray("a.jpg,m.png,\"a\x01\"") << "line 1: The prompt";
    }
    void refused() {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const auto edits = read(content);
        QVERIFY(!edits.has_value());
        QCOMPARE(edits.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(edits.error().message.contains(said), qPrintable(edits.error().message));
        QVERIFY(edits.error().message.startsWith(m_folder.path()));
    }

    void aPromptIsNeededSomewhere() { QVERIFY(!read("a.jpg,m.png\n", {}).has_value()); }

    void aListThatIsNotThere() {
        QCOMPARE(app::editsOfCsv(path("n\xe9.csv"), "/out", {}).error().code, ErrorCode::FileUnreadable);
    }

    // The list itself, and the folder in which it lies, may have any name.
    void theListsOwnNameIsBytes() {
        std::filesystem::create_directory(path("f\xe9"));
        std::ofstream(path("f\xe9/l\xff.csv")) << "a.jpg,m.png";
        const auto edits = app::editsOfCsv(path("f\xe9/l\xff.csv"), path("o\xe9"), defaults());
        QVERIFY(edits.has_value());
        QCOMPARE(edits->at(0).image, path("f\xe9/a.jpg"));
        QCOMPARE(edits->at(0).output, path("o\xe9/a.jpg"));
    }
};

NB_TEST(TestCsvList)
#include "tst_csv_list.moc"
