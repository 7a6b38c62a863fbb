#pragma once
// Puts an edited picture back into the file that it came from, so that the file stays what it is: the kind of
// its samples (grey, palette, CMYK, bit depth, interlaced or progressive, quality), resolution, profile and
// metadata. Pixels that the edit did not change keep the samples of the file, bit for bit; in a JPEG its
// blocks do. Previews of the old picture go: an embedded one would show what was removed. The stored turn
// (EXIF orientation) stays too. Both functions are stateless and safe from any thread.

#include "core/base/result.h"
#include "core/base/watch.h"
#include "core/image/decode.h"
#include <optional>

namespace nb::image {

// Upright, of the size of the file's picture.
struct Edited {
    Picture picture;
    cv::Mat changed; // CV_8UC1: not 0 where a pixel differs from what decode() gives for the file
};

// Why the file's kind cannot hold the edited picture.
struct Misfit {
    enum class Reason { Colours, Shades, Transparency };
    Reason reason = Reason::Colours;
    SourceColour colour = SourceColour::Rgb; // of the file
    int bitDepth = 8;                        // of a stored sample
    int colours = 0;                         // of the palette
};

// Widen: take the smallest kind of RGB samples that holds the picture, and keep the rest.
enum class OnMisfit { Refuse, Widen };

struct Rewritten {
    QByteArray bytes; // empty if there is a misfit that was to be refused
    std::optional<Misfit> misfit;
};

// `file`: bytes that decode() has accepted. Errors: InvalidArgument (sizes differ), UnreadableImage,
// Cancelled, OutOfMemory, Internal.
Result<Rewritten> rewriteJpeg(const QByteArray& file, const Edited& edited, OnMisfit onMisfit,
                              const Watch& watch = {});
Result<Rewritten> rewritePng(const QByteArray& file, const Edited& edited, OnMisfit onMisfit,
                             const Watch& watch = {});

// A JPEG that has just been encoded, with the resolution, XMP, IPTC and comments of the one that its picture
// came from; EXIF and profile are its own. Errors: as above.
Result<QByteArray> withMetadataOf(const QByteArray& source, const QByteArray& encoded);

} // namespace nb::image
