#pragma once
// Turns CMYK samples, as JPEGs from print work hold them, into RGB.

#include <QByteArray>
#include <memory>

namespace nb::image {

// Adobe's programs store CMYK upside down (255 = no ink) and say so by their marker.
enum class CmykSense { InkIsHigh, InkIsLow };

// Converts row by row. With a CMYK profile the colours are those that the profile's owner saw (Little CMS,
// relative colorimetric with black point compensation, to sRGB); without one by the plain formula (1 - ink) *
// (1 - black).
class CmykToRgb {
public:
    // A profile that is damaged or not for CMYK counts as none.
    CmykToRgb(const QByteArray& profile, CmykSense sense);
    ~CmykToRgb();
    CmykToRgb(const CmykToRgb&) = delete;
    CmykToRgb& operator=(const CmykToRgb&) = delete;

    // cmyk: 4 bytes a pixel; rgb: 3 bytes a pixel.
    void convert(const unsigned char* cmyk, unsigned char* rgb, int pixels) const;

private:
    void* m_transform = nullptr; // Little CMS's own handle type is a void pointer
    CmykSense m_sense;
};

} // namespace nb::image
