// Opening and saving as a person goes through it. The pool is held by a gate, so that a save lasts for as
// long as the test wants.

#include "ui/desktop/controllers/file_controller.h"

#include "core/base/worker_pool.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/test_main.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/panels/status_line.h"
#include "ui/desktop/settings/preferences.h"
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDir>
#include <QGuiApplication>
#include <QImage>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <cstdio>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

const cv::Scalar kColour{10, 20, 30};

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

struct Bench {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("studio.ini")), QSettings::IniFormat};
    Preferences preferences{settings, {}};
    StudioDocument document;
    QSemaphore gate;
    WorkerPool pool{1};
    QWidget window;
    MessageBar messages{&window};
    StatusLine status{document, &window};
    FileController controller{document, pool, preferences, messages, window};
    QString path = folder.filePath(QStringLiteral("work.ora"));

    // A document that has been saved as work.ora, and changed since.
    Bench() {
        status.follow(controller.saving());
        window.show();
        document.open({cv::Mat(120, 160, CV_8UC3, kColour), {}}, QStringLiteral("work.ora"), path);
        paint({0, 0, 10, 10});
        controller.save();
        if (!QTest::qWaitFor([&] { return !document.isModified(); }))
            qFatal("cannot save");
        paint({20, 20, 10, 10});
    }
    ~Bench() { gate.release(100); }

    void paint(const QRect& rect) {
        const auto edit = document.beginMaskEdit(QStringLiteral("Rectangle"));
        edit->write(rect) = 255;
        edit->wrote(rect);
        edit->commit();
    }
    // Nothing gets through the pool before release().
    void hold() {
        (void)pool.run([this]() -> Result<> {
            gate.acquire();
            return {};
        });
    }
    void release() { gate.release(); }
    [[nodiscard]] bool waitUntilSaved() {
        return QTest::qWaitFor([&] { return !controller.saving().isRunning(); });
    }
    [[nodiscard]] bool isAsking() const { return window.findChild<QMessageBox*>() != nullptr; }
    // What is asked, once it is.
    QMessageBox* question() {
        if (!QTest::qWaitFor([&] { return isAsking(); }))
            qFatal("nothing was asked");
        return window.findChild<QMessageBox*>();
    }
    QAbstractButton* button(const QString& text) {
        const QList<QAbstractButton*> buttons = question()->buttons();
        for (QAbstractButton* one : buttons)
            if (one->text().remove(QLatin1Char('&')) == text)
                return one;
        qFatal("no such button");
        return nullptr;
    }
    template <class Widget>
    Widget* shown() {
        for (Widget* widget : status.findChildren<Widget*>())
            if (widget->isVisible())
                return widget;
        return nullptr;
    }
};

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
}

// Another program's work, in the file of the document.
QByteArray changeOutside(const Bench& bench) {
    QByteArray theirs("another program's");
    write(bench.path, theirs);
    return theirs;
}

} // namespace

