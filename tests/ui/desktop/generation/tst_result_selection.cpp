#include "ui/desktop/generation/result_selection.h"

#include "core/project/layer_composition.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "tests/ui/desktop/generation/generation_bench.h"
#include "ui/desktop/generation/offline_preview.h"
#include <QSignalSpy>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;

namespace {

struct Bench : GenerationBench {
    OfflinePreview preview{queue, pool};
    ResultSelection selection{document, queue, preview, pool};

    // One result in this colour, chosen and shown.
    bool makeResult(const cv::Scalar& colour) {
        const size_t calls = provider->calls.size(), results = document.results().size();
        add();
        if (!waitForCalls(calls + 1))
            return false;
        provider->answer(calls, colour);
        return waitForResults(results + 1) && waitForShown(colour);
    }
    // The middle of the selection.
    [[nodiscard]] cv::Vec3b shownColour() const {
        const project::Patch& shown = document.shown();
        if (shown.isNull())
            return {};
        const QPoint at = kSelected.center() - shown.rect.topLeft();
        return colourAt(shown.pixels, at.x(), at.y());
    }
    [[nodiscard]] bool waitForShown(const cv::Scalar& colour) const {
        const cv::Vec3b wanted{uchar(colour[0]), uchar(colour[1]), uchar(colour[2])};
        return QTest::qWaitFor([&] { return shownColour() == wanted; });
    }
};

const cv::Scalar kRed{200, 10, 10}, kBlue{10, 10, 200};

} // namespace

class TestResultSelection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePreviewIsShownUntilTheAnswerTakesItsPlace() {
        Bench bench;
        QSignalSpy shown(&bench.document, &StudioDocument::shownChanged);
        bench.add();
        QVERIFY(QTest::qWaitFor([&] { return bench.selection.showsPreview(); }));
        // A flat picture is completed flat.
        QCOMPARE(bench.document.shown().rect, kSelected);
        QCOMPARE(bench.shownColour(), cv::Vec3b(10, 20, 30));
        QCOMPARE(bench.preview.layer()->info.engine, QStringLiteral("local"));
        QVERIFY(bench.document.results().empty());
        QVERIFY(bench.waitForCalls(1));
        shown.clear();
        bench.provider->answer(0, kRed);
        QVERIFY(bench.waitForShown(kRed));
        QCOMPARE(shown.size(), 1); // nothing else in between
        QVERIFY(!bench.selection.showsPreview());
        QCOMPARE(bench.selection.current(), bench.document.results()[0].id);
    }

    void thePreviewGoesWhenNothingCame() {
        Bench bench;
        const GenerationId id = bench.add();
        QVERIFY(QTest::qWaitFor([&] { return bench.selection.showsPreview(); }));
        bench.queue.cancel(id);
        QVERIFY(bench.document.shown().isNull());
        QVERIFY(!bench.selection.showsPreview());
    }

    void whatAPersonChoseIsNotTakenAway() {
        Bench bench;
        QVERIFY(bench.makeResult(kRed));
        const QString first = bench.selection.current();
        bench.add();
        QVERIFY(bench.waitForCalls(2));
        bench.selection.select(first);
        bench.provider->answer(1, kBlue);
        QVERIFY(bench.waitForResults(2));
        QVERIFY(settle(bench.pool));
        QCOMPARE(bench.selection.current(), first);
        QVERIFY(bench.waitForShown(kRed));
    }

    void acceptingIsUndoneWithPixelsAndMask() {
        Bench bench;
        QVERIFY(bench.makeResult(kRed));
        const cv::Mat pixels = bench.document.picture().pixels.clone();
        const cv::Mat mask = bench.document.mask().pixels.clone();
        bench.selection.accept();
        QVERIFY(bench.document.shown().isNull());
        QVERIFY(bench.selection.current().isEmpty());
        QCOMPARE(colourAt(bench.document.picture().pixels, 28, 16), cv::Vec3b(200, 10, 10));
        QCOMPARE(colourAt(bench.document.picture().pixels, 19, 16), cv::Vec3b(10, 20, 30));
        QCOMPARE(cv::countNonZero(bench.document.mask().pixels), 0);
        bench.document.undoStack().undo();
        QCOMPARE(cv::norm(bench.document.picture().pixels, pixels, cv::NORM_INF), 0.0);
        QCOMPARE(cv::norm(bench.document.mask().pixels, mask, cv::NORM_INF), 0.0);
        bench.document.undoStack().redo();
        QCOMPARE(colourAt(bench.document.picture().pixels, 28, 16), cv::Vec3b(200, 10, 10));
    }

    void aResultFromBeforeDoesNotBringTheOldPictureBack() {
        Bench bench;
        // Asked for with a selection of two corners, whose rectangle is the whole picture …
        bench.document.undoStack().undo();
        bench.selectRect({0, 0, 4, 4});
        bench.selectRect({60, 44, 4, 4});
        bench.add();
        QVERIFY(bench.waitForCalls(1));
        // … while the middle is changed.
        bench.document.accept({kSelected, cv::Mat(12, 16, CV_8UC3, kBlue)}, QStringLiteral("Other"));
        bench.provider->answer(0, kRed);
        QVERIFY(bench.waitForResults(1));
        QVERIFY(QTest::qWaitFor([&] { return bench.document.shown().rect == QRect(0, 0, 64, 48); }));
        bench.selection.accept();
        // What was shown may still have been the preview: then it is accepted once it has been composed.
        QVERIFY(QTest::qWaitFor(
            [&] { return colourAt(bench.document.picture().pixels, 1, 1) == cv::Vec3b(200, 10, 10); }));
        QCOMPARE(colourAt(bench.document.picture().pixels, 28, 16), cv::Vec3b(10, 10, 200));
    }

    void discardingIsUndone() {
        Bench bench;
        QVERIFY(bench.makeResult(kRed));
        bench.selection.discard();
        QVERIFY(bench.document.results().empty());
        QVERIFY(bench.document.shown().isNull());
        bench.document.undoStack().undo();
        QCOMPARE(bench.document.results().size(), size_t(1));
    }

    void theNextOneIsRoundTheEnd() {
        Bench bench;
        QVERIFY(bench.makeResult(kRed));
        QVERIFY(bench.makeResult(kBlue));
        bench.selection.selectNext(1);
        QCOMPARE(bench.selection.current(), bench.document.results()[0].id);
        bench.selection.selectNext(-1);
        QCOMPARE(bench.selection.current(), bench.document.results()[1].id);
        QVERIFY(bench.waitForShown(kBlue));
    }

    void aNewDocumentGetsTheWholePicture() {
        Bench bench;
        QVERIFY(bench.makeResult(kRed));
        cv::Mat sent;
        connect(&bench.selection, &ResultSelection::composedPicture, this,
                [&](const image::Picture& picture) { sent = picture.pixels; });
        bench.selection.sendToNewDocument();
        QVERIFY(QTest::qWaitFor([&] { return !sent.empty(); }));
        QCOMPARE(sent.size(), cv::Size(64, 48));
        QCOMPARE(colourAt(sent, 28, 16), cv::Vec3b(200, 10, 10));
        QCOMPARE(colourAt(sent, 0, 0), cv::Vec3b(10, 20, 30));
        QCOMPARE(colourAt(bench.document.picture().pixels, 28, 16), cv::Vec3b(10, 20, 30));
    }
};

NB_TEST_WIDGETS(TestResultSelection)
#include "tst_result_selection.moc"
