#include "core/image/orientation.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

class TestOrientation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // EXIF says which sides of the scene row 0 and column 0 are. For a stored picture
    //   1 2 3
    //   4 5 6
    // the upright one was worked out by hand.
    void upright_data() {
        QTest::addColumn<int>("orientation");
        QTest::addColumn<QList<QList<int>>>("rows");
        using Rows = QList<QList<int>>;
        QTest::newRow("top left") << 1 << Rows{{1, 2, 3}, {4, 5, 6}};
        QTest::newRow("top right") << 2 << Rows{{3, 2, 1}, {6, 5, 4}};
        QTest::newRow("bottom right") << 3 << Rows{{6, 5, 4}, {3, 2, 1}};
        QTest::newRow("bottom left") << 4 << Rows{{4, 5, 6}, {1, 2, 3}};
        QTest::newRow("left top") << 5 << Rows{{1, 4}, {2, 5}, {3, 6}};
        QTest::newRow("right top") << 6 << Rows{{4, 1}, {5, 2}, {6, 3}};
        QTest::newRow("right bottom") << 7 << Rows{{6, 3}, {5, 2}, {4, 1}};
        QTest::newRow("left bottom") << 8 << Rows{{3, 6}, {2, 5}, {1, 4}};
    }
    void upright() {
        QFETCH(int, orientation);
        QFETCH(QList<QList<int>>, rows);
        cv::Mat stored(2, 3, CV_16UC4);
        for (int i = 0; i < 6; ++i)
            stored.at<cv::Vec4w>(i / 3, i % 3) = cv::Vec4w::all(static_cast<ushort>(i + 1));
        const cv::Mat actual = image::upright(stored, orientation);
        QCOMPARE(actual.rows, static_cast<int>(rows.size()));
        QCOMPARE(actual.cols, static_cast<int>(rows[0].size()));
        QCOMPARE(image::uprightSize({3, 2}, orientation), QSize(actual.cols, actual.rows));
        for (int y = 0; y < actual.rows; ++y)
            for (int x = 0; x < actual.cols; ++x)
                QCOMPARE(int(actual.at<cv::Vec4w>(y, x)[3]), rows[y][x]);
    }
};

NB_TEST(TestOrientation)
#include "tst_orientation.moc"
