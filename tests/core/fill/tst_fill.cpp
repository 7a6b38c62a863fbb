#include "core/fill/fill.h"
#include "core/mask/bounds.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <atomic>
#include <chrono>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <thread>

using namespace nb;

namespace {

constexpr int kWidth = 120;
constexpr int kHeight = 90;

cv::Mat discMask(int radiusPx, cv::Size size = {kWidth, kHeight}) {
    cv::Mat mask = cv::Mat::zeros(size, CV_8UC1);
    cv::circle(mask, {size.width / 2, size.height / 2}, radiusPx, 255, cv::FILLED);
    return mask;
}

cv::Mat noise(int type, unsigned seed = 1) {
    cv::Mat picture(kHeight, kWidth, type);
    cv::RNG rng(seed);
    rng.fill(picture, cv::RNG::UNIFORM, 0, CV_MAT_DEPTH(type) == CV_8U ? 256 : 65536);
    return picture;
}

cv::Mat stripes() {
    cv::Mat picture(kHeight, kWidth, CV_8UC3);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
            picture.at<cv::Vec3b>(y, x) = x % 12 < 6 ? cv::Vec3b(200, 40, 30) : cv::Vec3b(20, 60, 180);
    return picture;
}

cv::Mat checkers() {
    cv::Mat picture(kHeight, kWidth, CV_8UC3);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
            picture.at<cv::Vec3b>(y, x) =
                (x / 5 + y / 5) % 2 == 0 ? cv::Vec3b(230, 220, 200) : cv::Vec3b(30, 20, 60);
    return picture;
}

// The share of the selected pixels that are off by more than 20 in some channel.
double wrongShare(const cv::Mat& result, const cv::Mat& truth, const cv::Mat& mask) {
    int wrong = 0;
    for (int y = 0; y < truth.rows; ++y)
        for (int x = 0; x < truth.cols; ++x) {
            if (mask.at<uchar>(y, x) == 0)
                continue;
            for (int c = 0; c < 3; ++c)
                if (std::abs(int(result.at<cv::Vec3b>(y, x)[c]) - int(truth.at<cv::Vec3b>(y, x)[c])) > 20) {
                    ++wrong;
                    break;
                }
        }
    return double(wrong) / cv::countNonZero(mask);
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.type() == b.type() && a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

} // namespace

class TestFill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void touchesNothingOutsideTheMaskNorAlpha_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("RGB 8") << CV_8UC3;
        QTest::newRow("RGBA 8") << CV_8UC4;
        QTest::newRow("RGB 16") << CV_16UC3;
        QTest::newRow("RGBA 16") << CV_16UC4;
    }
    void touchesNothingOutsideTheMaskNorAlpha() {
        QFETCH(int, type);
        const cv::Mat picture = noise(type);
        const cv::Mat before = picture.clone();
        const cv::Mat mask = discMask(15);
        const auto result = fill::fill(picture, mask, {});
        QVERIFY(result.has_value());
        QVERIFY(same(picture, before));
        QCOMPARE(result->type(), type);
        cv::Mat difference;
        cv::absdiff(*result, picture, difference);
        QVERIFY(cv::norm(difference, cv::NORM_INF) > 0);
        cv::Mat outside = difference.clone();
        outside.setTo(cv::Scalar::all(0), mask);
        QCOMPARE(cv::norm(outside, cv::NORM_INF), 0.0);
        if (picture.channels() == 4) {
            cv::Mat alpha;
            cv::extractChannel(difference, alpha, 3);
            QCOMPARE(cv::norm(alpha, cv::NORM_INF), 0.0);
        }
    }

    void continuesARegularTexture_data() {
        QTest::addColumn<cv::Mat>("truth");
        QTest::addColumn<cv::Mat>("mask");
        cv::Mat bar = cv::Mat::zeros(kHeight, kWidth, CV_8UC1);
        bar(cv::Rect(10, 40, 100, 9)).setTo(255);
        cv::Mat border = cv::Mat::zeros(kHeight, kWidth, CV_8UC1);
        border(cv::Rect(0, 30, 25, 25)).setTo(255);
        cv::Mat corner = cv::Mat::zeros(kHeight, kWidth, CV_8UC1);
        corner(cv::Rect(kWidth - 20, kHeight - 20, 20, 20)).setTo(255);
        QTest::newRow("stripes, disc") << stripes() << discMask(18);
        QTest::newRow("stripes, bar") << stripes() << bar;
        QTest::newRow("stripes, at the border") << stripes() << border;
        QTest::newRow("checkers, disc") << checkers() << discMask(14);
        QTest::newRow("checkers, corner") << checkers() << corner;
    }
    void continuesARegularTexture() {
        QFETCH(cv::Mat, truth);
        QFETCH(cv::Mat, mask);
        cv::Mat picture = truth.clone();
        picture.setTo(cv::Scalar(0, 255, 0), mask);
        const auto result = fill::fill(picture, mask, {});
        QVERIFY(result.has_value());
        const double wrong = wrongShare(*result, truth, mask);
        QVERIFY2(wrong < 0.05, qPrintable(QString::number(wrong)));
    }

    void aFlatPictureStaysFlat_data() { touchesNothingOutsideTheMaskNorAlpha_data(); }
    void aFlatPictureStaysFlat() {
        QFETCH(int, type);
        const bool deep = CV_MAT_DEPTH(type) == CV_16U;
        // 12345 is not a multiple of 257: a conversion to 8 bits would change it.
        const cv::Scalar colour = deep ? cv::Scalar(12345, 54321, 777, 40000) : cv::Scalar(12, 200, 77, 90);
        const cv::Mat flat(kHeight, kWidth, type, colour);
        cv::Mat picture = flat.clone();
        const cv::Mat mask = discMask(20);
        picture.setTo(cv::Scalar(0, 0, 0, colour[3]), mask);
        const auto result = fill::fill(picture, mask, {});
        QVERIFY(result.has_value());
        QVERIFY(same(*result, flat));
    }

    void aHorizonIsContinued() {
        // Sky over sea with grain on both: every column of the hole must change where the others do.
        cv::Mat truth = noise(CV_8UC3);
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x)
                for (int c = 0; c < 3; ++c)
                    truth.at<cv::Vec3b>(y, x)[c] =
                        uchar((y < 47 ? 180 : 40) + truth.at<cv::Vec3b>(y, x)[c] / 16);
        const cv::Mat mask = discMask(20);
        cv::Mat picture = truth.clone();
        picture.setTo(cv::Scalar(255, 0, 255), mask);
        const auto result = fill::fill(picture, mask, {});
        QVERIFY(result.has_value());
        const double wrong = wrongShare(*result, truth, mask);
        QVERIFY2(wrong < 0.03, qPrintable(QString::number(wrong)));
    }

    void theSeedChangesTheResult() {
        const cv::Mat picture = noise(CV_8UC3);
        const cv::Mat mask = discMask(15);
        fill::Options options;
        options.seed = 7;
        const auto first = fill::fill(picture, mask, options);
        QVERIFY(same(*first, *fill::fill(picture, mask, options)));
        options.seed = 8;
        QVERIFY(!same(*first, *fill::fill(picture, mask, options)));
    }

    void theNumberOfThreadsDoesNotChangeTheResult() {
        const cv::Mat mask = discMask(35);
        fill::Options options;
        options.threads = 1;
        const auto one = fill::fill(noise(CV_8UC3), mask, options);
        for (const int threads : {2, 5}) {
            options.threads = threads;
            QVERIFY(same(*one, *fill::fill(noise(CV_8UC3), mask, options)));
        }
    }

    void strengthSetsHowFarSourcesMayLie() {
        // The hole ends 60 pixels from the columns that differ: beyond the reach at strength 0, within it
        // at 1.
        cv::Mat picture(250, 300, CV_8UC3);
        cv::randu(picture, 0, 256);
        cv::Mat other = picture.clone();
        cv::Mat far = other.colRange(0, 40);
        cv::randu(far, 0, 256);
        const cv::Mat mask = discMask(50, {300, 250});
        for (const double strength : {0.0, 1.0}) {
            fill::Options options;
            options.strength = strength;
            const cv::Mat first = *fill::fill(picture, mask, options);
            const cv::Mat second = *fill::fill(other, mask, options);
            QCOMPARE(same(first.colRange(40, 300), second.colRange(40, 300)), strength == 0);
        }
    }

    void progressRisesToOne() {
        std::vector<double> seen;
        fill::Options options;
        options.onProgress = [&](double fraction) { seen.push_back(fraction); };
        cv::Mat mask = discMask(20);
        mask.at<uchar>(2, 2) = 1;
        QVERIFY(fill::fill(noise(CV_8UC3), mask, options).has_value());
        QVERIFY(seen.size() > 2);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QVERIFY(seen.front() > 0);
        QCOMPARE(seen.back(), 1.0);
    }

    void previewsGetSharper() {
        // Coarse to fine, each covers the hole alone, and the last one is nearly the result.
        std::vector<image::Preview> seen;
        fill::Options options;
        options.onPreview = [&](const image::Preview& preview) { seen.push_back(preview); };
        options.previewEvery = std::chrono::milliseconds(0);
        cv::Mat picture(300, 300, CV_8UC3);
        cv::randu(picture, 0, 256);
        const cv::Mat mask = discMask(60, {300, 300});
        const auto result = fill::fill(picture, mask, options);
        QVERIFY(result.has_value());
        QVERIFY(seen.size() >= 3);
        const cv::Rect bounds = nb::mask::boundsOf(mask);
        for (const image::Preview& preview : seen) {
            QCOMPARE(cv::Rect(preview.topLeft, preview.pixels.size()), bounds);
            QCOMPARE(preview.pixels.type(), CV_8UC3);
            cv::Mat outside;
            cv::absdiff(preview.pixels, picture(bounds), outside);
            outside.setTo(cv::Scalar::all(0), mask(bounds));
            QCOMPARE(cv::norm(outside, cv::NORM_INF), 0.0);
        }
        const auto away = [&](const image::Preview& preview) {
            return cv::norm(preview.pixels, (*result)(bounds), cv::NORM_L2);
        };
        QVERIFY(away(seen.back()) < 0.8 * away(seen.front()));
    }

    void previewsKeepTheInterval() {
        int count = 0;
        fill::Options options;
        options.onPreview = [&](const image::Preview&) { ++count; };
        options.previewEvery = std::chrono::hours(1);
        QVERIFY(fill::fill(noise(CV_16UC4), discMask(30), options).has_value());
        QCOMPARE(count, 1);
    }

    void stopsAtWhicheverCheckItIsAsked() {
        // Every place that checks the token must end the fill; the checks are spread over the whole fill.
        cv::Mat picture(200, 220, CV_16UC4);
        cv::randu(picture, 0, 65536);
        const cv::Mat mask = discMask(30, {220, 200});
        fill::Options options;
        options.threads = 1;
        int looks = 0;
        options.onCheck = [&] { ++looks; };
        QVERIFY(fill::fill(picture, mask, options).has_value());
        QVERIFY(looks > 2000);
        for (int stopAt = 1; stopAt < looks; stopAt += looks / 23) {
            std::stop_source source;
            options.cancel = source.get_token();
            int count = 0;
            options.onCheck = [&] {
                if (++count == stopAt)
                    source.request_stop();
            };
            QCOMPARE(fill::fill(picture, mask, options).error().code, ErrorCode::Cancelled);
            QCOMPARE(count, stopAt); // and does not check again
        }
    }

    void checksTheTokenForEveryBandOfALargePicture() {
        // Copying and counting 24 megapixels takes longer than a cancel may.
        cv::Mat picture(4000, 600, CV_8UC3, cv::Scalar(1, 2, 3));
        cv::Mat mask = cv::Mat::zeros(picture.size(), CV_8U);
        mask.at<uchar>(3990, 10) = 255;
        std::stop_source source;
        fill::Options options;
        options.cancel = source.get_token();
        int looks = 0;
        options.onCheck = [&] {
            if (++looks == 10)
                source.request_stop();
        };
        QCOMPARE(fill::fill(picture, mask, options).error().code, ErrorCode::Cancelled);
        QCOMPARE(looks, 10);
    }

    void stopsBeforeItStarts() {
        std::stop_source source;
        source.request_stop();
        fill::Options options;
        options.cancel = source.get_token();
        QCOMPARE(fill::fill(noise(CV_8UC3), discMask(15), options).error().code, ErrorCode::Cancelled);
    }

    void stopsMidway() {
        cv::Mat picture(700, 700, CV_8UC3);
        cv::randu(picture, 0, 256);
        std::stop_source source;
        fill::Options options;
        options.cancel = source.get_token();
        // At the first progress, while most of the work is still to be done.
        options.onProgress = [&](double fraction) {
            if (fraction < 0.5)
                source.request_stop();
        };
        QCOMPARE(fill::fill(picture, discMask(200, {700, 700}), options).error().code, ErrorCode::Cancelled);
    }

    void refusesWhatCannotBeFilled() {
        const cv::Mat picture = noise(CV_8UC3);
        const auto all = fill::fill(picture, cv::Mat(kHeight, kWidth, CV_8UC1, 255), {});
        QCOMPARE(all.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(all.error().field, QStringLiteral("mask"));
        QCOMPARE(fill::fill(picture, cv::Mat(kHeight, kWidth + 1, CV_8UC1, 255), {}).error().code,
                 ErrorCode::MaskSizeMismatch);
        QCOMPARE(fill::fill(cv::Mat(), cv::Mat(), {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(fill::fill(cv::Mat(9, 9, CV_8UC1, 3), cv::Mat(9, 9, CV_8UC1, 3), {}).error().code,
                 ErrorCode::InvalidArgument);
    }

    void nothingSelectedIsTheSamePicture() {
        const cv::Mat picture = noise(CV_8UC4);
        QVERIFY(same(*fill::fill(picture, cv::Mat::zeros(picture.size(), CV_8UC1), {}), picture));
    }

    void oneKnownPixelColoursAll() {
        cv::Mat picture(40, 50, CV_8UC3, cv::Scalar(255, 255, 255));
        cv::Mat mask(40, 50, CV_8UC1, cv::Scalar(255));
        picture.at<cv::Vec3b>(11, 33) = {10, 20, 30};
        mask.at<uchar>(11, 33) = 0;
        QVERIFY(same(*fill::fill(picture, mask, {}), cv::Mat(40, 50, CV_8UC3, cv::Scalar(10, 20, 30))));
    }

    void aLineOfPixels() {
        cv::Mat picture(1, 64, CV_8UC3, cv::Scalar(5, 6, 7));
        const cv::Mat flat = picture.clone();
        cv::Mat mask = cv::Mat::zeros(1, 64, CV_8UC1);
        mask.colRange(20, 30).setTo(255);
        picture.setTo(cv::Scalar(255, 0, 0), mask);
        QVERIFY(same(*fill::fill(picture, mask, {}), flat));
        QVERIFY(same(*fill::fill(picture.t(), mask.t(), {}), flat.t()));
    }

    void acceptsUnusualSizes() {
        const unsigned seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const auto upTo = [&](int most) { return int(random() % unsigned(most + 1)); };
        for (int i = 0; i < 150; ++i) {
            const cv::Size size(1 + upTo(40), 1 + upTo(40));
            const int types[] = {CV_8UC3, CV_8UC4, CV_16UC3, CV_16UC4};
            cv::Mat picture(size, types[upTo(3)]);
            cv::randu(picture, 0, 65536);
            cv::Mat mask = cv::Mat::zeros(size, CV_8UC1);
            const int share = upTo(100);
            const bool specks = upTo(1) == 0;
            if (!specks)
                mask(cv::Rect(0, 0, 1 + upTo(size.width - 1), 1 + upTo(size.height - 1))).setTo(255);
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width && specks; ++x)
                    mask.at<uchar>(y, x) = upTo(99) < share ? uchar(1 + upTo(254)) : uchar(0);
            const auto result = fill::fill(picture, mask, {.seed = upTo(1000), .strength = upTo(10) / 10.0});
            if (cv::countNonZero(mask) == size.area()) {
                QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
                continue;
            }
            QVERIFY2(result.has_value(), qPrintable(result ? QString() : result.error().detail));
            cv::Mat difference;
            cv::absdiff(*result, picture, difference);
            difference.setTo(cv::Scalar::all(0), mask);
            QCOMPARE(cv::norm(difference, cv::NORM_INF), 0.0);
        }
    }
};

NB_TEST(TestFill)
#include "tst_fill.moc"
