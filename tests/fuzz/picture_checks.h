#pragma once
// What holds for every picture that decode() gives out, for the targets of PNG and JPEG.

#include "core/image/decode.h"
#include "tests/fuzz/fuzz_target.h"
#include <opencv2/core.hpp>

namespace nb::fuzz {

// Small, so that a header of a few bytes costs no memory.
inline image::Limits smallPictures() {
    return {.maxBytes = 1 << 20, .minSide = 1, .maxSide = 1024, .maxPixels = 1 << 16};
}

inline bool sameSamples(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && (a.empty() || cv::norm(a, b, cv::NORM_INF) == 0);
}

// Decodes and checks; nullopt if the bytes are refused.
inline std::optional<image::Decoded> decodedAndChecked(QByteArrayView bytes) {
    const image::Limits limits = smallPictures();
    const Result<image::Header> header = image::readHeader(bytes, limits);
    const Result<image::Decoded> decoded = image::decode(bytes, limits);
    if (!decoded) {
        require(!decoded.error().message.isEmpty(), "a refusal says why");
        return std::nullopt;
    }
    require(header.has_value(), "what can be decoded has a header that can be read");
    require(header->size == decoded->header.size && header->colour == decoded->header.colour &&
                header->bitDepth == decoded->header.bitDepth &&
                header->orientation == decoded->header.orientation,
            "both read the same header");
    const cv::Mat& pixels = decoded->picture.pixels;
    require(QSize(pixels.cols, pixels.rows) == header->size, "the picture has the size of its header");
    const int type = pixels.type();
    require(type == CV_8UC3 || type == CV_8UC4 || type == CV_16UC3 || type == CV_16UC4,
            "the samples are of a type that a Picture may have");
    require(std::max(pixels.cols, pixels.rows) <= limits.maxSide &&
                qint64(pixels.cols) * pixels.rows <= limits.maxPixels,
            "the picture is within the limits");
    return *decoded;
}

} // namespace nb::fuzz
