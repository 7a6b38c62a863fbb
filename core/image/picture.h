#pragma once
// A decoded picture, independent of its file: container, palette and orientation are handled by the decoder
// and the encoder.

#include <QByteArray>
#include <QSize>
#include <opencv2/core/mat.hpp>

namespace nb::image {

// What a file contains besides its samples, kept so that it can be written back.
struct Metadata {
    // ICC profile for RGB samples, uncompressed; empty = none, which means sRGB. What a file says about its
    // colours in another way (a profile for grey; gAMA, cHRM or cICP) is such a profile here too.
    QByteArray icc;
    QByteArray exif; // EXIF as a TIFF block, without the JPEG "Exif\0\0" prefix; its orientation tag is 1
};

// Upright samples in the order R, G, B[, A], never B, G, R. Type CV_8UC3, CV_8UC4, CV_16UC3 or CV_16UC4;
// alpha is straight (not premultiplied). Grey and palette files are expanded. Copying shares the samples, as
// cv::Mat does: clone before writing. Safe to read from several threads.
struct Picture {
    cv::Mat pixels;
    Metadata metadata;

    [[nodiscard]] QSize size() const { return {pixels.cols, pixels.rows}; }
    [[nodiscard]] bool hasAlpha() const { return pixels.channels() == 4; }
    [[nodiscard]] bool is16Bit() const { return pixels.depth() == CV_16U; }
};

} // namespace nb::image
