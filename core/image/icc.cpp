#include "core/image/icc.h"

#include <algorithm>
#include <vector>

namespace nb::image {
namespace {

constexpr auto kOriginTag = static_cast<cmsTagSignature>(0x6e624f72); // "nbOr", private
constexpr QByteArrayView kDataType("data\0\0\0\0\0\0\0\1", 12);       // ICC.1:2022, 10.7: binary
constexpr qsizetype kDateAt = 24, kDateBytes = 12;                    // in the header, 7.2.8
constexpr qsizetype kColourSpaceAt = 16;                              // 7.2.6

constexpr const char* kGreyName = "The picture's grey profile, for RGB";

// Little CMS reports what it cannot read on stderr unless told otherwise.
void silence() {
    static const bool done = [] {
        cmsSetLogErrorHandler([](cmsContext, cmsUInt32Number, const char*) {});
        return true;
    }();
    (void)done;
}

IccProfile opened(const QByteArray& icc) {
    silence();
    return {cmsOpenProfileFromMem(icc.constData(), static_cast<cmsUInt32Number>(icc.size())),
            cmsCloseProfile};
}

QByteArray saved(cmsHPROFILE profile) {
    cmsUInt32Number size = 0;
    if (!cmsSaveProfileToMem(profile, nullptr, &size))
        return {};
    QByteArray bytes(static_cast<qsizetype>(size), '\0');
    if (!cmsSaveProfileToMem(profile, bytes.data(), &size))
        return {};
    // 2000-01-01, so that the same profile is always the same bytes.
    const QByteArrayView date("\x07\xd0\0\1\0\1\0\0\0\0\0\0", kDateBytes);
    std::ranges::copy(date, bytes.begin() + kDateAt);
    return bytes;
}

// The curve of a grey profile, measured: its tag may be about lightness instead of light.
ToneCurve curveOf(cmsHPROFILE grey) {
    constexpr int kSamples = 4096;
    ToneCurve none(nullptr, cmsFreeToneCurve);
    const IccProfile xyz(cmsCreateXYZProfile(), cmsCloseProfile);
    const cmsHTRANSFORM transform =
        cmsCreateTransform(grey, TYPE_GRAY_16, xyz.get(), TYPE_XYZ_DBL, INTENT_RELATIVE_COLORIMETRIC,
                           cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE);
    if (!transform)
        return none;
    std::vector<cmsFloat32Number> light;
    for (int i = 0; i < kSamples; ++i) {
        const auto sample = static_cast<cmsUInt16Number>(i * 65535 / (kSamples - 1));
        cmsCIEXYZ out{};
        cmsDoTransform(transform, &sample, &out, 1);
        light.push_back(static_cast<cmsFloat32Number>(std::clamp(out.Y, 0.0, 1.0)));
    }
    cmsDeleteTransform(transform);
    return {cmsBuildTabulatedToneCurveFloat(nullptr, kSamples, light.data()), cmsFreeToneCurve};
}

QByteArray fromGreyProfile(const QByteArray& icc) {
    const IccProfile grey = opened(icc);
    if (!grey || cmsGetColorSpace(grey.get()) != cmsSigGrayData)
        return {};
    if (cmsGetPCS(grey.get()) == cmsSigXYZData)
        if (const auto* curve = static_cast<cmsToneCurve*>(cmsReadTag(grey.get(), cmsSigGrayTRCTag)))
            return makeRgbProfile(srgbChromaticities(), curve, kGreyName);
    const ToneCurve curve = curveOf(grey.get());
    return curve ? makeRgbProfile(srgbChromaticities(), curve.get(), kGreyName) : QByteArray();
}

bool isGrey(SourceColour colour) {
    return colour == SourceColour::Grey || colour == SourceColour::GreyAlpha;
}

} // namespace

Chromaticities srgbChromaticities() {
    return {{0.3127, 0.3290, 1}, {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}}};
}

ToneCurve powerCurve(double power) {
    constexpr int kSrgbType = 4; // ICC.1:2022, 10.18, function 3
    constexpr double kSrgb[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    return {power == 0 ? cmsBuildParametricToneCurve(nullptr, kSrgbType, kSrgb)
                       : cmsBuildGamma(nullptr, power),
            cmsFreeToneCurve};
}

QByteArray makeRgbProfile(const Chromaticities& chromaticities, const cmsToneCurve* curve, const char* name,
                          const QByteArray& origin) {
    silence();
    auto* same = const_cast<cmsToneCurve*>(curve); // it is only read
    cmsToneCurve* curves[] = {same, same, same};
    const IccProfile profile(cmsCreateRGBProfile(&chromaticities.white, &chromaticities.primaries, curves),
                             cmsCloseProfile);
    if (!profile)
        return {};
    const std::unique_ptr<cmsMLU, decltype(&cmsMLUfree)> text(cmsMLUalloc(nullptr, 1), cmsMLUfree);
    if (!text || !cmsMLUsetASCII(text.get(), "en", "US", name) ||
        !cmsWriteTag(profile.get(), cmsSigProfileDescriptionTag, text.get()))
        return {};
    const QByteArray tag = kDataType.toByteArray() + origin;
    if (!origin.isEmpty() &&
        !cmsWriteRawTag(profile.get(), kOriginTag, tag.constData(), static_cast<cmsUInt32Number>(tag.size())))
        return {};
    return saved(profile.get());
}

QByteArray originOf(const QByteArray& icc) {
    const IccProfile profile = icc.isEmpty() ? IccProfile(nullptr, cmsCloseProfile) : opened(icc);
    if (!profile || !cmsIsTag(profile.get(), kOriginTag))
        return {};
    QByteArray tag(static_cast<qsizetype>(cmsReadRawTag(profile.get(), kOriginTag, nullptr, 0)), '\0');
    cmsReadRawTag(profile.get(), kOriginTag, tag.data(), static_cast<cmsUInt32Number>(tag.size()));
    return tag.startsWith(kDataType) ? tag.sliced(kDataType.size()) : QByteArray();
}

IccProfile openRgbProfile(const QByteArray& icc) {
    IccProfile profile = opened(icc);
    if (profile && cmsGetColorSpace(profile.get()) != cmsSigRgbData)
        profile.reset();
    return profile;
}

QByteArray profileForRgb(const QByteArray& icc, SourceColour colour, QStringList& warnings) {
    if (icc.isEmpty() || colour == SourceColour::Cmyk)
        return {};
    const QByteArray space = icc.mid(kColourSpaceAt, 4);
    if (space == "RGB ") {
        if (!openRgbProfile(icc))
            warnings += QStringLiteral("The colour profile cannot be read: the colours count as sRGB");
        return icc;
    }
    const QByteArray rgb = space == "GRAY" && isGrey(colour) ? fromGreyProfile(icc) : QByteArray();
    if (rgb.isEmpty())
        warnings += QStringLiteral("The colour profile is damaged or not for colours of this kind, and is "
                                   "ignored");
    return rgb;
}

} // namespace nb::image
