#pragma once
// Profiles for the tests, made by Little CMS itself, and what a screen shows of a sample: the oracle.

#include <QByteArray>
#include <algorithm>
#include <cmath>
#include <lcms2.h>
#include <memory>
#include <opencv2/core/matx.hpp>

namespace nb::test {

using LcmsProfile = std::unique_ptr<void, decltype(&cmsCloseProfile)>;

inline QByteArray savedProfile(cmsHPROFILE profile) {
    const LcmsProfile owner(profile, cmsCloseProfile);
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    QByteArray bytes(qsizetype(size), '\0');
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    // The time of its making (bytes 24 to 35), so that the same profile is the same bytes in the next second
    // too.
    return bytes.replace(24, 12, QByteArray(12, '\0'));
}

inline cmsHPROFILE rgbLcmsProfile(cmsCIExyY white, cmsCIExyYTRIPLE primaries, double gamma) {
    cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
    cmsToneCurve* curves[] = {curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsFreeToneCurve(curve);
    return profile;
}

constexpr cmsCIExyY kD65{0.3127, 0.3290, 1};
constexpr cmsCIExyYTRIPLE kSrgbPrimaries{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
constexpr cmsCIExyYTRIPLE kP3Primaries{{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}};
constexpr cmsCIExyYTRIPLE kAdobePrimaries{{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};

inline QByteArray adobeRgb() {
    return savedProfile(rgbLcmsProfile(kD65, kAdobePrimaries, 563.0 / 256));
}
inline QByteArray linearRgb() {
    return savedProfile(rgbLcmsProfile(kD65, kSrgbPrimaries, 1));
}
inline QByteArray greyProfile(double gamma) {
    cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
    cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);
    cmsFreeToneCurve(curve);
    return savedProfile(profile);
}
inline QByteArray srgbProfile() {
    return savedProfile(cmsCreate_sRGBProfile());
}

// As some scanners have: RGB to Lab by a table, and no way back. Grey is lightness.
inline QByteArray oneWayProfile() {
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
    cmsSetProfileVersion(profile, 2.4);
    cmsSetDeviceClass(profile, cmsSigInputClass);
    cmsSetColorSpace(profile, cmsSigRgbData);
    cmsSetPCS(profile, cmsSigLabData);
    cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 3, 3);
    cmsStage* table = cmsStageAllocCLut16bit(nullptr, 17, 3, 3, nullptr);
    cmsStageSampleCLut16bit(
        table,
        [](const cmsUInt16Number* in, cmsUInt16Number* out, void*) -> cmsInt32Number {
            const double r = in[0] / 65535.0, g = in[1] / 65535.0, b = in[2] / 65535.0;
            const cmsCIELab lab{100 * (r + g + b) / 3, 40 * (r - g), 40 * (g - b)};
            cmsFloat2LabEncodedV2(out, &lab);
            return TRUE;
        },
        nullptr, 0);
    cmsPipelineInsertStage(pipeline, cmsAT_END, table);
    cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
    cmsPipelineFree(pipeline);
    return savedProfile(profile);
}

// What an sRGB screen shows of `sample`, 0 to 255 unrounded, computed in floating point.
inline cv::Vec3d shown(cmsHPROFILE profile, const cv::Vec3d& sample) {
    const LcmsProfile srgb(cmsCreate_sRGBProfile(), cmsCloseProfile);
    cmsHTRANSFORM transform = cmsCreateTransform(profile, TYPE_RGB_DBL, srgb.get(), TYPE_RGB_DBL,
                                                 INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
    const cv::Vec3d in = sample / 255.0;
    cv::Vec3d out;
    cmsDoTransform(transform, in.val, out.val, 1);
    cmsDeleteTransform(transform);
    for (double& v : out.val)
        v = std::clamp(v, 0.0, 1.0) * 255;
    return out;
}
inline cv::Vec3d shown(const QByteArray& icc, const cv::Vec3d& sample) {
    if (icc.isEmpty())
        return sample;
    const LcmsProfile profile(cmsOpenProfileFromMem(icc.constData(), cmsUInt32Number(icc.size())),
                              cmsCloseProfile);
    return shown(profile.get(), sample);
}

inline bool isNear(const cv::Vec3d& a, const cv::Vec3d& b, double tolerance) {
    for (int c = 0; c < 3; ++c)
        if (std::abs(a[c] - b[c]) > tolerance)
            return false;
    return true;
}

} // namespace nb::test
