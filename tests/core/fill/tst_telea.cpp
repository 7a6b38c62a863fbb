#include "core/fill/telea.h"

#include "tests/core/image/failing_allocator.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

image::Picture flat(int type, const cv::Scalar& colour) {
    image::Picture picture;
    picture.pixels = cv::Mat(40, 60, type, colour);
    return picture;
}

mask::Mask square() {
    mask::Mask mask{cv::Mat::zeros(40, 60, CV_8UC1)};
    mask.pixels(cv::Rect(20, 10, 12, 12)).setTo(255);
    return mask;
}

} // namespace

class TestTelea : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void continuesAFlatColourAtEveryDepth_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("RGB 8") << CV_8UC3;
        QTest::newRow("RGBA 8") << CV_8UC4;
        QTest::newRow("RGB 16") << CV_16UC3;
        QTest::newRow("RGBA 16") << CV_16UC4;
    }
    void continuesAFlatColourAtEveryDepth() {
        QFETCH(int, type);
        const bool deep = CV_MAT_DEPTH(type) == CV_16U;
        // 12345 is not a multiple of 257: a conversion to 8 bits would change it.
        const cv::Scalar colour = deep ? cv::Scalar(12345, 54321, 777, 40000) : cv::Scalar(12, 200, 77, 90);
        image::Picture picture = flat(type, colour);
        picture.metadata.icc = "profile";
        const image::Picture original{picture.pixels.clone(), picture.metadata};
        const mask::Mask mask = square();
        cv::Mat spoiled = picture.pixels(cv::Rect(20, 10, 12, 12));
        spoiled.setTo(cv::Scalar(0, 0, 0, colour[3]));
        const auto filled = fill::fillTelea(picture, mask, {});
        QVERIFY(filled.has_value());
        QCOMPARE(filled->pixels.type(), type);
        QCOMPARE(filled->metadata.icc, QByteArray("profile"));
        const double worst = cv::norm(filled->pixels, original.pixels, cv::NORM_INF);
        // OpenCV drifts by a unit or two as it goes inwards.
        QVERIFY2(worst <= 3, qPrintable(QString::number(worst)));
    }

    void touchesNothingOutsideTheMask() {
        image::Picture picture = flat(CV_8UC3, {});
        cv::randu(picture.pixels, 0, 256);
        const mask::Mask mask = square();
        const auto filled = fill::fillTelea(picture, mask, {});
        QVERIFY(filled.has_value());
        cv::Mat difference;
        cv::absdiff(filled->pixels, picture.pixels, difference);
        difference.setTo(0, mask.pixels);
        QCOMPARE(cv::norm(difference, cv::NORM_INF), 0.0);
    }

    void softMaskPixelsAreFilledToo() {
        image::Picture picture = flat(CV_8UC3, {100, 100, 100});
        mask::Mask mask{cv::Mat::zeros(40, 60, CV_8UC1)};
        mask.pixels.at<uchar>(20, 30) = 1;
        picture.pixels.at<cv::Vec3b>(20, 30) = {255, 0, 0};
        const auto filled = fill::fillTelea(picture, mask, {});
        QVERIFY(std::abs(int(filled->pixels.at<cv::Vec3b>(20, 30)[0]) - 100) <= 3);
    }

    void refusesWhatCannotBeFilled() {
        const image::Picture picture = flat(CV_8UC3, {});
        const auto all = fill::fillTelea(picture, {cv::Mat(40, 60, CV_8UC1, 255)}, {});
        QCOMPARE(all.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(all.error().field, QStringLiteral("mask"));
        const auto other = fill::fillTelea(picture, {cv::Mat(40, 61, CV_8UC1, 255)}, {});
        QCOMPARE(other.error().code, ErrorCode::MaskSizeMismatch);
    }

    void lackOfMemoryIsReportedAsSuch() {
        const image::Picture picture{cv::Mat(9, 9, CV_8UC3, cv::Scalar::all(9)), {}};
        const mask::Mask mask{cv::Mat::eye(9, 9, CV_8UC1)};
        const image::FailingAllocator allocator(cv::Error::StsNoMem);
        QCOMPARE(fill::fillTelea(picture, mask, {}).error().code, ErrorCode::OutOfMemory);
    }

    void stopsBeforeItStarts() {
        std::stop_source source;
        source.request_stop();
        const auto filled = fill::fillTelea(flat(CV_16UC3, {}), square(), source.get_token());
        QCOMPARE(filled.error().code, ErrorCode::Cancelled);
    }
};

NB_TEST(TestTelea)
#include "tst_telea.moc"
