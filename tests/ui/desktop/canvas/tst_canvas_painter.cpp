// CanvasView, what is seen.
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include "tests/ui/desktop/canvas/canvas_window.h"
#include <QRandomGenerator>

using namespace nb;
using namespace nb::desktop;

class TestCanvasPainter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void atFullSizeEveryPixelIsThePictures() {
        Window w;
        const QImage shot = w.shot();
        const QTransform toPicture = w.view.viewport().toView().inverted();
        for (int y = 0; y < 300; y += 3)
            for (int x = 0; x < 400; ++x) {
                const QPointF p = toPicture.map(QPointF(x + 0.5, y + 0.5));
                QCOMPARE(shot.pixel(x, y), colourAt(w.samples, int(p.x()), int(p.y())));
            }
    }

    void theMaskTintsWhatIsSelected() {
        Window w;
        w.view.setMaskStyle({MaskView::Overlay, QColor(255, 0, 0), 0.5, false});
        w.select({300, 190, 20, 20});
        QImage shot = w.shot();
        const QRgb under = colourAt(w.samples, 305, 200);
        QVERIFY(std::abs(qRed(shot.pixel(w.at(305, 200))) - (qRed(under) + 255) / 2) <= 2);
        QVERIFY(std::abs(qGreen(shot.pixel(w.at(305, 200))) - qGreen(under) / 2) <= 2);
        QCOMPARE(shot.pixel(w.at(290, 200)), colourAt(w.samples, 290, 200));
        w.view.setMaskStyle({MaskView::QuickMask, QColor(255, 0, 0), 0.5, false});
        shot = w.shot();
        QCOMPARE(shot.pixel(w.at(305, 200)), under);
        QVERIFY(shot.pixel(w.at(290, 200)) != colourAt(w.samples, 290, 200));
        w.document.undoStack().undo();
        w.view.setMaskStyle({MaskView::BlackWhite, {}, 1, false});
        QCOMPARE(w.shot().pixel(w.at(305, 200)), qRgb(0, 0, 0));
    }

    void theMaskIsShownMovedBeforeItIs() {
        Window w;
        w.view.setMaskStyle({MaskView::BlackWhite, {}, 1, false});
        w.select({300, 190, 20, 20});
        w.tool.setOutline({.path = {}, .maskShift = {40, -30}});
        QImage shot = w.shot();
        QCOMPARE(shot.pixel(w.at(345, 165)), qRgb(255, 255, 255));
        QCOMPARE(shot.pixel(w.at(305, 200)), qRgb(0, 0, 0));
        QCOMPARE(shot.pixel(w.at(359, 179)), qRgb(255, 255, 255));
        QCOMPARE(shot.pixel(w.at(360, 180)), qRgb(0, 0, 0));
        w.tool.setOutline({});
        shot = w.shot();
        QCOMPARE(shot.pixel(w.at(345, 165)), qRgb(0, 0, 0));
        QCOMPARE(shot.pixel(w.at(305, 200)), qRgb(255, 255, 255));
    }

    void aStrokeRepaintsOnlyWhatItChanges() {
        Window w;
        PaintWatch watch(w.view);
        w.select({300, 190, 20, 20});
        QCoreApplication::processEvents();
        QVERIFY(watch.region.contains(w.at(305, 200)));
        const QSize painted = watch.region.boundingRect().size();
        QVERIFY(painted.width() <= 24 && painted.height() <= 24);
    }

    // Whatever happened before, the view is what a view that is drawn from nothing shows.
    void whatIsKeptIsWhatWouldBeDrawn() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        Window w({1501, 1099}); // large enough for levels that are built in the background
        for (int step = 0; step < 60; ++step) {
            const QRect rect = QRect(random.bounded(1501), random.bounded(1099), 5 + random.bounded(300),
                                     5 + random.bounded(300)) &
                               w.document.rect();
            switch (random.bounded(7)) {
            case 0:
            case 1:
                w.select(rect, random.bounded(256));
                break;
            case 2:
                w.wheel({100.0 + random.bounded(200), 100}, random.bounded(5) - 2);
                break;
            case 3:
                w.press({200, 150}, Qt::MiddleButton);
                w.drag({200.0 + random.bounded(80) - 40, 150.0 + random.bounded(80) - 40}, Qt::MiddleButton);
                w.release({200, 150}, Qt::MiddleButton);
                break;
            case 4:
                w.document.show(w.patch(rect, {double(random.bounded(256)), 50, 90}));
                break;
            case 5:
                w.document.accept(w.patch(rect, {20, double(random.bounded(256)), 90}), {});
                break;
            case 6:
                w.document.undoStack().undo();
                break;
            }
            if (step % 3 == 0)
                QCoreApplication::processEvents();
            if (step % 10 == 9) {
                const QImage kept = w.shot();
                w.view.setCompare(CompareMode::Original);
                w.view.setCompare(CompareMode::Off); // all is drawn again
                const QImage fresh = w.shot();
                for (int y = 0; y < 300; ++y)
                    for (int x = 0; x < 400; ++x)
                        QVERIFY2(std::abs(qRed(kept.pixel(x, y)) - qRed(fresh.pixel(x, y))) <= 2 &&
                                     std::abs(qGreen(kept.pixel(x, y)) - qGreen(fresh.pixel(x, y))) <= 2,
                                 qPrintable(QStringLiteral("step %1, pixel %2, %3")
                                                .arg(QString::number(step), QString::number(x),
                                                     QString::number(y))));
            }
        }
    }

    void thePatchLiesOverThePicture() {
        Window w;
        w.document.show(w.patch({300, 190, 20, 20}, {1, 2, 3}));
        QCOMPARE(w.shot().pixel(w.at(305, 200)), qRgb(1, 2, 3));
        w.view.setCompare(CompareMode::Original);
        QCOMPARE(w.shot().pixel(w.at(305, 200)), colourAt(w.samples, 305, 200));
        w.view.setCompare(CompareMode::Off);
        w.document.show({});
        QCoreApplication::processEvents();
        QCOMPARE(w.shot().pixel(w.at(305, 200)), colourAt(w.samples, 305, 200));
    }

    void aPatchWhoseSamplesChangeIsDrawnAgain() {
        Window w;
        project::Patch patch = w.patch({300, 190, 20, 20}, {1, 2, 3});
        w.document.show(patch);
        QCOMPARE(w.shot().pixel(w.at(305, 200)), qRgb(1, 2, 3));
        patch.pixels(cv::Rect(0, 0, 10, 20)).setTo(cv::Scalar(9, 9, 9));
        w.document.updateShown({300, 190, 10, 20});
        const QImage shot = w.shot();
        QCOMPARE(shot.pixel(w.at(305, 200)), qRgb(9, 9, 9));
        QCOMPARE(shot.pixel(w.at(315, 200)), qRgb(1, 2, 3));
    }

    void wipeAndSideBySideAndDifference() {
        Window w;
        w.document.show(w.patch(w.document.rect(), {1, 2, 3}));
        w.view.setCompare(CompareMode::Wipe);
        w.view.setWipe(0.25);
        QImage shot = w.shot();
        const QPointF left = w.view.viewport().toPicture({50.5, 80.5});
        QCOMPARE(shot.pixel(50, 80), colourAt(w.samples, int(left.x()), int(left.y())));
        QCOMPARE(shot.pixel(150, 80), qRgb(1, 2, 3));
        w.press({100, 200}); // the line is taken hold of
        w.drag({300, 200});
        w.release({300, 200});
        QCOMPARE(w.view.wipe(), 0.75);
        QCOMPARE(w.tool.said, QString());
        QVERIFY(w.shot().pixel(150, 80) != qRgb(1, 2, 3));

        w.view.setCompare(CompareMode::SideBySide);
        shot = w.shot();
        const QPointF same = w.view.viewport().toPicture({50.5, 150.5});
        QCOMPARE(shot.pixel(50, 150), colourAt(w.samples, int(same.x()), int(same.y())));
        QCOMPARE(shot.pixel(350, 150), qRgb(1, 2, 3));

        w.view.setCompare(CompareMode::Difference);
        const QPoint pixel = w.at(300, 200);
        const QRgb base = colourAt(w.samples, 300, 200);
        QCOMPARE(qRed(w.shot().pixel(pixel)), std::min(255, 4 * std::abs(qRed(base) - 1)));
    }

    void aFittedPictureIsFittedAgain() {
        Window w;
        w.view.fit();
        const double zoom = w.view.viewport().zoom();
        w.view.resize(200, 300); // a dock opens
        QCOMPARE(w.view.viewport().zoom(), zoom / 2);
        w.press({100, 100}, Qt::MiddleButton); // a click is no pan
        w.release({100, 100}, Qt::MiddleButton);
        w.view.resize(400, 300);
        QCOMPARE(w.view.viewport().zoom(), zoom);
        w.wheel({100, 100}, 1);
        const double byHand = w.view.viewport().zoom();
        w.view.resize(200, 300);
        QCOMPARE(w.view.viewport().zoom(), byHand);
    }

    void transparencyShowsSquares() {
        Window w;
        cv::Mat clear(200, 200, CV_8UC4, cv::Scalar(0, 0, 0, 0));
        w.document.open({clear, {}}, QStringLiteral("clear"));
        w.view.setZoom(1);
        const QImage shot = w.shot();
        QSet<QRgb> colours;
        for (int i = 0; i < 100; ++i)
            colours.insert(shot.pixel(w.at(50 + i, 50)));
        QCOMPARE(colours.size(), 2);
    }

    void closedThereIsNothing() {
        Window w;
        w.document.close();
        const QImage shot = w.shot();
        QCOMPARE(shot.pixel(0, 0), shot.pixel(200, 150));
        w.press({200, 150});
        w.release({200, 150});
        QCOMPARE(w.tool.said, QString());
    }

    void theOutlineIsDrawnWhereItIs() {
        Window w;
        const QImage without = w.shot();
        QPainterPath path;
        path.addRect(300, 190, 30, 20);
        PaintWatch watch(w.view);
        w.tool.setOutline({path, 0});
        QCoreApplication::processEvents();
        QVERIFY(watch.region.boundingRect().width() <= 40);
        const QImage with = w.shot();
        QVERIFY(with.pixel(w.at(315, 190)) != without.pixel(w.at(315, 190)));
        QCOMPARE(with.pixel(w.at(315, 200)), without.pixel(w.at(315, 200)));
        w.tool.setOutline({});
        QCOMPARE(w.shot(), without);
    }

    // After a zoom the circle covers another part of the view, which has to be painted when the pointer
    // leaves.
    void aZoomLeavesNoPartOfTheOutlineBehind() {
        Window w;
        w.tool.setOutline({.path = {}, .brushRadiusPx = 10});
        QPainterPath path;
        path.addRect(300, 190, 20, 10);
        for (const Tool::Outline& outline : {Tool::Outline{{}, 10}, Tool::Outline{path, 0}}) {
            w.view.setZoom(1);
            w.tool.setOutline(outline);
            w.drag({200, 150}, {});
            w.view.setZoom(4);
            QCoreApplication::processEvents();
            PaintWatch watch(w.view);
            w.tool.setOutline({});
            QCoreApplication::processEvents();
            const QRect outer = outline.path.isEmpty()
                                    ? QRect(200 - 40, 150 - 40, 80, 80)
                                    : w.view.viewport().toView().mapRect(QRectF(300, 190, 20, 10)).toRect();
            QVERIFY(watch.region.contains(QRect(outer.topLeft(), QSize(outer.width(), 1)).center()));
        }
    }

    void theGridComesWhenPixelsAreLarge() {
        Window w;
        w.view.setZoom(8);
        const QImage with = w.shot();
        w.view.setPixelGrid(false);
        QVERIFY(w.shot() != with);
        w.view.setZoom(6);
        const QImage far = w.shot();
        w.view.setPixelGrid(true);
        QCOMPARE(w.shot(), far);
    }
};

NB_TEST_WIDGETS(TestCanvasPainter)
#include "tst_canvas_painter.moc"
