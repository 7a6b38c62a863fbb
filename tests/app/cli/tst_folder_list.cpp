#include "app/cli/folder_list.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <map>
#include <sys/stat.h>

using namespace nb;
using app::LeftOut;
using storage::FilePath;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

app::FileEdit defaults() {
    app::FileEdit edit;
    edit.parameters.prompt = QStringLiteral("default prompt");
    return edit;
}

} // namespace

class TestFolderList : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    FilePath path(const std::string& name = {}) const {
        const FilePath in = storage::toPath(m_folder->path()) / "in";
        return name.empty() ? in : in / name;
    }
    void make(const Names& names) {
        for (const std::string& name : names)
            std::ofstream(path(name)) << "x";
    }
    static Names edited(const app::FolderList& list) {
        Names names;
        for (const app::FileEdit& edit : list.edits)
            names.push_back(edit.image.filename().native());
        return names;
    }
    static Names leftOut(const app::FolderList& list, LeftOut::Why why) {
        Names names;
        for (const LeftOut& one : list.leftOut)
            if (one.why == why)
                names.push_back(one.file.filename().native());
        return names;
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        fs::create_directory(path());
    }

    void picturesAndMasksBesideThem() {
        make({"b.png", "a.jpg", "a-mask.png", "b-mask.png"});
        const auto list = app::editsOfFolder({.input = path(), .output = "/out"}, defaults());
        QVERIFY(list.has_value());
        QCOMPARE(edited(*list), (Names{"a.jpg", "b.png"}));
        QVERIFY(list->leftOut.empty());
        QCOMPARE(list->edits[0].mask, path("a-mask.png"));
        QCOMPARE(list->edits[0].output, FilePath("/out/a.jpg"));
        QCOMPARE(list->edits[1].parameters.prompt, QStringLiteral("default prompt"));
    }

    void everyOtherFileIsNamedWithItsReason() {
        make({"a.jpg", "a-mask.png", "notes.txt", "b.gif", ".hidden.png", "lonely.JPEG", "png", "c.webp"});
        fs::create_directory(path("sub"));
        fs::create_symlink("gone.png", path("link.png"));
        QCOMPARE(::mkfifo(path("pipe.png").c_str(), 0600), 0);
        const auto list = app::editsOfFolder({.input = path(), .output = "/out"}, defaults());
        QVERIFY(list.has_value());
        QCOMPARE(edited(*list), (Names{"a.jpg"}));
        QCOMPARE(leftOut(*list, LeftOut::Why::Failed), (Names{"link.png", "lonely.JPEG"}));
        QCOMPARE(leftOut(*list, LeftOut::Why::Skipped),
                 (Names{".hidden.png", "b.gif", "c.webp", "notes.txt", "pipe.png", "png", "sub"}));
        for (const LeftOut& one : list->leftOut)
            QVERIFY(!one.reason.isEmpty());
    }

    // Named like a mask, but of no picture there.
    void whatIsOnlyNamedLikeAMaskIsAPicture() {
        make(
            {"face-mask.jpg", "face-mask-mask.png", "wall-mask.png", "wall-mask-mask.png", "alone-mask.png"});
        const auto list = app::editsOfFolder({.input = path(), .output = "/out"}, defaults());
        QVERIFY(list.has_value());
        QCOMPARE(edited(*list), (Names{"face-mask.jpg", "wall-mask.png"}));
        QCOMPARE(leftOut(*list, LeftOut::Why::Failed), (Names{"alone-mask.png"}));
        QVERIFY(list->leftOut[0].reason.contains(QStringLiteral("alone-mask-mask.png")));
    }

    // The mask of a picture is none, whatever lies beside it.
    void theMaskOfAMaskIsAPicture() {
        make({"a.jpg", "a-mask.png", "a-mask-mask.png"});
        const auto list = app::editsOfFolder({.input = path(), .output = "/out"}, defaults());
        QVERIFY(list.has_value());
        QCOMPARE(edited(*list), (Names{"a.jpg"}));
        QCOMPARE(leftOut(*list, LeftOut::Why::Failed), (Names{"a-mask-mask.png"}));
    }

    void namesThatAreNoUtf8() {
        make({"caf\xe9.png", "caf\xe9-mask.png", "\xff.jpg"});
        const auto list = app::editsOfFolder({.input = path(), .output = "o"}, defaults());
        QVERIFY(list.has_value());
        QCOMPARE(edited(*list), (Names{"caf\xe9.png"}));
        QCOMPARE(list->edits[0].mask, path("caf\xe9-mask.png"));
        QCOMPARE(list->edits[0].output, FilePath("o/caf\xe9.png"));
        QCOMPARE(leftOut(*list, LeftOut::Why::Failed), (Names{"\xff.jpg"}));
        QVERIFY(list->leftOut[0].reason.contains(QStringLiteral("%FF-mask.png")));
    }

    void masksInAFolderOfTheirOwn() {
        make({"a.jpg", "b.png", "a-mask.png", "x-mask.png", "y-mask.png", "y.png"});
        fs::create_directory(path("masks"));
        make({"masks/a.png", "masks/x-mask.png", "masks/y-mask.png"});
        const auto list =
            app::editsOfFolder({.input = path(), .masks = path("masks"), .output = "/out"}, defaults());
        QVERIFY(list.has_value());
        // y-mask.png has a mask there: it is a picture.
        QCOMPARE(edited(*list), (Names{"a.jpg", "x-mask.png", "y-mask.png"}));
        QCOMPARE(leftOut(*list, LeftOut::Why::Failed), (Names{"b.png", "y.png"}));
        QCOMPARE(leftOut(*list, LeftOut::Why::Skipped), (Names{"a-mask.png"}));
    }

    void masksOfTheSameNameBesideThePictures() {
        make({"a.jpg", "a.png", "b.jpeg", "b.png", "c.png"});
        const auto list =
            app::editsOfFolder({.input = path(), .masks = path("../in"), .output = "/out"}, defaults());
        QVERIFY(list.has_value());
        QCOMPARE(edited(*list), (Names{"a.jpg", "b.jpeg"}));
        QCOMPARE(leftOut(*list, LeftOut::Why::Failed), (Names{"c.png"})); // would be its own mask
    }

    void oneMaskForAll() {
        make({"a.jpg", "b.png", "a-mask.png", "c-mask.png", "the-mask.png"});
        const auto list =
            app::editsOfFolder({.input = path(), .mask = path("the-mask.png"), .output = "/out"}, defaults());
        QVERIFY(list.has_value());
        QCOMPARE(edited(*list), (Names{"a.jpg", "b.png", "c-mask.png"}));
        QCOMPARE(list->edits[1].mask, path("the-mask.png"));
        QCOMPARE(leftOut(*list, LeftOut::Why::Skipped),
                 (Names{"a-mask.png"})); // nobody wants to pay for that
    }

    void theOutputFolderMayBeInside() {
        make({"a.jpg", "a-mask.png"});
        fs::create_directory(path("edited"));
        const auto list = app::editsOfFolder({.input = path(), .output = path("edited/")}, defaults());
        QVERIFY(list.has_value());
        QVERIFY(list->leftOut.empty());
    }

    void missingAndEmptyFolders() {
        QCOMPARE(app::editsOfFolder({.input = path("none")}, {}).error().code, ErrorCode::FileUnreadable);
        QCOMPARE(app::editsOfFolder({.input = path()}, {}).error().code, ErrorCode::InvalidArgument);
        make({"a.gif"});
        const auto onlyGif = app::editsOfFolder({.input = path()}, {});
        QCOMPARE(onlyGif.error().code, ErrorCode::InvalidArgument);
        QVERIFY(onlyGif.error().message.contains(QStringLiteral("a.gif (its name")));
        make({"a.png"});
        QCOMPARE(app::editsOfFolder({.input = path(), .mask = path("no.png")}, {}).error().code,
                 ErrorCode::FileUnreadable);
        QCOMPARE(app::editsOfFolder({.input = path("a.png")}, {}).error().code, ErrorCode::FileUnreadable);
    }
};

NB_TEST(TestFolderList)
#include "tst_folder_list.moc"
