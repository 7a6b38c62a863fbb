#pragma once
// Decodes untrusted bytes: the format is detected by the first bytes, limits are checked in the header before
// anything is allocated, the EXIF orientation is applied. PNG by libspng, JPEG by libjpeg-turbo, no other
// format. A picture is decoded whole or not at all: missing and corrupt samples are an error. What is wrong
// around the samples (metadata, the end of the file) is a warning. All functions are stateless and safe from
// any thread.

#include "core/base/result.h"
#include "core/image/picture.h"
#include <QStringList>

class QByteArrayView;

namespace nb::image {

enum class Format { Png, Jpeg };

// How the file stored colour: decoding expands it to RGB or RGBA, but the rules for masks depend on it.
enum class SourceColour { Grey, GreyAlpha, Rgb, Rgba, Palette, PaletteAlpha, Cmyk };

struct Limits {
    qint64 maxBytes = 0;  // of the encoded data; 0 = no limit
    int minSide = 1;      // pixels
    int maxSide = 65535;  // pixels
    qint64 maxPixels = 0; // width times height; 0 = no limit
};

struct Header {
    Format format = Format::Png;
    QSize size;          // pixels, upright: after the EXIF orientation
    int orientation = 1; // 1 to 8, as EXIF counts; always 1 for PNG without eXIf
    SourceColour colour = SourceColour::Rgb;
    int bitDepth = 8; // of a stored sample
};

struct Decoded {
    Picture picture;
    Header header;
    // Sentences for the user about what was left out or is odd although the picture could be read.
    QStringList warnings = {};
};

// The format by its first bytes. Error: UnsupportedFormat.
Result<Format> sniff(QByteArrayView bytes);

// Reads the header only and checks the limits. Errors: UnsupportedFormat, UnreadableImage, ImageTooLarge,
// ImageTooSmall. A message about an upper limit says "exceed".
Result<Header> readHeader(QByteArrayView bytes, const Limits& limits);

// What a grey PNG becomes. One channel saves memory: most masks are grey.
enum class GreyAs { Rgb, OneChannel };

// Decodes the whole picture. With GreyAs::OneChannel a PNG of SourceColour::Grey gives CV_8UC1 or CV_16UC1.
// Errors: those of readHeader, OutOfMemory, Internal.
Result<Decoded> decode(QByteArrayView bytes, const Limits& limits, GreyAs grey = GreyAs::Rgb);

} // namespace nb::image
