#include "app/cli/overwrite_check.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace nb;
using app::FileEdit;
using storage::FilePath;
namespace fs = std::filesystem;

class TestOverwriteCheck : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    FilePath path(const std::string& name) const { return storage::toPath(m_folder->path()) / name; }
    FileEdit edit(const std::string& image, const std::string& mask, const std::string& output) const {
        return {.image = path(image), .mask = path(mask), .output = path(output), .parameters = {}};
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        fs::create_directories(path("real/sub"));
        for (const char* name : {"real/a.png", "real/m.png", "old.png"})
            std::ofstream(path(name)) << name;
        fs::create_directory_symlink("real", path("link"));
        fs::create_symlink("real/m.png", path("m-link.png"));
        fs::create_hard_link(path("real/a.png"), path("hard.png"));
        fs::create_hard_link(path("old.png"), path("old-2.png"));
    }

    void inputsAreKept_data() {
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("said"); // empty = it may be written
        QTest::newRow("another file") << "real/out.png"
                                      << "";
        QTest::newRow("an old result") << "old.png"
                                       << "";
        QTest::newRow("the picture") << "real/a.png"
                                     << "the picture";
        QTest::newRow("the mask") << "real/m.png"
                                  << "the mask";
        QTest::newRow("through a linked folder") << "link/a.png"
                                                 << "the picture";
        QTest::newRow("through dots") << "real/sub/../a.png"
                                      << "the picture";
        QTest::newRow("a link to the mask") << "m-link.png"
                                            << "the mask";
        QTest::newRow("a hard link of the picture") << "hard.png"
                                                    << "the picture";
    }
    void inputsAreKept() {
        QFETCH(QString, output);
        QFETCH(QString, said);
        const Result<> safe =
            app::checkNothingIsOverwritten({edit("real/a.png", "real/m.png", output.toStdString())}, {});
        QCOMPARE(safe.has_value(), said.isEmpty());
        if (safe)
            return;
        QCOMPARE(safe.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(safe.error().message.contains(said), qPrintable(safe.error().message));
        QVERIFY(safe.error().message.contains(output));
    }

    // A row's output is another row's input, also one that only the first would make.
    void theWholeListCounts() {
        QVERIFY(!app::checkNothingIsOverwritten(
            {edit("old.png", "real/m.png", "o.png"), edit("x.png", "y.png", "real/m.png")}, {}));
        QVERIFY(!app::checkNothingIsOverwritten(
            {edit("old.png", "real/m.png", "real/new.png"), edit("link/new.png", "y.png", "p.png")}, {}));
    }

    void noTwoOutputsAreOneFile() {
        const auto both = [&](const std::string& first, const std::string& second) {
            return app::checkNothingIsOverwritten(
                {edit("real/a.png", "real/m.png", first), edit("real/a.png", "real/m.png", second)}, {});
        };
        QVERIFY(both("real/o.png", "real/p.png"));
        QVERIFY(!both("real/o.png", "real/o.png"));
        QVERIFY(!both("real/o.png", "link/o.png"));
        QVERIFY(!both("none/o.png", "none/./o.png"));
        QVERIFY(!both("none/o.png", "none/x/../o.png"));
        QVERIFY(both("old.png", "old-2.png")); // each is replaced under its own name
        fs::create_symlink("old.png", path("to-old.png"));
        QVERIFY(!both("old.png", "to-old.png"));
    }

    void otherInputsAreKept() {
        const std::vector<FileEdit> edits{edit("real/a.png", "real/m.png", "old.png")};
        QVERIFY(!app::checkNothingIsOverwritten(edits, {{path("old-2.png")}, {}}));
        QVERIFY(app::checkNothingIsOverwritten(edits, {{path("list.csv")}, {}}));
    }

    void theJournalIsKept() {
        for (const char* folder : {"pictures", "masks", "results", "sessions"})
            fs::create_directories(path("journal") / folder);
        fs::create_directory_symlink("journal/results", path("into"));
        const auto to = [&](const std::string& output) {
            return app::checkNothingIsOverwritten({edit("real/a.png", "real/m.png", output)},
                                                  app::inputsOfJournal(path("journal")));
        };
        QVERIFY(!to("journal/results/1.png"));
        QVERIFY(!to("journal/pictures/x.png"));
        QVERIFY(!to("into/1.png"));
        QVERIFY(to("journal/out.png"));
        QVERIFY(to("out.png"));
    }

    void theLineIsNamed() {
        FileEdit row = edit("real/a.png", "real/m.png", "real/a.png");
        row.origin = QStringLiteral("list.csv, line 3");
        QVERIFY(app::checkNothingIsOverwritten({row}, {}).error().message.startsWith(
            QStringLiteral("list.csv, line 3: the output ")));
    }

    // As the file system has it, which is found by making two names.
    void caseCountsWhereTheFileSystemIgnoresIt() {
        const bool ignored = fs::exists(path("REAL/A.png"));
        QCOMPARE(
            app::checkNothingIsOverwritten({edit("real/a.png", "real/m.png", "real/A.png")}, {}).has_value(),
            !ignored);
        QCOMPARE(app::checkNothingIsOverwritten({edit("real/a.png", "real/m.png", "real/O.png"),
                                                 edit("real/a.png", "real/m.png", "real/o.png")},
                                                {})
                     .has_value(),
                 !ignored);
    }
};

NB_TEST(TestOverwriteCheck)
#include "tst_overwrite_check.moc"
