#include "ui/desktop/files/estimated_size.h"

#include <opencv2/core.hpp>

namespace nb::desktop {
namespace {

constexpr int kPieces = 3;      // in each direction
constexpr int kPieceSide = 240; // a multiple of the blocks of JPEG and WebP

image::Picture pieces(const image::Picture& picture) {
    const cv::Mat& whole = picture.pixels;
    const cv::Size piece(std::min(kPieceSide, whole.cols / kPieces),
                         std::min(kPieceSide, whole.rows / kPieces));
    cv::Mat sample(piece.height * kPieces, piece.width * kPieces, whole.type());
    for (int row = 0; row < kPieces; ++row)
        for (int column = 0; column < kPieces; ++column) {
            // In the middle of each ninth.
            const cv::Point from((2 * column + 1) * whole.cols / (2 * kPieces) - piece.width / 2,
                                 (2 * row + 1) * whole.rows / (2 * kPieces) - piece.height / 2);
            const cv::Point to(column * piece.width, row * piece.height);
            whole(cv::Rect(from, piece)).copyTo(sample(cv::Rect(to, piece)));
        }
    return {sample, {}};
}

} // namespace

Result<qint64> estimatedBytes(const image::Picture& picture, const SaveOptions& options) {
    constexpr int kSampleSide = kPieces * kPieceSide;
    const cv::Mat& whole = picture.pixels;
    const bool small = whole.total() <= size_t(kSampleSide) * kSampleSide;
    if (small || whole.cols < kPieces || whole.rows < kPieces) {
        const Result<QByteArray> bytes = encodePicture(picture, options);
        return bytes ? Result<qint64>(bytes->size()) : bytes.error();
    }
    const image::Picture sample = pieces(picture);
    const Result<QByteArray> bytes = encodePicture(sample, options);
    if (!bytes)
        return bytes.error();
    const double ratio = double(whole.total()) / double(sample.pixels.total());
    return qint64(double(bytes->size()) * ratio) + picture.metadata.icc.size() + picture.metadata.exif.size();
}

} // namespace nb::desktop
