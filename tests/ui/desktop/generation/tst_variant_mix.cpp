#include "ui/desktop/generation/variant_mix.h"

#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include "tests/ui/desktop/generation/generation_bench.h"
#include "ui/desktop/generation/offline_preview.h"
#include "ui/desktop/generation/result_selection.h"
#include "ui/desktop/tools/tool_settings.h"
#include "ui/desktop/tools/variant_brush.h"
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;

namespace {

const cv::Scalar kRed{200, 10, 10}, kBlue{10, 10, 200};
constexpr QSize kSize{200, 120};
const QRect kArea{40, 20, 120, 80};

// A picture of one colour with two results in another, all over kArea.
struct Bench {
    WorkerPool pool{2};
    StudioDocument document;
    GenerationQueue queue{document, pool};
    OfflinePreview preview{queue, pool};
    ResultSelection selection{document, queue, preview, pool};
    VariantMix mix{document, selection, pool};
    ToolSettings settings;
    VariantBrush brush{document, mix, settings};

    Bench() {
        document.open({cv::Mat(kSize.height(), kSize.width(), CV_8UC3, kBelow), {}},
                      QStringLiteral("photo.png"));
        const auto edit = document.beginMaskEdit(QStringLiteral("Rectangle"));
        edit->write(kArea) = 255;
        edit->wrote(kArea);
        edit->commit();
        add(QStringLiteral("red"), kRed);
        add(QStringLiteral("blue"), kBlue);
        settings.setValue(Setting::BrushSize, 20);
        settings.setValue(Setting::PressureSize, 0);
    }
    void add(const QString& id, const cv::Scalar& colour) {
        project::Layer layer;
        layer.id = id;
        layer.patch = {kArea, cv::Mat(kArea.height(), kArea.width(), CV_8UC3, colour)};
        layer.mask = cv::Mat(kArea.height(), kArea.width(), CV_8UC1, cv::Scalar(255));
        document.addResult(layer);
    }
    bool begin() {
        mix.begin({QStringLiteral("red"), QStringLiteral("blue")});
        return QTest::qWaitFor([&] { return mix.isActive(); });
    }
    cv::Vec3b shownAt(int x, int y) const {
        const project::Patch& shown = document.shown();
        return colourAt(shown.pixels, x - shown.rect.x(), y - shown.rect.y());
    }
    void paint(QPointF from, QPointF to, bool ctrl = false) {
        PointerEvent event;
        event.pos = from;
        event.ctrl = ctrl;
        brush.press(event);
        event.pos = to;
        brush.move(event);
        brush.release(event);
    }
};

} // namespace

