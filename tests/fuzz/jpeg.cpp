#include "core/image/encode.h"
#include "core/image/rewrite.h"
#include "tests/fuzz/picture_checks.h"

namespace nb::fuzz {
namespace {

void jpeg(QByteArrayView input) {
    const std::optional<image::Decoded> decoded = decodedAndChecked(input);
    if (!decoded || decoded->header.format != image::Format::Jpeg)
        return;
    const cv::Mat& pixels = decoded->picture.pixels;
    require(pixels.type() == CV_8UC3, "a JPEG becomes RGB of 8 bits");
    const QByteArray file = input.toByteArray();
    const cv::Mat nothing = cv::Mat::zeros(pixels.size(), CV_8UC1);
    if (const Result<image::Rewritten> rewritten =
            image::rewriteJpeg(file, {decoded->picture, nothing}, image::OnMisfit::Widen)) {
        const Result<image::Decoded> back = image::decode(rewritten->bytes, {});
        require(back.has_value(), "what was rewritten can be read");
        require(sameSamples(back->picture.pixels, pixels),
                "a file into which nothing new is put keeps its picture");
    }
    image::Edited edited{{pixels.clone(), decoded->picture.metadata}, nothing.clone()};
    edited.picture.pixels.at<cv::Vec3b>(0, 0) = {200, 3, 50};
    edited.changed.at<uchar>(0, 0) = 255;
    for (const image::OnMisfit onMisfit : {image::OnMisfit::Refuse, image::OnMisfit::Widen})
        if (const Result<image::Rewritten> made = image::rewriteJpeg(file, edited, onMisfit);
            made && !made->misfit)
            require(image::decode(made->bytes, {}).has_value(), "an edited file can be read");
    const Result<QByteArray> encoded = image::encodeJpeg(decoded->picture);
    require(encoded.has_value(), "what was decoded can be encoded");
    if (const Result<QByteArray> dressed = image::withMetadataOf(file, *encoded))
        require(image::decode(*dressed, {}).has_value(), "metadata of another file does no harm");
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(jpeg, nb::fuzz::jpeg)
