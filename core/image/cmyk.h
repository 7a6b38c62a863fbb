#pragma once
// Converts CMYK samples, which JPEGs for print contain, to RGB.

#include <QByteArray>
#include <memory>

namespace nb::image {

// Adobe's programs store CMYK inverted (255 = no ink) and mark such files by a segment of their own.
enum class CmykSense { InkIsHigh, InkIsLow };

// Converts row by row to sRGB. With a CMYK profile by Little CMS, relative colorimetric with black point
// compensation; without one by the formula (1 - ink) *
// (1 - black).
class CmykToRgb {
public:
    // A profile that is damaged or not for CMYK is ignored.
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
