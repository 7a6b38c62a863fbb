#include "core/image/convert_colours.h"

#include "core/base/memory.h"
#include "core/image/depth.h"
#include "core/image/icc.h"
#include <cstdlib>
#include <new>
#include <opencv2/core.hpp>
#include <vector>

namespace nb::image {
namespace {

using Transform = std::unique_ptr<void, decltype(&cmsDeleteTransform)>;

IccProfile rgbOrSrgb(const QByteArray& icc) {
    if (!icc.isEmpty())
        if (IccProfile profile = openRgbProfile(icc))
            return profile;
    return {cmsCreate_sRGBProfile(), cmsCloseProfile};
}

// Null if a profile can only be converted the other way. Throws std::bad_alloc for lack of memory: with the
// colours as they are the picture would be another one.
Transform transformOf(const QByteArray& from, cmsUInt32Number fromFormat, const QByteArray& to,
                      cmsUInt32Number toFormat) {
    const AllocationFailures failures;
    // From 16 bits Little CMS would interpolate in a coarse table, unless told to compute each sample.
    const cmsUInt32Number precision =
        T_BYTES(fromFormat) == 2 ? cmsFLAGS_NOOPTIMIZE : cmsFLAGS_HIGHRESPRECALC;
    const IccProfile source = rgbOrSrgb(from), target = rgbOrSrgb(to);
    Transform transform(cmsCreateTransform(source.get(), fromFormat, target.get(), toFormat,
                                           INTENT_RELATIVE_COLORIMETRIC,
                                           cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE | precision),
                        cmsDeleteTransform);
    if (failures.happened())
        throw std::bad_alloc();
    return transform;
}

// A grid of colours through both.
bool looksTheSame(const QByteArray& a, const QByteArray& b) {
    const Transform transform = transformOf(a, TYPE_RGB_8, b, TYPE_RGB_8);
    if (!transform)
        return true; // there is nothing to convert it by
    constexpr int kSteps = 18;
    std::vector<uchar> in;
    for (int i = 0; i < kSteps * kSteps * kSteps; ++i)
        for (const int digit : {i % kSteps, i / kSteps % kSteps, i / (kSteps * kSteps)})
            in.push_back(uchar(digit * 255 / (kSteps - 1)));
    std::vector<uchar> out(in.size());
    cmsDoTransform(transform.get(), in.data(), out.data(), cmsUInt32Number(in.size() / 3));
    return std::equal(in.begin(), in.end(), out.begin(),
                      [](uchar before, uchar after) { return std::abs(int(before) - int(after)) <= 1; });
}

cmsUInt32Number formatOf(const cv::Mat& pixels) {
    const bool alpha = pixels.channels() == 4;
    if (pixels.depth() == CV_16U)
        return alpha ? TYPE_RGBA_16 : TYPE_RGB_16;
    return alpha ? TYPE_RGBA_8 : TYPE_RGB_8;
}

} // namespace

bool meansSrgb(const QByteArray& icc) {
    return icc.isEmpty() || looksTheSame(icc, {});
}

bool canBeConvertedTo(const QByteArray& icc) {
    // Of 16 bits: no table is computed. A profile that cannot be read counts as sRGB there.
    return icc.isEmpty() || transformOf({}, TYPE_RGB_16, icc, TYPE_RGB_16);
}

Picture inColours(const Picture& picture, const QByteArray& icc) {
    Picture out{picture.pixels, {icc, picture.metadata.exif}};
    if (picture.pixels.empty() || picture.metadata.icc == icc || looksTheSame(picture.metadata.icc, icc))
        return out;
    // Begins as a copy, since the transform leaves alpha alone.
    cv::Mat converted = withDepth(picture.pixels, CV_16U);
    if (converted.data == picture.pixels.data)
        converted = converted.clone();
    const Transform transform =
        transformOf(picture.metadata.icc, formatOf(picture.pixels), icc, formatOf(converted));
    if (!transform)
        return out;
    for (int y = 0; y < converted.rows; ++y)
        cmsDoTransform(transform.get(), picture.pixels.ptr(y), converted.ptr(y),
                       cmsUInt32Number(converted.cols));
    out.pixels = converted;
    return out;
}

} // namespace nb::image
