#pragma once
// Converts new RGB pixels to the CMYK of the file that they go into: the way back of core/image/cmyk.h.

#include "core/image/cmyk.h"

namespace nb::image {

// With a CMYK profile by Little CMS, relative colorimetric with black point compensation; without one all
// grey becomes black ink: the inverse of CmykToRgb's formula.
class RgbToCmyk {
public:
    // rgbProfile: of the pixels, empty = sRGB. A profile that is damaged or of another kind is ignored.
    RgbToCmyk(const QByteArray& rgbProfile, const QByteArray& cmykProfile, CmykSense sense);
    ~RgbToCmyk();
    RgbToCmyk(const RgbToCmyk&) = delete;
    RgbToCmyk& operator=(const RgbToCmyk&) = delete;

    // rgb: 3 bytes, cmyk: 4 bytes.
    void convert(const unsigned char* rgb, unsigned char* cmyk) const;

private:
    void* m_transform = nullptr; // Little CMS's own handle type is a void pointer
    CmykSense m_sense;
};

} // namespace nb::image
