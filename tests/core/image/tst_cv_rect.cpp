#include "core/image/cv_rect.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;

class TestCvRect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOriginIsSubtracted() {
        QVERIFY(cvRect({10, 20, 30, 40}) == cv::Rect(10, 20, 30, 40));
        QVERIFY(cvRect({10, 20, 30, 40}, {4, 5}) == cv::Rect(6, 15, 30, 40));
    }

    void aMarginEndsAtTheBounds() {
        const QRect bounds(0, 0, 100, 80);
        QCOMPARE(withMargin(QRect(50, 40, 10, 10), 5, bounds), QRect(45, 35, 20, 20));
        QCOMPARE(withMargin(QRect(2, 75, 10, 5), 5, bounds), QRect(0, 70, 17, 10));
        QVERIFY(withMargin(QRect(200, 200, 10, 10), 5, bounds).isEmpty());
        QVERIFY(withMargin(cv::Rect(50, 40, 10, 10), 5, {0, 0, 100, 80}) == cv::Rect(45, 35, 20, 20));
        QVERIFY(withMargin(cv::Rect(2, 75, 10, 5), 5, {0, 0, 100, 80}) == cv::Rect(0, 70, 17, 10));
    }
};

NB_TEST(TestCvRect)
#include "tst_cv_rect.moc"
