#include "ui/desktop/canvas/scene_view.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::desktop;

namespace {

// A picture of 100 by 60 at 100 %, whose corner is in the corner of the view.
SceneView viewOf(CompareMode compare) {
    SceneView view;
    view.compare = compare;
    view.frame = compare == CompareMode::SideBySide ? QSize(203, 60) : QSize(100, 60);
    view.viewport.setPicture({100, 60});
    view.viewport.setView({compare == CompareMode::SideBySide ? 101 : 100, 60}, 1);
    view.viewport.setZoom(1);
    return view;
}

} // namespace

class TestSceneView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSplitIsWhereThePatchBegins() {
        QCOMPARE(viewOf(CompareMode::Off).splitColumn(), 0);
        QCOMPARE(viewOf(CompareMode::Original).splitColumn(), 100);
        SceneView wipe = viewOf(CompareMode::Wipe);
        wipe.wipe = 0.3;
        QCOMPARE(wipe.splitColumn(), 30);
        QCOMPARE(viewOf(CompareMode::SideBySide).splitColumn(), 203 - 101);
    }

    void aPicturePixelIsInBothHalves() {
        QCOMPARE(viewOf(CompareMode::Off).deviceRects({10, 10, 5, 5}).size(), size_t(1));
        const SceneView view = viewOf(CompareMode::SideBySide);
        const std::vector<QRect> places = view.deviceRects({10, 10, 5, 5});
        QCOMPARE(places.size(), size_t(2));
        QCOMPARE(places[1], places[0].translated(102, 0));
        QCOMPARE(view.toDevice(places[1]).dx() - view.toDevice(places[0]).dx(), 102.0);
        QCOMPARE(view.pictureRect(places[0]), view.pictureRect(places[1])); // all of a half
    }

    void multiplesOf90DegreesAreRightAngles() {
        SceneView view = viewOf(CompareMode::Off);
        for (const double degrees : {0.0, 90.0, 180.0, 270.0}) {
            view.viewport.setRotation(degrees);
            QVERIFY(view.isRightAngled());
        }
        view.viewport.setRotation(45);
        QVERIFY(!view.isRightAngled());
    }
};

NB_TEST(TestSceneView)
#include "tst_scene_view.moc"
