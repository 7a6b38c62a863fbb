#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/integration/hostile/cases.h"
#include "tests/support/bytes.h"
#include "tests/support/png_maker.h"
#include <QtEndian>
#include <opencv2/core.hpp>

namespace nb::test {
namespace {

constexpr int kSide = Bench::kSize.width();

PngFile grey(int width, int height, int bitDepth = 8) {
    PngFile png{.width = width, .height = height, .bitDepth = bitDepth, .colourType = 0};
    png.rows = QByteArray((width * bitDepth / 8 + 1) * height, '\0');
    return png;
}

// "unreadable", "too large": what is said is not asked for here, only that a field is named.
void expectRefused(Bench& bench, const QString& what, const QByteArray& picture,
                   const QByteArray& mask = {}) {
    const RawAnswer answer = bench.expectEdit({422}, what, picture, mask);
    bench.check(!answer.json()[QStringLiteral("detail")].toArray().isEmpty(),
                what + QStringLiteral(": no detail"));
}

void truncated(Bench& bench) {
    const QByteArray whole = Bench::goodPicture();
    for (int eighth = 1; eighth < 8; ++eighth)
        expectRefused(bench, QStringLiteral("%1/8 of a PNG").arg(eighth),
                      whole.first(whole.size() * eighth / 8));
}

void hugeHeader(Bench& bench) {
    PngFile png{.width = 65535, .height = 65535, .bitDepth = 16, .colourType = 6, .rows = "x"};
    const RawAnswer answer = bench.expectEdit({422}, QStringLiteral("65535 x 65535"), png.bytes());
    bench.check(answer.body.contains("exceed"), QStringLiteral("it says that a limit is exceeded"));
}

// A header of 300 x 300 and samples for 10,000 times as much.
void samplesBomb(Bench& bench) {
    PngFile png = grey(kSide, kSide);
    png.rows = QByteArray(64 << 20, '\0');
    bench.expectEdit({200, 422}, QStringLiteral("IDAT of 64 MB"), png.bytes());
}

void wrongChecksums(Bench& bench) {
    for (const char* chunk : {"IHDR", "IDAT"}) {
        QByteArray png = grey(kSide, kSide).bytes();
        png[png.indexOf(chunk) + 6] = char(png[png.indexOf(chunk) + 6] ^ 1);
        expectRefused(bench, QStringLiteral("a bit turned in %1").arg(QLatin1String(chunk)), png);
    }
}

void metadataBombs(Bench& bench) {
    const QByteArray bomb = deflated(QByteArray(200 << 20, '\0'));
    PngFile png = grey(kSide, kSide);
    png.before = {pngChunk("iCCP", QByteArray("p\0\0", 3) + bomb),
                  pngChunk("zTXt", QByteArray("a\0\0", 3) + bomb),
                  pngChunk("iTXt", QByteArray("b\0\1\0\0\0", 6) + bomb)};
    bench.expectEdit({200, 422}, QStringLiteral("metadata of 600 MB"), png.bytes());
}

void animations(Bench& bench) {
    PngFile png = grey(kSide, kSide);
    png.before = {pngChunk("acTL", QByteArray("\0\0\x27\x10\0\0\0\0", 8))};
    for (int i = 0; i < 10'000; ++i)
        png.after << pngChunk("fcTL", QByteArray(26, '\0')) << pngChunk("fdAT", QByteArray("\0\0\0\1x", 5));
    bench.expectEdit({200, 422}, QStringLiteral("APNG of 10,000 frames"), png.bytes());
    expectRefused(bench, QStringLiteral("GIF"), "GIF89a" + QByteArray(2000, '\0'));
}

void polyglots(Bench& bench) {
    for (const QByteArray& tail :
         {QByteArray("PK\3\4 hidden archive"), QByteArray("<html><script>hidden</script>")}) {
        const RawAnswer answer =
            bench.expectEdit({200, 422}, QStringLiteral("PNG with a tail"), Bench::goodPicture() + tail);
        bench.check(!answer.body.contains("hidden") &&
                        (answer.status != 200 || answer.body.endsWith("IEND\xae\x42\x60\x82")),
                    QStringLiteral("the result has no tail"));
    }
}

void manySegments(Bench& bench) {
    const QByteArray jpeg = *image::encodeJpeg({texturedPixels(Bench::kSize, CV_8UC3), {}});
    QByteArray segments;
    for (int i = 0; i < 120; ++i) {
        const QByteArray data = QByteArray("Exif\0\0", 6) + QByteArray("hidden ").repeated(8500);
        QByteArray length(2, '\0');
        qToBigEndian(quint16(data.size() + 2), length.data());
        segments += "\xff\xe1" + length + data;
    }
    const RawAnswer answer = bench.expectEdit({200, 422}, QStringLiteral("JPEG with 7 MB of APP1"),
                                              jpeg.first(2) + segments + jpeg.sliced(2));
    bench.check(!answer.body.contains("hidden"), QStringLiteral("the metadata is gone"));
}

void vectorGraphics(Bench& bench) {
    for (const char* text :
         {"<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"300\">&x;</svg>",
          "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"http://127.0.0.1:1/\"/></svg>"}) {
        const RawAnswer answer = bench.expectEdit({422}, QStringLiteral("SVG"), text);
        bench.check(!answer.body.contains("root:"), QStringLiteral("no file of the machine is read"));
    }
}

void kinds(Bench& bench) {
    const auto one = [&](const char* what, const PngFile& png, std::initializer_list<int> statuses) {
        bench.expectEdit(statuses, QLatin1String(what), png.bytes());
    };
    one("16-bit grey", grey(kSide, kSide, 16), {200});
    one("1-bit grey",
        [] {
            PngFile png{.width = kSide, .height = kSide, .bitDepth = 1, .colourType = 0};
            png.rows = QByteArray((38 + 1) * kSide, '\0');
            return png;
        }(),
        {200});
    PngFile palette = grey(kSide, kSide);
    palette.colourType = 3;
    palette.before = {pngChunk("PLTE", "abc")};
    one("palette", palette, {200});
    one("1 x 1", grey(1, 1), {422});
    one("1 x 16384", grey(1, 16384), {422});
    PngFile interlaced = grey(kSide, kSide);
    interlaced.interlaced = true;
    one("interlaced, with the samples of another", interlaced, {200, 422});
}

void sizesDiffer(Bench& bench) {
    const RawAnswer answer =
        bench.expectEdit({422}, QStringLiteral("another size"), {}, maskPng({256, 300}, QRect(10, 10, 9, 9)));
    bench.check(answer.body.contains("mask_size_mismatch"), QStringLiteral("the type of the fault is told"));
}

void nothingSelected(Bench& bench) {
    const cv::Mat opaque(kSide, kSide, CV_8UC4, cv::Scalar(0, 0, 0, 255));
    expectRefused(bench, QStringLiteral("opaque black"), {}, *image::encodePng({opaque, {}}));
    const cv::Mat colour(kSide, kSide, CV_8UC3, cv::Scalar(255, 255, 255));
    expectRefused(bench, QStringLiteral("RGB without alpha"), {}, *image::encodePng({colour, {}}));
    expectRefused(bench, QStringLiteral("grey black"), {},
                  *image::encodeGreyPng(cv::Mat::zeros(kSide, kSide, CV_8UC1)));
}

} // namespace

QList<HostileCase> pictureCases() {
    const QByteArray refused = "upload_rejections_total{";
    return {{1, "a PNG cut at every eighth", truncated, refused},
            {2, "a PNG header of 65535 x 65535", hugeHeader, refused},
            {3, "samples without end", samplesBomb},
            {4, "wrong checksums", wrongChecksums, refused},
            {5, "metadata of hundreds of MB", metadataBombs},
            {6, "animations", animations, refused},
            {7, "a PNG that is another file too", polyglots},
            {8, "a JPEG with 7 MB of EXIF", manySegments},
            {9, "SVG with entities", vectorGraphics, refused},
            {10, "every kind of PNG", kinds, refused},
            {11, "a mask of another size", sizesDiffer, refused},
            {12, "a mask that selects nothing", nothingSelected, refused}};
}

} // namespace nb::test
