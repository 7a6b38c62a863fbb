#include "core/edit/composite.h"

#include "core/edit/blend.h"
#include "core/edit/blend_band.h"
#include "core/edit/colour.h"
#include "core/edit/seam_score.h"
#include "core/image/cv_rect.h"
#include "core/mask/bounds.h"
#include <algorithm>
#include <array>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

constexpr int kMarginPx = 32; // around the selection, for what the blends look at outside it
constexpr int kColourChannels = 3;
constexpr int kRimPx = 7;
constexpr double kMinRimDeltaE = 0.3; // invisible
constexpr double kMaxRimDeltaE = 12;  // a tint that was not fitted away is below it

double fullScale(int depth) {
    return depth == CV_16U ? std::numeric_limits<ushort>::max() : std::numeric_limits<uchar>::max();
}

cv::Mat floatColours(const cv::Mat& pixels) {
    cv::Mat rgb = pixels, out;
    if (pixels.channels() > kColourChannels)
        cv::cvtColor(pixels, rgb, cv::COLOR_RGBA2RGB);
    rgb.convertTo(out, CV_32F, 1 / fullScale(pixels.depth()));
    return out;
}

template <class Sample>
void storeColours(cv::Mat& pixels, const cv::Mat& colours, const cv::Mat& ramp) {
    const auto full = float(fullScale(pixels.depth()));
    const int channels = pixels.channels();
    for (int y = 0; y < pixels.rows; ++y) {
        auto* out = pixels.ptr<Sample>(y);
        const auto* in = colours.ptr<cv::Vec3f>(y);
        const auto* weight = ramp.ptr<float>(y);
        for (int x = 0; x < pixels.cols; ++x)
            if (weight[x] > 0)
                for (int c = 0; c < kColourChannels; ++c)
                    out[x * channels + c] = cv::saturate_cast<Sample>(in[x][c] * full);
    }
}

// Counted on the samples themselves, so that a fault in the blending would be seen.
qint64 changedWhereKept(const cv::Mat& before, const cv::Mat& after, const cv::Mat& kept) {
    std::vector<cv::Mat> was, is;
    cv::split(before, was);
    cv::split(after, is);
    qint64 count = 0;
    for (size_t c = 0; c < was.size(); ++c)
        count += cv::countNonZero((was[c] != is[c]) & kept);
    return count;
}

struct Blended {
    cv::Mat colours;
    double seamDeltaE = std::numeric_limits<double>::infinity();
    Blend blend = Blend::Feather;
};

Blended blendAndScore(Blend blend, const cv::Mat& picture, const cv::Mat& answer, const BlendBand& band) {
    Blended out{blendPictures(picture, answer, band, blend), 0, blend};
    out.seamDeltaE = seamDeltaE(out.colours, picture, answer, band.ramp);
    return out;
}

// How far picture and answer are apart just outside the selection, where both should show the same: the mean
// over the rim, of what is left of them without texture.
double rimDeltaE(const cv::Mat& picture, const cv::Mat& answer, const BlendBand& band) {
    const cv::Mat inside = band.ramp > 0, kernel = cv::Mat::ones(2 * kRimPx + 1, 2 * kRimPx + 1, CV_8UC1);
    cv::Mat near, pictureTone, answerTone;
    cv::dilate(inside, near, kernel);
    const cv::Mat rim = near & ~inside;
    cv::Mat shown = answer.clone();
    picture.copyTo(shown, inside); // what the selection holds must not count
    cv::blur(picture, pictureTone, {kRimPx, kRimPx});
    cv::blur(shown, answerTone, {kRimPx, kRimPx});
    const cv::Mat labPicture = labOf(pictureTone), labAnswer = labOf(answerTone);
    double sum = 0;
    for (int y = 0; y < rim.rows; ++y)
        for (int x = 0; x < rim.cols; ++x)
            if (rim.at<uchar>(y, x))
                sum += cv::norm(labPicture.at<cv::Vec3f>(y, x) - labAnswer.at<cv::Vec3f>(y, x));
    return sum / std::max(1, cv::countNonZero(rim));
}

// Where the answer meets the picture by itself, nothing is to be corrected and feathering keeps it as it is.
// Where it differs by more than a tint, it shows something else there, and a blend that pulls it towards the
// picture would recolour what was asked for.
bool needsCorrection(const cv::Mat& picture, const cv::Mat& answer, const BlendBand& band) {
    if (!hasEdge(band))
        return false;
    const double deltaE = rimDeltaE(picture, answer, band);
    return deltaE >= kMinRimDeltaE && deltaE <= kMaxRimDeltaE;
}

Blended bestBlend(const cv::Mat& picture, const cv::Mat& answer, const BlendBand& band) {
    Blended best = blendAndScore(Blend::Feather, picture, answer, band);
    if (!needsCorrection(picture, answer, band))
        return best;
    for (const Blend blend : std::array{Blend::Multiband, Blend::Membrane})
        if (Blended other = blendAndScore(blend, picture, answer, band); other.seamDeltaE < best.seamDeltaE)
            best = std::move(other);
    return best;
}

} // namespace

Composited compositeInto(cv::Mat pixels, const cv::Mat& answer, const mask::Mask& selection,
                         const CompositeOptions& options) {
    CV_Assert(pixels.size() == answer.size() && pixels.size() == selection.pixels.size());
    if (cv::countNonZero(selection.pixels) == 0)
        return {};
    const cv::Mat before = pixels.clone();
    const cv::Rect box =
        withMargin(mask::boundsOf(selection.pixels), kMarginPx, cv::Rect({0, 0}, pixels.size()));
    const BlendBand band = blendBandOf({selection.pixels(box)}, options.featherPx);
    Composited done;
    {
        const cv::Mat picture = floatColours(pixels(box));
        const cv::Mat colours = floatColours(answer(box));
        const Blended blended = options.blend ? blendAndScore(*options.blend, picture, colours, band)
                                              : bestBlend(picture, colours, band);
        cv::Mat view = pixels(box);
        if (pixels.depth() == CV_16U)
            storeColours<ushort>(view, blended.colours, band.ramp);
        else
            storeColours<uchar>(view, blended.colours, band.ramp);
        done.seamDeltaE = blended.seamDeltaE;
        done.blend = blended.blend;
    }
    cv::Mat kept(pixels.size(), CV_8UC1, cv::Scalar(255));
    kept(box).setTo(cv::Scalar(0), band.ramp > 0);
    done.changedOutside = changedWhereKept(before, pixels, kept);
    CV_Assert(done.changedOutside == 0);
    return done;
}

} // namespace nb::edit