class TestVariantMix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itBeginsWithTheFirst() {
        Bench bench;
        QVERIFY(bench.begin());
        QCOMPARE(bench.mix.rect(), kArea);
        QCOMPARE(bench.shownAt(40, 20), cv::Vec3b(200, 10, 10));
        QCOMPARE(bench.mix.choiceAt({100, 60}), 1);
    }

    void orWithWhatIsChosen() {
        Bench bench;
        bench.selection.select(QStringLiteral("blue"));
        QVERIFY(bench.begin());
        QCOMPARE(bench.shownAt(40, 20), cv::Vec3b(10, 10, 200));
    }

    void theBrushShowsTheOtherWithASoftEdge() {
        Bench bench;
        QVERIFY(bench.begin());
        bench.mix.setChoice(QStringLiteral("blue"));
        bench.paint({100, 60}, {100, 60}); // radius 10
        QCOMPARE(bench.shownAt(100, 60), cv::Vec3b(10, 10, 200));
        QCOMPARE(bench.shownAt(104, 60), cv::Vec3b(10, 10, 200)); // further in than the soft edge
        QCOMPARE(bench.shownAt(120, 60), cv::Vec3b(200, 10, 10));
        // Between them each step goes one way, and there are steps.
        int soft = 0;
        for (int x = 104; x < 120; ++x) {
            QVERIFY(bench.shownAt(x + 1, 60)[0] >= bench.shownAt(x, 60)[0]);
            QVERIFY(bench.shownAt(x + 1, 60)[2] <= bench.shownAt(x, 60)[2]);
            const int red = bench.shownAt(x, 60)[0];
            soft += red > 15 && red < 195 ? 1 : 0;
            QVERIFY(std::abs(bench.shownAt(x, 60)[1] - 10) == 0); // the same in both stays exact
        }
        QVERIFY2(soft >= 3 && soft <= 2 * VariantMix::kSoftPx, qPrintable(QString::number(soft)));
        QCOMPARE(bench.mix.choiceAt({100, 60}), 2);
    }

    void controlBringsThePictureBack() {
        Bench bench;
        QVERIFY(bench.begin());
        bench.paint({100, 60}, {100, 60}, true);
        QCOMPARE(bench.shownAt(100, 60), cv::Vec3b(10, 20, 30));
    }

    void onlyWhatWasTouchedIsAnnounced() {
        Bench bench;
        QVERIFY(bench.begin());
        QSignalSpy shown(&bench.document, &StudioDocument::shownChanged);
        bench.mix.setChoice(2);
        PointerEvent event;
        event.pos = {100, 60};
        bench.brush.press(event);
        QCOMPARE(shown.size(), 1);
        const QRect changed = shown[0][0].toRect();
        QVERIFY(changed.contains(QRect(90, 50, 20, 20)));
        QVERIFY(QRect(85, 45, 30, 30).contains(changed));
    }

    void aStrokeIsUndoneAndAnotherCancelled() {
        Bench bench;
        QVERIFY(bench.begin());
        const cv::Mat before = bench.document.shown().pixels.clone();
        bench.mix.setChoice(2);
        bench.paint({60, 60}, {140, 60});
        const cv::Mat after = bench.document.shown().pixels.clone();
        QVERIFY(cv::norm(before, after, cv::NORM_INF) > 0);
        bench.mix.undoStack().undo();
        QCOMPARE(cv::norm(bench.document.shown().pixels, before, cv::NORM_INF), 0.0);
        bench.mix.undoStack().redo();
        QCOMPARE(cv::norm(bench.document.shown().pixels, after, cv::NORM_INF), 0.0);
        PointerEvent event;
        event.pos = {60, 30};
        bench.mix.setChoice(1);
        bench.brush.press(event);
        event.pos = {140, 90};
        bench.brush.move(event);
        bench.brush.cancel();
        QCOMPARE(cv::norm(bench.document.shown().pixels, after, cv::NORM_INF), 0.0);
        QCOMPARE(bench.mix.undoStack().count(), 1);
    }

    // The order and the speed of strokes must not matter to the outcome: only the map does.
    void paintingOverGivesWhatPaintingOnceGives() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        Bench bench;
        QVERIFY(bench.begin());
        for (int i = 0; i < 30; ++i) {
            bench.mix.setChoice(1 + int(random.bounded(2u)));
            bench.paint({40 + 120 * random.generateDouble(), 20 + 80 * random.generateDouble()},
                        {40 + 120 * random.generateDouble(), 20 + 80 * random.generateDouble()});
        }
        // Redrawn whole by undoing and redoing everything.
        const cv::Mat shown = bench.document.shown().pixels.clone();
        bench.mix.undoStack().setIndex(0);
        QCOMPARE(bench.shownAt(100, 60), cv::Vec3b(200, 10, 10));
        bench.mix.undoStack().setIndex(bench.mix.undoStack().count());
        QCOMPARE(cv::norm(bench.document.shown().pixels, shown, cv::NORM_INF), 0.0);
    }

    void acceptedItIsOneStepThatUndoBringsBack() {
        Bench bench;
        QVERIFY(bench.begin());
        const cv::Mat picture = bench.document.picture().pixels.clone();
        bench.mix.setChoice(2);
        bench.paint({100, 60}, {100, 60});
        const cv::Mat shown = bench.document.shown().pixels.clone();
        const int steps = bench.document.undoStack().count();
        bench.mix.accept();
        QVERIFY(!bench.mix.isActive());
        QCOMPARE(bench.document.undoStack().count(), steps + 1);
        QVERIFY(bench.document.shown().isNull());
        const cv::Mat area =
            bench.document.picture().pixels(cv::Rect(kArea.x(), kArea.y(), kArea.width(), kArea.height()));
        QCOMPARE(cv::norm(area, shown, cv::NORM_INF), 0.0);
        QCOMPARE(cv::countNonZero(bench.document.mask().pixels), 0);
        bench.document.undoStack().undo();
        QCOMPARE(cv::norm(bench.document.picture().pixels, picture, cv::NORM_INF), 0.0);
        QCOMPARE(cv::countNonZero(bench.document.mask().pixels), 120 * 80);
        QVERIFY(settle(bench.pool));
        QVERIFY(bench.document.shown().isNull()); // nothing is composed late
    }

    void cancelledNothingHasHappened() {
        Bench bench;
        QVERIFY(bench.begin());
        bench.paint({100, 60}, {100, 60}, true);
        bench.mix.cancel();
        QVERIFY(bench.document.shown().isNull());
        QCOMPARE(bench.document.results().size(), size_t(2));
    }

    // Projects may hold results without a mask: there the whole result counts.
    void aResultWithoutAMaskIsMixed() {
        Bench bench;
        project::Layer layer;
        layer.id = QStringLiteral("bare");
        layer.patch = {kArea, cv::Mat(kArea.height(), kArea.width(), CV_8UC3, cv::Scalar(1, 200, 1))};
        bench.document.addResult(layer);
        bench.mix.begin({QStringLiteral("red"), QStringLiteral("bare")});
        QVERIFY(QTest::qWaitFor([&] { return bench.mix.isActive(); }));
        bench.mix.setChoice(QStringLiteral("bare"));
        bench.paint({100, 60}, {100, 60});
        QCOMPARE(bench.shownAt(100, 60), cv::Vec3b(1, 200, 1));
        QCOMPARE(bench.shownAt(140, 60), cv::Vec3b(200, 10, 10));
    }

    void aResultThatGoesEndsIt() {
        Bench bench;
        QVERIFY(bench.begin());
        bench.document.removeResult(QStringLiteral("blue"));
        QVERIFY(!bench.mix.isActive());
    }

    void deepPicturesKeepTheirDepth() {
        Bench bench;
        bench.document.open({cv::Mat(60, 60, CV_16UC3, cv::Scalar(65535, 1, 40000)), {}},
                            QStringLiteral("deep.png"));
        for (const char* id : {"a", "b"}) {
            project::Layer layer;
            layer.id = QLatin1String(id);
            // Red is the same in picture and both layers.
            layer.patch = {{0, 0, 60, 60}, cv::Mat(60, 60, CV_16UC3, cv::Scalar(65535, 50000, *id))};
            layer.mask = cv::Mat(60, 60, CV_8UC1, cv::Scalar(255));
            bench.document.addResult(layer);
        }
        bench.mix.begin({QStringLiteral("a"), QStringLiteral("b")});
        QVERIFY(QTest::qWaitFor([&] { return bench.mix.isActive(); }));
        bench.mix.setChoice(2);
        bench.paint({30, 30}, {30, 30});
        const cv::Mat& pixels = bench.document.shown().pixels;
        QCOMPARE(pixels.type(), CV_16UC3);
        for (int x = 0; x < 60; ++x)
            QCOMPARE(pixels.at<cv::Vec3w>(30, x)[0], ushort(65535));
        QCOMPARE(pixels.at<cv::Vec3w>(30, 30)[2], ushort('b'));
    }
};

NB_TEST_WIDGETS(TestVariantMix)
#include "tst_variant_mix.moc"
