#include "ui/desktop/selection/mask_operations.h"

#include "core/mask/ops.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "ui/desktop/selection/mask_preview.h"
#include <QSignalSpy>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

struct Bench {
    explicit Bench(int width = 400, int height = 300) {
        document.open({cv::Mat(height, width, CV_8UC3, cv::Scalar::all(0)), {}}, {});
    }

    void paint(const QRect& rect, int value = 255) {
        const auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
        edit->write(rect).setTo(value);
        edit->wrote(rect);
        edit->commit();
    }

    bool run(MaskOperation operation, int radius = 0) {
        operations.run(operation, radius);
        return QTest::qWaitFor([this] { return !operations.isRunning(); }, 60000);
    }

    [[nodiscard]] QRect box() const { return mask::boundingBox(document.mask()); }
    [[nodiscard]] int painted() const { return cv::countNonZero(document.mask().pixels); }

    StudioDocument document;
    WorkerPool pool{2};
    MaskOperations operations{document, pool};
};

} // namespace

class TestMaskOperations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachIsANamedStep() {
        Bench bench;
        bench.paint({100, 100, 50, 40});
        QVERIFY(bench.run(MaskOperation::Grow, 10));
        QCOMPARE(bench.box(), QRect(90, 90, 70, 60));
        QCOMPARE(bench.document.undoStack().undoText(), QStringLiteral("Grow"));
        QVERIFY(bench.run(MaskOperation::Shrink, 10));
        QCOMPARE(bench.box(), QRect(100, 100, 50, 40));
        QVERIFY(bench.run(MaskOperation::Invert));
        QCOMPARE(bench.painted(), 400 * 300 - 2000);
        QVERIFY(bench.run(MaskOperation::FillHoles));
        QCOMPARE(bench.painted(), 400 * 300);
        QVERIFY(bench.run(MaskOperation::Clear));
        QCOMPARE(bench.painted(), 0);
        QVERIFY(bench.run(MaskOperation::SelectAll));
        QCOMPARE(bench.painted(), 400 * 300);
        QVERIFY(bench.run(MaskOperation::SelectAll)); // changes nothing: no step
        QCOMPARE(bench.document.undoStack().count(), 7);
        bench.document.undoStack().setIndex(1);
        QCOMPARE(bench.painted(), 2000);
    }

    void nothingSelectedStaysNothing() {
        Bench bench;
        for (const auto operation : {MaskOperation::Grow, MaskOperation::Shrink, MaskOperation::Feather,
                                     MaskOperation::Smooth, MaskOperation::FillHoles, MaskOperation::Clear})
            QVERIFY(bench.run(operation, 5));
        QCOMPARE(bench.document.undoStack().count(), 0);
    }

    void aPreviewIsSeenAndUndoneByItself() {
        Bench bench;
        bench.paint({100, 100, 50, 40});
        {
            MaskPreview preview(bench.document, bench.pool, MaskOperation::Grow);
            preview.setRadius(10);
            QTRY_COMPARE(bench.box(), QRect(90, 90, 70, 60));
            preview.setRadius(3);
            preview.setRadius(50);
            preview.setRadius(5); // the last one wins, and starts from the mask as it was
            QTRY_COMPARE(bench.box(), QRect(95, 95, 60, 50));
        }
        QCOMPARE(bench.box(), QRect(100, 100, 50, 40));
        QCOMPARE(bench.document.undoStack().count(), 1);
        QVERIFY(!bench.document.isMaskBeingEdited());
    }

    void anAcceptedPreviewIsOneStep() {
        Bench bench;
        bench.paint({100, 100, 50, 40});
        MaskPreview preview(bench.document, bench.pool, MaskOperation::Shrink);
        QSignalSpy accepted(&preview, &MaskPreview::accepted);
        preview.setRadius(3);
        preview.setRadius(10);
        preview.accept(); // it is not there yet
        QTRY_COMPARE(accepted.count(), 1);
        QCOMPARE(bench.box(), QRect(110, 110, 30, 20));
        QCOMPARE(bench.document.undoStack().count(), 2);
        bench.document.undoStack().undo();
        QCOMPARE(bench.box(), QRect(100, 100, 50, 40));
    }

    void aPreviewEndsWithItsPicture() {
        Bench bench;
        bench.paint({100, 100, 50, 40});
        MaskPreview preview(bench.document, bench.pool, MaskOperation::Grow);
        preview.setRadius(10);
        bench.document.open({cv::Mat(30, 30, CV_8UC3, cv::Scalar::all(0)), {}}, {});
        QVERIFY(nb::test::settle(bench.pool));
        preview.setRadius(5);
        preview.accept();
        QCOMPARE(bench.painted(), 0);
    }
};

NB_TEST(TestMaskOperations)
#include "tst_mask_operations.moc"
