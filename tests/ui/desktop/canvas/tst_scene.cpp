// Scene: what is drawn while levels are still being built. The finished picture is tested in
// tst_canvas_painter.cpp.
#include "ui/desktop/canvas/scene.h"

#include "tests/support/held_pool.h"
#include "tests/support/test_main.h"
#include "ui/desktop/document/studio_document.h"
#include <QSignalSpy>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

constexpr QSize kFrame{400, 300};

struct Setup {
    explicit Setup(QSize picture) {
        const cv::Mat pixels(picture.height(), picture.width(), CV_8UC3, cv::Scalar(10, 20, 30));
        document.open({pixels, {}}, QStringLiteral("x"));
        viewport.setPicture(picture);
        viewport.setView(kFrame, 1);
        scene.setViewport(viewport, kFrame);
    }
    bool settle() {
        document.settleMask();
        return test::drain(pool) && scene.isSharp();
    }
    void fillMask(const QRect& clear, const QRect& full) {
        const auto edit = document.beginMaskEdit(QStringLiteral("test"));
        edit->write(clear).setTo(0);
        edit->write(full).setTo(255);
        edit->wrote(clear | full);
        edit->commit();
    }
    QRgb at(int x, int y) { return scene.frame().pixel(viewport.fromPicture(QPointF(x, y)).toPoint()); }

    WorkerPool pool{2};
    StudioDocument document;
    Viewport viewport;
    Scene scene{document, pool};
};

} // namespace

class TestScene : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // At the end of a drag the mask's levels are built later than the mask; what is shown does not jump back.
    void aMovedMaskStaysWhereItIsShown() {
        Setup setup({4001, 3001});
        setup.scene.setMaskStyle({MaskView::BlackWhite, {}, 1, false});
        setup.fillMask({}, {0, 0, 1000, 3001});
        QVERIFY(setup.settle());
        setup.scene.setMaskShift({3000, 0});
        QVERIFY(setup.settle());
        const auto showsTheMove = [&setup] {
            return setup.at(3500, 1500) == qRgb(255, 255, 255) && setup.at(500, 1500) == qRgb(0, 0, 0);
        };
        QVERIFY(showsTheMove());
        {
            const test::HeldPool held(setup.pool);
            setup.fillMask(setup.document.rect(), {3000, 0, 1000, 3001});
            setup.document.settleMask();
            setup.scene.setMaskShift({});
            QVERIFY(!setup.scene.isSharp());
            QVERIFY(showsTheMove());
        }
        while (!setup.scene.isSharp()) {
            QVERIFY(showsTheMove());
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        }
        QVERIFY(showsTheMove());
    }

    // Accepting takes the patch away before the picture's levels are there.
    void anAcceptedPatchStaysUntilThePictureIsUpToDate() {
        Setup setup({3000, 2000});
        QVERIFY(setup.settle());
        const project::Patch patch{setup.document.rect(), cv::Mat(2000, 3000, CV_8UC3, cv::Scalar(1, 2, 3))};
        setup.document.show(patch);
        QVERIFY(setup.settle());
        QCOMPARE(setup.at(1500, 1000), qRgb(1, 2, 3));
        {
            const test::HeldPool held(setup.pool);
            setup.document.accept(patch, {});
            QCoreApplication::processEvents();
            QVERIFY(!setup.scene.isSharp());
            QCOMPARE(setup.at(1500, 1000), qRgb(1, 2, 3));
        }
        QVERIFY(setup.settle());
        QCOMPARE(setup.at(1500, 1000), qRgb(1, 2, 3));
    }

    void aNewPatchIsDrawnOnceItCanBe() {
        Setup setup({3000, 2000});
        QVERIFY(setup.settle());
        const test::HeldPool held(setup.pool);
        setup.document.show({setup.document.rect(), cv::Mat(2000, 3000, CV_8UC3, cv::Scalar(1, 2, 3))});
        QVERIFY(!setup.scene.isSharp());
        QCOMPARE(setup.at(1500, 1000), qRgb(10, 20, 30));
    }

    void antsAreDrawnAgainAtEachStep() {
        Setup setup({200, 150});
        setup.fillMask({}, {50, 40, 60, 50});
        QVERIFY(setup.settle());
        setup.scene.setMaskStyle({MaskView::Hidden, {}, 1, true});
        (void)setup.scene.frame();
        QSignalSpy changed(&setup.scene, &Scene::changed);
        QVERIFY(QTest::qWaitFor([&] { return !changed.isEmpty(); }, 20'000));
        setup.scene.setMaskStyle({MaskView::Hidden, {}, 1, false});
        (void)setup.scene.frame();
        QCOMPARE(setup.at(50, 60), qRgb(10, 20, 30));
    }
};

NB_TEST_WIDGETS(TestScene)
#include "tst_scene.moc"
