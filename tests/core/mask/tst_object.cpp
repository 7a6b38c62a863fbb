#include "core/mask/object.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;

namespace {

struct Scene {
    image::Picture picture;
    cv::Mat truth; // 255 = the object
};

// A speckled reddish ellipse, a third of the picture, on a speckled greenish ground.
Scene scene(int width, int height, int type = CV_8UC3) {
    cv::RNG random(7);
    cv::Mat rgb(height, width, CV_8UC3), truth = cv::Mat::zeros(height, width, CV_8UC1),
                                         noise(rgb.size(), CV_8UC3);
    cv::ellipse(truth, {width / 2, height / 2}, {width / 4, height / 3}, 20, 0, 360, 255, -1);
    rgb.setTo(cv::Scalar(70, 120, 60));
    rgb.setTo(cv::Scalar(170, 70, 60), truth);
    random.fill(noise, cv::RNG::UNIFORM, 0, 40);
    rgb += noise;
    if (CV_MAT_CN(type) == 4)
        cv::cvtColor(rgb, rgb, cv::COLOR_RGB2RGBA);
    rgb.convertTo(rgb, CV_MAT_DEPTH(type), CV_MAT_DEPTH(type) == CV_16U ? 257 : 1);
    return {{rgb, {}}, truth};
}

// Intersection over union at half strength; what lies outside the bounds is not selected.
double agreement(const mask::ObjectOutline& outline, const cv::Mat& truth) {
    cv::Mat found = cv::Mat::zeros(truth.size(), CV_8UC1);
    const QRect b = outline.bounds();
    outline.samples(b).copyTo(found(cv::Rect(b.x(), b.y(), b.width(), b.height())));
    const cv::Mat selected = found > 127;
    return double(cv::countNonZero(selected & truth)) / cv::countNonZero(selected | truth);
}

} // namespace

class TestObject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheObjectInTheRectangle_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("type");
        QTest::newRow("small") << QSize(150, 120) << CV_8UC3;
        QTest::newRow("alpha") << QSize(300, 200) << CV_8UC4;
        QTest::newRow("16 bit") << QSize(300, 200) << CV_16UC3;
        QTest::newRow("large") << QSize(2400, 1800) << CV_8UC3;
        QTest::newRow("16 bit RGBA, large") << QSize(1500, 1200) << CV_16UC4;
    }

    void findsTheObjectInTheRectangle() {
        QFETCH(QSize, size);
        QFETCH(int, type);
        const auto [picture, truth] = scene(size.width(), size.height(), type);
        const QRect rect(size.width() / 6, size.height() / 12, size.width() * 2 / 3, size.height() * 5 / 6);
        const auto found = mask::objectInRectangle(picture, rect);
        QVERIFY(found.has_value());
        const double share = agreement(*found, truth);
        QVERIFY2(share > 0.97, qPrintable(QString::number(share)));
    }

    void findsTheObjectUnderTheScribble() {
        for (const QSize size : {QSize(300, 240), QSize(1600, 1200)}) {
            const auto [picture, truth] = scene(size.width(), size.height());
            const QPoint middle(size.width() / 2, size.height() / 2), aside(size.width() / 8, 0);
            const auto found =
                mask::objectUnderScribble(picture, {middle - aside, middle, middle + aside}, 4);
            QVERIFY(found.has_value());
            const double share = agreement(*found, truth);
            QVERIFY2(share > 0.95, qPrintable(QString::number(share)));
        }
    }

    void stripsGiveTheSameAsTheWhole() {
        const auto [picture, truth] = scene(1300, 900);
        const auto found = mask::objectInRectangle(picture, {200, 60, 900, 780});
        const QRect b = found->bounds();
        const cv::Mat whole = found->samples(b);
        for (int top = 0; top < b.height(); top += 128) {
            const int height = std::min(128, b.height() - top);
            cv::Mat difference;
            cv::absdiff(found->samples({b.x(), b.y() + top, b.width(), height}),
                        whole.rowRange(top, top + height), difference);
            QVERIFY(cv::countNonZero(difference > 2) == 0);
        }
    }

    void theSameMarkGivesTheSameObject() {
        const auto [picture, truth] = scene(300, 200);
        const auto once = mask::objectInRectangle(picture, {50, 20, 200, 160});
        const auto again = mask::objectInRectangle(picture, {50, 20, 200, 160});
        QCOMPARE(once->bounds(), again->bounds());
        QCOMPARE(cv::norm(once->samples(once->bounds()), again->samples(once->bounds()), cv::NORM_INF), 0.0);
    }

    void marksOnTheBorderAreAccepted() {
        const auto [picture, truth] = scene(300, 200);
        QVERIFY(mask::objectInRectangle(picture, {-10, -10, 1000, 1000}).has_value());
        QVERIFY(mask::objectUnderScribble(picture, {{0, 0}, {299, 199}}, 3).has_value());
    }

    void refusesMarksThatAreTooSmallOrOutside() {
        const auto [picture, truth] = scene(300, 200);
        QCOMPARE(mask::objectInRectangle(picture, {10, 10, 2, 50}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(mask::objectInRectangle(picture, {400, 10, 50, 50}).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(mask::objectUnderScribble(picture, {}, 3).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(mask::objectUnderScribble(picture, {{-90, -90}}, 3).error().code,
                 ErrorCode::InvalidArgument);
    }

    void onePixelPicturesAreHandled() {
        for (int side : {1, 2, 4, 5, 6, 9}) {
            const image::Picture tiny{cv::Mat(side, side, CV_8UC3, cv::Scalar::all(9)), {}};
            const auto rect = mask::objectInRectangle(tiny, {0, 0, side, side});
            const auto line = mask::objectUnderScribble(tiny, {{0, 0}}, 1);
            QVERIFY(rect.has_value() || !rect.error().message.isEmpty());
            QVERIFY(line.has_value() || !line.error().message.isEmpty());
        }
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        const auto [picture, truth] = scene(300, 200);
        QCOMPARE(mask::objectInRectangle(picture, {50, 20, 200, 160}, stop.get_token()).error().code,
                 ErrorCode::Cancelled);
    }
};

NB_TEST_APPLESS(TestObject)
#include "tst_object.moc"
