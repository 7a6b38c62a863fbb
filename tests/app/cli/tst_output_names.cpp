#include "app/cli/output_names.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace nb;
using namespace nb::app;
using storage::FilePath;

class TestOutputNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void outputsArePngOrJpeg() {
        for (const char* name : {"a.png", "dir.x/a.JPG", "a.jpeg", "caf\xe9.PnG"})
            QVERIFY2(isOutputName(name), name);
        for (const char* name : {"a.webp", "png", ".png", "a.png/", "a.png.gif", ""})
            QVERIFY2(!isOutputName(name), name);
        QVERIFY(isJpegName("a.JPeG"));
        QVERIFY(!isJpegName("a.png"));
    }

    void variantsAreNumberedFromOne() {
        QCOMPARE(variantName("d/out.png", 0, 1), FilePath("d/out.png"));
        QCOMPARE(variantName("d/out.png", 0, 3), FilePath("d/out-1.png"));
        QCOMPARE(variantName("d/out.x.jpg", 2, 3), FilePath("d/out.x-3.jpg"));
        QCOMPARE(variantName("%2Fo%1.png", 1, 2), FilePath("%2Fo%1-2.png"));
        QCOMPARE(variantName("caf\xe9.png", 1, 2), FilePath("caf\xe9-2.png"));
    }

    void theDefaultOutputReplacesNothing() {
        const QTemporaryDir folder;
        const auto path = [&](const char* name) { return storage::toPath(folder.path()) / name; };
        QCOMPARE(defaultOutput(path("photo.jpg")), path("photo-edited.jpg"));
        QCOMPARE(defaultOutput(path("photo.webp")), path("photo-edited.png"));
        std::ofstream(path("photo-edited.jpg")) << "x";
        QCOMPARE(defaultOutput(path("photo.jpg")), path("photo-edited-2.jpg"));
        // Of three variants the second is taken.
        std::ofstream(path("photo-edited-2.jpg")) << "x";
        QCOMPARE(defaultOutput(path("photo.jpg"), 3), path("photo-edited-2.jpg")); // -2-1, -2-2, -2-3
        // A link that leads nowhere would be written through.
        std::filesystem::create_symlink("nowhere", path("%1-edited.png"));
        QCOMPARE(defaultOutput(path("%1.png")), path("%1-edited-2.png"));
    }
};

NB_TEST(TestOutputNames)
#include "tst_output_names.moc"
