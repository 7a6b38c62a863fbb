// The decoder of PNG, and the writer that puts an edit back into a file: both read what strangers made.
// Chunks are mutated one by one with their checksums made right, and compressed data is mutated uncompressed:
// what libspng and zlib refuse at once would hide everything behind.

#include "core/image/encode.h"
#include "core/image/rewrite.h"
#include "tests/fuzz/picture_checks.h"
#include <QtEndian>
#include <opencv2/imgproc.hpp>
#include <random>
#include <zlib.h>

namespace nb::fuzz {
namespace {

// Whatever is painted comes back: in samples of the file's own kind, or in wider ones.
void checkRewriting(const QByteArray& file, const image::Picture& picture) {
    for (const int painted : {0, 1, 2}) {
        image::Edited edited{{picture.pixels.clone(), picture.metadata},
                             cv::Mat::zeros(picture.pixels.size(), CV_8UC1)};
        cv::Mat pixel = edited.picture.pixels(cv::Rect(0, 0, 1, 1));
        if (painted == 1) // a colour that the file has
            edited.picture.pixels(cv::Rect(picture.pixels.cols - 1, picture.pixels.rows - 1, 1, 1))
                .copyTo(pixel);
        else if (painted == 2)
            pixel.setTo(cv::Scalar(200, 3, 50, 90) * (picture.is16Bit() ? 257 : 1));
        edited.changed.at<uchar>(0, 0) = painted > 0 ? 255 : 0;
        const Result<image::Rewritten> rewritten = image::rewritePng(file, edited, image::OnMisfit::Widen);
        if (!rewritten)
            return;
        const Result<image::Decoded> back = image::decode(rewritten->bytes, {});
        require(back.has_value(), "what was rewritten can be read");
        require(painted == 0 || back->picture.pixels.type() == edited.picture.pixels.type() ||
                    back->picture.hasAlpha() != edited.picture.hasAlpha(),
                "the kind stays but for transparency");
        if (back->picture.pixels.type() == edited.picture.pixels.type())
            require(sameSamples(back->picture.pixels, edited.picture.pixels),
                    "the picture is the edited one");
    }
}

void png(QByteArrayView input) {
    const std::optional<image::Decoded> decoded = decodedAndChecked(input);
    if (!decoded || decoded->header.format != image::Format::Png)
        return;
    const Result<image::Decoded> grey = image::decode(input, smallPictures(), image::GreyAs::OneChannel);
    require(grey.has_value(), "a mask is read where a picture is");
    if (grey->picture.pixels.channels() == 1) {
        cv::Mat three;
        cv::cvtColor(grey->picture.pixels, three, cv::COLOR_GRAY2RGB);
        require(sameSamples(three, decoded->picture.pixels), "one channel holds the grey of three");
    }
    const Result<QByteArray> encoded = image::encodePng(decoded->picture);
    require(encoded.has_value(), "what was decoded can be encoded");
    const Result<image::Decoded> again = image::decode(*encoded, {});
    require(again && sameSamples(again->picture.pixels, decoded->picture.pixels), "PNG keeps every sample");
    checkRewriting(input.toByteArray(), decoded->picture);
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(png, nb::fuzz::png)

#ifdef NB_LIBFUZZER
extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t maxSize);
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize, unsigned int seed);

namespace {

constexpr qsizetype kSignature = 8, kFrame = 12; // length, type, checksum

struct Chunk {
    QByteArray type;
    QByteArray data;
};

std::vector<Chunk> chunksOf(const QByteArray& file) {
    std::vector<Chunk> chunks;
    for (qsizetype at = kSignature; at + kFrame <= file.size();) {
        const qsizetype length = qFromBigEndian<quint32>(file.constData() + at);
        const QByteArray data = file.mid(at + 8, std::min(length, file.size() - at - kFrame));
        chunks.push_back({file.mid(at + 4, 4), data});
        at += kFrame + data.size();
    }
    return chunks;
}

QByteArray fileOf(const std::vector<Chunk>& chunks) {
    QByteArray file("\x89PNG\r\n\x1a\n", kSignature);
    for (const Chunk& chunk : chunks) {
        const QByteArray body = chunk.type + chunk.data;
        QByteArray number(4, '\0');
        qToBigEndian(static_cast<quint32>(chunk.data.size()), number.data());
        file += number + body;
        qToBigEndian(static_cast<quint32>(crc32(0, reinterpret_cast<const Bytef*>(body.constData()),
                                                static_cast<uInt>(body.size()))),
                     number.data());
        file += number;
    }
    return file;
}

QByteArray mutated(QByteArray bytes, qsizetype room) {
    const qsizetype size = bytes.size();
    bytes.resize(size + room);
    bytes.truncate(static_cast<qsizetype>(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(bytes.data()),
                                                           static_cast<size_t>(size),
                                                           static_cast<size_t>(bytes.size()))));
    return bytes;
}

// qUncompress() wants the length in front, and takes a wrong one as a guess.
QByteArray mutatedInside(const QByteArray& zlib) {
    const QByteArray plain = qUncompress(QByteArray("\0\0\4\0", 4) + zlib);
    return qCompress(mutated(plain, 64)).sliced(4);
}

} // namespace

size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize, unsigned int seed) {
    std::minstd_rand random(seed);
    const QByteArray file(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    std::vector<Chunk> chunks = chunksOf(file);
    if (chunks.empty() || random() % 8 == 0)
        return LLVMFuzzerMutate(data, size, maxSize);
    const size_t at = random() % chunks.size();
    Chunk& chunk = chunks[at];
    switch (random() % 8) {
    case 0:
        chunks.insert(chunks.begin() + static_cast<long>(random() % chunks.size()), Chunk(chunk));
        break;
    case 1:
        chunks.erase(chunks.begin() + static_cast<long>(at));
        break;
    case 2:
        std::swap(chunk, chunks[random() % chunks.size()]);
        break;
    case 3:
        chunk.type = mutated(chunk.type, 0).leftJustified(4, 'a', true);
        break;
    default:
        if (chunk.type == "IDAT") {
            chunk.data = mutatedInside(chunk.data);
        } else if (const qsizetype name = chunk.data.indexOf('\0'); chunk.type == "iCCP" && name >= 0) {
            chunk.data = chunk.data.first(std::min(name + 2, chunk.data.size())) +
                         mutatedInside(chunk.data.sliced(std::min(name + 2, chunk.data.size())));
        } else {
            chunk.data = mutated(chunk.data, 16);
        }
    }
    const QByteArray changed = fileOf(chunks);
    if (static_cast<size_t>(changed.size()) > maxSize)
        return LLVMFuzzerMutate(data, size, maxSize);
    std::copy(changed.begin(), changed.end(), data);
    return static_cast<size_t>(changed.size());
}
#endif
