#include "core/mask/normalise.h"

#include "core/image/decode.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using image::SourceColour;
using mask::RgbRule;

namespace {

constexpr int kWidth = 6;
constexpr int kHeight = 4;

image::Decoded file(SourceColour colour, int type, const cv::Scalar& background) {
    image::Decoded decoded;
    decoded.picture.pixels = cv::Mat(kHeight, kWidth, type, background);
    decoded.header.colour = colour;
    decoded.header.size = {kWidth, kHeight};
    return decoded;
}

Result<mask::Mask> normalise(const image::Decoded& decoded, RgbRule rule = RgbRule::Refuse) {
    return mask::normalise(decoded, {kWidth, kHeight}, rule);
}

uchar at(const Result<mask::Mask>& mask, int x, int y) {
    return mask->pixels.at<uchar>(y, x);
}

} // namespace

class TestNormalise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void alphaIsTheSelection() {
        image::Decoded decoded = file(SourceColour::Rgba, CV_8UC4, {255, 255, 255, 0});
        decoded.picture.pixels.at<cv::Vec4b>(1, 2) = {0, 0, 0, 255}; // black but opaque: selected
        decoded.picture.pixels.at<cv::Vec4b>(2, 3) = {0, 0, 0, 100};
        const auto mask = normalise(decoded);
        QVERIFY(mask.has_value());
        QCOMPARE(at(mask, 0, 0), uchar(0)); // white but transparent
        QCOMPARE(at(mask, 2, 1), uchar(255));
        QCOMPARE(at(mask, 3, 2), uchar(100));
    }

    void opaqueAlphaCarriesNoSelectionSoLuminanceCounts() {
        image::Decoded decoded = file(SourceColour::Rgba, CV_8UC4, {0, 0, 0, 255});
        decoded.picture.pixels.at<cv::Vec4b>(1, 2) = {255, 255, 255, 255};
        const auto mask = normalise(decoded);
        QVERIFY(mask.has_value());
        QCOMPARE(at(mask, 2, 1), uchar(255));
        QCOMPARE(at(mask, 0, 0), uchar(0));
    }

    void greyIsLuminance_data() {
        QTest::addColumn<SourceColour>("colour");
        QTest::newRow("L") << SourceColour::Grey;
        QTest::newRow("palette") << SourceColour::Palette;
    }
    void greyIsLuminance() {
        QFETCH(SourceColour, colour);
        image::Decoded decoded = file(colour, CV_8UC3, {0, 0, 0});
        decoded.picture.pixels.at<cv::Vec3b>(3, 5) = {200, 200, 200};
        const auto mask = normalise(decoded);
        QVERIFY(mask.has_value());
        QCOMPARE(at(mask, 5, 3), uchar(200));
    }

    void ofGreyWithAlphaOnlyAlphaCounts() {
        image::Decoded decoded = file(SourceColour::GreyAlpha, CV_8UC4, {255, 255, 255, 0});
        decoded.picture.pixels.at<cv::Vec4b>(0, 1) = {9, 9, 9, 255};
        const auto mask = normalise(decoded);
        QVERIFY(mask.has_value());
        QCOMPARE(cv::countNonZero(mask->pixels), 1);
        QCOMPARE(at(mask, 1, 0), uchar(255));
    }

    void rgbIsRefusedOrConvertedToLuminance() {
        image::Decoded decoded = file(SourceColour::Rgb, CV_8UC3, {0, 0, 0});
        decoded.picture.pixels.at<cv::Vec3b>(1, 1) = {255, 0, 0};
        const auto refused = normalise(decoded, RgbRule::Refuse);
        QCOMPARE(refused.error().code, ErrorCode::MaskWithoutAlpha);
        QCOMPARE(refused.error().field, QStringLiteral("mask"));
        const auto taken = normalise(decoded, RgbRule::Luminance);
        QVERIFY(taken.has_value());
        QCOMPARE(at(taken, 1, 1), uchar(76)); // 0.299 * 255, Rec. 601
    }

    void sixteenBitsAreRounded() {
        image::Decoded decoded = file(SourceColour::Grey, CV_16UC3, {0, 0, 0});
        decoded.picture.pixels.at<cv::Vec3w>(0, 0) = {65535, 65535, 65535};
        decoded.picture.pixels.at<cv::Vec3w>(0, 1) = {32896, 32896, 32896}; // 128 * 257
        const auto mask = normalise(decoded);
        QVERIFY(mask.has_value());
        QCOMPARE(at(mask, 0, 0), uchar(255));
        QCOMPARE(at(mask, 1, 0), uchar(128));
    }

    void almostBlackIsNotSelected() {
        image::Decoded decoded = file(SourceColour::Grey, CV_8UC3, {7, 7, 7});
        QCOMPARE(normalise(decoded).error().code, ErrorCode::MaskEmpty);
        decoded.picture.pixels.at<cv::Vec3b>(0, 0) = {8, 8, 8};
        const auto mask = normalise(decoded);
        QVERIFY(mask.has_value());
        QCOMPARE(cv::countNonZero(mask->pixels), 1);
    }

    void nothingSelectedIsAnError() {
        const auto black = normalise(file(SourceColour::Grey, CV_8UC3, {0, 0, 0}));
        QCOMPARE(black.error().code, ErrorCode::MaskEmpty);
        const auto clear = normalise(file(SourceColour::Rgba, CV_8UC4, {255, 255, 255, 0}));
        QCOMPARE(clear.error().code, ErrorCode::MaskEmpty);
    }

    void sizesMustMatch() {
        const auto mask = mask::normalise(file(SourceColour::Grey, CV_8UC3, {255, 255, 255}),
                                          {kHeight, kWidth}, RgbRule::Refuse);
        QCOMPARE(mask.error().code, ErrorCode::MaskSizeMismatch);
        QCOMPARE(mask.error().message, QStringLiteral("Mask dimensions 6x4 must match image dimensions 4x6"));
    }

    void theInputIsNotWrittenTo() {
        const image::Decoded decoded = file(SourceColour::Rgba, CV_8UC4, {5, 5, 5, 5});
        (void)normalise(decoded).has_value();
        QCOMPARE(decoded.picture.pixels.at<cv::Vec4b>(0, 0), cv::Vec4b(5, 5, 5, 5));
    }
};

NB_TEST(TestNormalise)
#include "tst_normalise.moc"