class TestFileController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLongSaveIsShownAndCancelled() {
        Bench bench;
        const QByteArray before = contents(bench.path);
        bench.hold();
        bench.controller.save();
        QVERIFY(bench.controller.saving().isRunning());
        QVERIFY(!bench.controller.saving().isShown()); // most are over before anybody looks
        QVERIFY(bench.shown<QProgressBar>() == nullptr);
        QVERIFY(QTest::qWaitFor([&] { return bench.shown<QProgressBar>() != nullptr; }));
        auto* cancel = bench.status.findChild<QToolButton*>(QStringLiteral("cancelTask"));
        QTest::mouseClick(cancel, Qt::LeftButton);
        QVERIFY(bench.controller.saving().isRunning()); // until the work says that it has stopped
        QVERIFY(!cancel->isEnabled());
        bench.release();
        QVERIFY(bench.waitUntilSaved());
        QVERIFY(bench.shown<QProgressBar>() == nullptr);
        QCOMPARE(contents(bench.path), before);
        QVERIFY(bench.document.isModified());
        QVERIFY(bench.messages.text().contains(QStringLiteral("cancelled")));
        const QStringList files = QDir(bench.folder.path()).entryList(QDir::Files | QDir::Hidden);
        for (const QString& name : files)
            QVERIFY2(!name.contains(QLatin1String(".part")), qPrintable(name));
        bench.controller.save();
        QVERIFY(bench.waitUntilSaved());
        QVERIFY(contents(bench.path) != before);
        QVERIFY(!bench.document.isModified());
    }

    void whatIsPaintedMeanwhileIsNotSaved() {
        Bench bench;
        bench.hold();
        bench.controller.save();
        bench.paint({40, 40, 10, 10});
        bench.release();
        QVERIFY(bench.waitUntilSaved());
        QVERIFY(bench.document.isModified());
        bench.document.undoStack().undo(); // and no step back is what the file holds for certain
        QVERIFY(bench.document.isModified());
    }

    void aSecondSaveWaitsForTheFirst() {
        Bench bench;
        bench.hold();
        bench.controller.save();
        bench.paint({40, 40, 10, 10});
        bench.controller.save();
        bench.release();
        QVERIFY(QTest::qWaitFor(
            [&] { return !bench.controller.saving().isRunning() && !bench.document.isModified(); }));
    }

    void whoeverGoesOnWaitsForASave() {
        Bench bench;
        bool gone = false;
        bench.hold();
        bench.controller.save();
        bench.controller.withoutLoss([&] { gone = true; });
        QVERIFY(!gone);
        QVERIFY(!bench.messages.text().isEmpty());
        bench.release();
        QVERIFY(QTest::qWaitFor([&] { return gone; })); // nobody is asked: all is saved
        QVERIFY(!bench.controller.saving().isRunning());
    }

    // What is seen is not what is written, and nobody may find that out later.
    void aResultThatIsOnlyShownIsNotSaved() {
        Bench bench;
        bench.document.open({cv::Mat(8, 9, CV_8UC3, kColour), {}}, QStringLiteral("photo.png"),
                            bench.folder.filePath(QStringLiteral("photo.png")));
        bench.document.show({{1, 1, 4, 4}, cv::Mat(4, 4, CV_8UC3, cv::Scalar::all(255))});
        bench.controller.save();
        QVERIFY(bench.waitUntilSaved());
        QVERIFY2(bench.messages.text().contains(QStringLiteral("accept it")),
                 qPrintable(bench.messages.text()));
    }

    // Ctrl+S over what another program has written meanwhile.
    void aFileThatAnotherProgramChangedIsAskedAbout() {
        Bench bench;
        const QByteArray theirs = changeOutside(bench);
        bench.controller.save();
        QMessageBox* question = bench.question();
        QVERIFY2(question->informativeText().contains(QStringLiteral("work.ora")),
                 qPrintable(question->informativeText()));
        QCOMPARE(contents(bench.path), theirs);
        QTest::mouseClick(question->button(QMessageBox::Cancel), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return !bench.isAsking(); }));
        QCOMPARE(contents(bench.path), theirs);
        QVERIFY(bench.document.isModified());

        bench.controller.save();
        QTest::mouseClick(bench.button(QStringLiteral("Save Anyway")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return !bench.document.isModified(); }));
        QVERIFY(contents(bench.path) != theirs);
        bench.paint({50, 50, 10, 10}); // and that was the last question
        bench.controller.save();
        QVERIFY(QTest::qWaitFor([&] { return !bench.document.isModified(); }));
        QVERIFY(!bench.isAsking());
    }

    // Who waits for the save waits for the answer.
    void whoeverGoesOnWaitsForTheAnswer() {
        Bench bench;
        changeOutside(bench);
        bool gone = false;
        bench.hold();
        bench.controller.save();
        bench.controller.withoutLoss([&] { gone = true; });
        bench.release();
        QTest::mouseClick(bench.button(QStringLiteral("Save Anyway")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return gone; }));
        QVERIFY(!bench.document.isModified());
    }

    void aPictureThatLosesItsKindIsAskedAbout() {
        Bench bench;
        bench.controller.save();
        QVERIFY(bench.waitUntilSaved());
        const QString path = bench.folder.filePath(QStringLiteral("grey.png"));
        const QByteArray grey = *image::encodeGreyPng(cv::Mat(20, 20, CV_8UC1, cv::Scalar(77)));
        write(path, grey);
        bench.controller.open(path);
        QTRY_COMPARE(bench.document.path(), path);
        bench.document.accept({{2, 2, 5, 5}, cv::Mat(5, 5, CV_8UC3, cv::Scalar(200, 0, 0))},
                              QStringLiteral("Accept"));
        bench.controller.save();
        QMessageBox* question = bench.question();
        QVERIFY2(question->informativeText().contains(QStringLiteral("grey PNG")),
                 qPrintable(question->informativeText()));
        QCOMPARE(contents(path), grey);
        QTest::mouseClick(bench.button(QStringLiteral("Save Anyway")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return !bench.document.isModified(); }));
        const Result<image::Decoded> saved = image::decode(contents(path), {});
        QCOMPARE(saved->picture.pixels.at<cv::Vec3b>(4, 4), cv::Vec3b(200, 0, 0));
    }

    void aSaveThatFailsSaysWhyAndLosesNothing() {
        Bench bench;
        QVERIFY(QFile::remove(bench.path));
        QVERIFY(QDir().rmdir(bench.folder.path()) || QDir(bench.folder.path()).removeRecursively());
        bench.controller.save();
        QTest::mouseClick(bench.button(QStringLiteral("Save Anyway")), Qt::LeftButton); // it is gone
        QVERIFY(QTest::qWaitFor([&] { return !bench.messages.text().isEmpty(); }));
        QVERIFY2(bench.messages.text().contains(QStringLiteral("work.ora")),
                 qPrintable(bench.messages.text()));
        QVERIFY(bench.document.isModified());
    }

    void aNameThatIsNoUtf8IsRefusedWithAReason() {
        Bench bench;
        QMimeData data;
        data.setUrls({QUrl::fromEncoded("file:///tmp/caf%E9.png")});
        bench.controller.openDropped(data);
        QVERIFY2(bench.messages.text().contains(QStringLiteral("caf%E9.png")) &&
                     bench.messages.text().contains(QStringLiteral("UTF-8")),
                 qPrintable(bench.messages.text()));
        bench.messages.dismiss();
        bench.controller.save();
        QVERIFY(bench.waitUntilSaved());
        bench.messages.dismiss();
        bench.controller.open(QFile::decodeName("/tmp/caf\xe9.png"));
        QVERIFY(QTest::qWaitFor([&] { return bench.messages.text().contains(QStringLiteral("UTF-8")); }));
        QCOMPARE(bench.document.path(), bench.path);
    }

    // Qt's dialog lists no such name; whoever looks for the file in vain is told why.
    void theOpenDialogNamesWhatItDoesNotShow() {
        Bench bench;
        bench.controller.save();
        QVERIFY(bench.waitUntilSaved());
        const QByteArray folder = QFile::encodeName(bench.folder.path());
        std::FILE* file = std::fopen((folder + "/caf\xe9.png").constData(), "w");
        QVERIFY(file);
        std::fclose(file);
        bench.preferences.setFileFolder(bench.folder.path());
        QTimer::singleShot(0, &bench.window, [] { // once the dialog's own event loop runs
            if (auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget()))
                dialog->reject();
        });
        bench.controller.openWithDialog();
        QVERIFY2(bench.messages.text().contains(QStringLiteral("caf%E9.png")),
                 qPrintable(bench.messages.text()));
        QVERIFY(QFile::remove(QFile::decodeName(folder + "/caf\xe9.png")) ||
                std::remove((folder + "/caf\xe9.png").constData()) == 0);
    }

    void anAddressIsRefusedWithAReason() {
        Bench bench;
        QMimeData data;
        data.setUrls({QUrl(QStringLiteral("https://example.org/cat.png"))});
        bench.controller.openDropped(data);
        QVERIFY2(!bench.messages.text().isEmpty(), "nothing was said");
        QCOMPARE(bench.document.path(), bench.path);
    }

    void aPictureIsPasted() {
        Bench bench;
        bench.controller.save();
        QVERIFY(bench.waitUntilSaved());
        QImage image(33, 22, QImage::Format_RGB32);
        image.fill(Qt::red);
        QGuiApplication::clipboard()->setImage(image);
        bench.controller.paste();
        QTRY_COMPARE(bench.document.size(), QSize(33, 22));
        QVERIFY(bench.document.path().isEmpty()); // it is asked for when it is saved
        QCOMPARE(bench.document.picture().pixels.at<cv::Vec3b>(5, 5), cv::Vec3b(255, 0, 0));
    }

    void filesAreRememberedAndForgotten() {
        Bench bench;
        bench.controller.save();
        QVERIFY(bench.waitUntilSaved());
        const QString photo = bench.folder.filePath(QStringLiteral("photo.png"));
        QFile file(photo);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(*image::encodePng({cv::Mat(8, 9, CV_8UC3, kColour), {}}));
        file.close();
        QSignalSpy opened(&bench.controller, &FileController::fileOpened),
            lost(&bench.controller, &FileController::fileLost);
        bench.controller.open(photo);
        QTRY_COMPARE(bench.document.size(), QSize(9, 8));
        QCOMPARE(opened.last()[0].toString(), photo);
        QVERIFY(QFile::remove(photo));
        bench.controller.open(photo);
        QVERIFY(QTest::qWaitFor([&] { return !lost.isEmpty(); }));
        QCOMPARE(lost[0][0].toString(), photo);
        QVERIFY(!bench.messages.text().isEmpty());
        QCOMPARE(bench.document.path(), photo); // what was open stays open
    }
};

NB_TEST_WIDGETS(TestFileController)
#include "tst_file_controller.moc"
