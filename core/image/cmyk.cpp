#include "core/image/cmyk.h"

#include <lcms2.h>

namespace nb::image {
namespace {

using Profile = std::unique_ptr<void, decltype(&cmsCloseProfile)>;

void* makeTransform(const QByteArray& bytes, CmykSense sense) {
    const Profile cmyk(cmsOpenProfileFromMem(bytes.constData(), static_cast<cmsUInt32Number>(bytes.size())),
                       cmsCloseProfile);
    if (!cmyk || cmsGetColorSpace(cmyk.get()) != cmsSigCmykData)
        return nullptr;
    const Profile srgb(cmsCreate_sRGBProfile(), cmsCloseProfile);
    const cmsUInt32Number from = sense == CmykSense::InkIsLow ? TYPE_CMYK_8_REV : TYPE_CMYK_8;
    return cmsCreateTransform(cmyk.get(), from, srgb.get(), TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC,
                              cmsFLAGS_BLACKPOINTCOMPENSATION);
}

unsigned char product(int a, int b) {
    return static_cast<unsigned char>((a * b + 127) / 255);
}

} // namespace

CmykToRgb::CmykToRgb(const QByteArray& profile, CmykSense sense) : m_sense(sense) {
    // Little CMS reports a broken profile on stderr unless told otherwise.
    cmsSetLogErrorHandler([](cmsContext, cmsUInt32Number, const char*) {});
    if (!profile.isEmpty())
        m_transform = makeTransform(profile, sense);
}

CmykToRgb::~CmykToRgb() {
    if (m_transform)
        cmsDeleteTransform(m_transform);
}

void CmykToRgb::convert(const unsigned char* cmyk, unsigned char* rgb, int pixels) const {
    if (m_transform) {
        cmsDoTransform(m_transform, cmyk, rgb, static_cast<cmsUInt32Number>(pixels));
        return;
    }
    const int flip = m_sense == CmykSense::InkIsHigh ? 255 : 0;
    for (int i = 0; i < pixels; ++i, cmyk += 4, rgb += 3)
        for (int c = 0; c < 3; ++c)
            rgb[c] = product(cmyk[c] ^ flip, cmyk[3] ^ flip);
}

} // namespace nb::image
