#include "ui/desktop/canvas/finger_rotation.h"

#include "tests/support/test_main.h"
#include <QTest>

using nb::desktop::FingerRotation;

class TestFingerRotation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void smallTurnsAreIgnored() {
        FingerRotation rotation;
        for (const double degrees : {5.0, -7.0, 6.0, -9.0}) // sums to -5, never over 8
            QCOMPARE(rotation.add(degrees), 0.0);
        QVERIFY(!rotation.isActive());
    }

    void thePictureFollowsFromTheThresholdOn() {
        FingerRotation rotation;
        QCOMPARE(rotation.add(-6), 0.0);
        QCOMPARE(rotation.add(-5), -3.0); // 11 in all, less the 8 of the threshold
        QVERIFY(rotation.isActive());
        QCOMPARE(rotation.add(2), 2.0); // back again too
    }
};

NB_TEST(TestFingerRotation)
#include "tst_finger_rotation.moc"
