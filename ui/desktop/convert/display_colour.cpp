#include "ui/desktop/convert/display_colour.h"

#include "core/image/depth.h"
#include <algorithm>
#include <cstdlib>
#include <lcms2.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace nb::desktop {
namespace {

using Profile = std::unique_ptr<void, decltype(&cmsCloseProfile)>;

cmsHTRANSFORM makeTransform(const QByteArray& icc, cmsUInt32Number from, cmsUInt32Number to) {
    // Little CMS reports a broken profile on stderr unless told otherwise.
    cmsSetLogErrorHandler([](cmsContext, cmsUInt32Number, const char*) {});
    const Profile profile(cmsOpenProfileFromMem(icc.constData(), cmsUInt32Number(icc.size())),
                          cmsCloseProfile);
    if (!profile || cmsGetColorSpace(profile.get()) != cmsSigRgbData)
        return nullptr;
    const Profile srgb(cmsCreate_sRGBProfile(), cmsCloseProfile);
    // Without the cache of the last pixel a transform may be used by several threads.
    return cmsCreateTransform(profile.get(), from, srgb.get(), to, INTENT_RELATIVE_COLORIMETRIC,
                              cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE | cmsFLAGS_COPY_ALPHA);
}

// Most files that carry a profile carry sRGB. Whether this one does is asked of a grid of colours.
bool changesNothing(const QByteArray& icc) {
    const cmsHTRANSFORM transform = makeTransform(icc, TYPE_RGB_8, TYPE_RGB_8);
    if (!transform)
        return true;
    constexpr int kSteps = 9;
    std::vector<uchar> in;
    for (int i = 0; i < kSteps * kSteps * kSteps; ++i)
        for (const int digit : {i % kSteps, i / kSteps % kSteps, i / (kSteps * kSteps)})
            in.push_back(uchar(digit * 255 / (kSteps - 1)));
    std::vector<uchar> out(in.size());
    cmsDoTransform(transform, in.data(), out.data(), cmsUInt32Number(in.size() / 3));
    cmsDeleteTransform(transform);
    return std::equal(in.begin(), in.end(), out.begin(),
                      [](uchar a, uchar b) { return std::abs(int(a) - int(b)) <= 1; });
}

void premultiply(cv::Mat& rgba) {
    for (int y = 0; y < rgba.rows; ++y) {
        uchar* p = rgba.ptr(y);
        for (int x = 0; x < rgba.cols; ++x, p += 4)
            for (int c = 0; c < 3; ++c)
                p[c] = uchar((p[c] * p[3] + 127) / 255);
    }
}

} // namespace

DisplayColour::DisplayColour(const QByteArray& icc, int type) {
    const bool alpha = CV_MAT_CN(type) == 4;
    const bool deep = CV_MAT_DEPTH(type) == CV_16U;
    if (CV_MAT_CN(type) >= 3 && !icc.isEmpty() && !changesNothing(icc)) {
        const cmsUInt32Number from =
            deep ? (alpha ? TYPE_RGBA_16 : TYPE_RGB_16) : (alpha ? TYPE_RGBA_8 : TYPE_RGB_8);
        m_transform = makeTransform(icc, from, alpha ? TYPE_RGBA_8 : TYPE_RGB_8);
    }
    m_identity = !m_transform && !alpha && !deep;
}

DisplayColour::~DisplayColour() {
    if (m_transform)
        cmsDeleteTransform(m_transform);
}

cv::Mat DisplayColour::transformed(const cv::Mat& samples) const {
    cv::Mat out(samples.size(), CV_8UC(samples.channels()));
    if (m_transform)
        cmsDoTransformLineStride(m_transform, samples.data, out.data, cmsUInt32Number(samples.cols),
                                 cmsUInt32Number(samples.rows), cmsUInt32Number(samples.step),
                                 cmsUInt32Number(out.step), 0, 0);
    else
        image::withDepth(samples, CV_8U).copyTo(out);
    return out;
}

cv::Mat DisplayColour::toDisplay(const cv::Mat& samples) const {
    if (m_identity || samples.empty())
        return samples;
    cv::Mat out = transformed(samples);
    if (out.channels() == 4)
        premultiply(out);
    return out;
}

} // namespace nb::desktop
