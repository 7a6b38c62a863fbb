#include "app/cli/file_edit.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace nb::app;

class TestFileEdit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void outputsArePngOrJpeg() {
        QVERIFY(isOutputName(QStringLiteral("a.png")));
        QVERIFY(isOutputName(QStringLiteral("dir.x/a.JPG")));
        QVERIFY(isOutputName(QStringLiteral("a.jpeg")));
        QVERIFY(!isOutputName(QStringLiteral("a.webp")));
        QVERIFY(!isOutputName(QStringLiteral("png")));
    }

    void variantsAreNumberedFromOne() {
        QCOMPARE(variantName(QStringLiteral("d/out.png"), 0, 1), QStringLiteral("d/out.png"));
        QCOMPARE(variantName(QStringLiteral("d/out.png"), 0, 3), QStringLiteral("d/out-1.png"));
        QCOMPARE(variantName(QStringLiteral("d/out.x.jpg"), 2, 3), QStringLiteral("d/out.x-3.jpg"));
    }

    void theDefaultOutputReplacesNothing() {
        const QTemporaryDir folder;
        const auto path = [&](const char* name) { return folder.filePath(QString::fromLatin1(name)); };
        const auto make = [&](const char* name) { QVERIFY(QFile(path(name)).open(QIODevice::WriteOnly)); };
        QCOMPARE(defaultOutput(path("photo.jpg")), path("photo-edited.jpg"));
        QCOMPARE(defaultOutput(path("photo.webp")), path("photo-edited.png"));
        make("photo-edited.jpg");
        QCOMPARE(defaultOutput(path("photo.jpg")), path("photo-edited-2.jpg"));
        // Of three variants the second is taken.
        make("photo-edited-2.jpg");
        QCOMPARE(defaultOutput(path("photo.jpg"), 3), path("photo-edited-2.jpg")); // -2-1, -2-2, -2-3
    }
};

NB_TEST(TestFileEdit)
#include "tst_file_edit.moc"
