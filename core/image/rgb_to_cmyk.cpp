#include "core/image/rgb_to_cmyk.h"

#include <algorithm>
#include <lcms2.h>

namespace nb::image {
namespace {

using Profile = std::unique_ptr<void, decltype(&cmsCloseProfile)>;

Profile profileOf(const QByteArray& bytes, cmsColorSpaceSignature space) {
    Profile profile(cmsOpenProfileFromMem(bytes.constData(), static_cast<cmsUInt32Number>(bytes.size())),
                    cmsCloseProfile);
    if (profile && cmsGetColorSpace(profile.get()) != space)
        profile.reset();
    return profile;
}

void* makeTransform(const QByteArray& rgbProfile, const QByteArray& cmykProfile, CmykSense sense) {
    const Profile cmyk = profileOf(cmykProfile, cmsSigCmykData);
    if (!cmyk)
        return nullptr;
    Profile rgb = profileOf(rgbProfile, cmsSigRgbData);
    if (!rgb)
        rgb.reset(cmsCreate_sRGBProfile());
    const cmsUInt32Number to = sense == CmykSense::InkIsLow ? TYPE_CMYK_8_REV : TYPE_CMYK_8;
    return cmsCreateTransform(rgb.get(), TYPE_RGB_8, cmyk.get(), to, INTENT_RELATIVE_COLORIMETRIC,
                              cmsFLAGS_BLACKPOINTCOMPENSATION);
}

} // namespace

RgbToCmyk::RgbToCmyk(const QByteArray& rgbProfile, const QByteArray& cmykProfile, CmykSense sense)
    : m_sense(sense) {
    // Little CMS reports a broken profile on stderr unless told otherwise.
    cmsSetLogErrorHandler([](cmsContext, cmsUInt32Number, const char*) {});
    if (!cmykProfile.isEmpty())
        m_transform = makeTransform(rgbProfile, cmykProfile, sense);
}

RgbToCmyk::~RgbToCmyk() {
    if (m_transform)
        cmsDeleteTransform(m_transform);
}

void RgbToCmyk::convert(const unsigned char* rgb, unsigned char* cmyk) const {
    if (m_transform) {
        cmsDoTransform(m_transform, rgb, cmyk, 1);
        return;
    }
    const int light = std::max({rgb[0], rgb[1], rgb[2]}); // what the black ink leaves
    const unsigned char flip = m_sense == CmykSense::InkIsHigh ? 255 : 0;
    for (int c = 0; c < 3; ++c)
        cmyk[c] = static_cast<unsigned char>((light == 0 ? 255 : (rgb[c] * 255 + light / 2) / light) ^ flip);
    cmyk[3] = static_cast<unsigned char>(light ^ flip);
}

} // namespace nb::image
