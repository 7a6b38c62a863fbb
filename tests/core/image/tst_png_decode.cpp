#include "core/image/codec.h"

#include "core/image/encode.h"
#include "tests/support/png_maker.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QByteArrayView>
#include <QRandomGenerator>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::image;
using test::PngFile;

namespace {

QByteArray hex(const char* text) {
    return QByteArray::fromHex(text);
}

Picture picture(const PngFile& file) {
    const Result<Decoded> decoded = decode(file.bytes(), {});
    if (!decoded)
        qFatal("not decoded: %s (%s)", qPrintable(decoded.error().message),
               qPrintable(decoded.error().detail));
    return decoded->picture;
}

SourceColour colour(const PngFile& file) {
    return decode(file.bytes(), {})->header.colour;
}

bool isUnreadable(const QByteArray& bytes) {
    const Result<Decoded> decoded = decode(bytes, {});
    return !decoded && decoded.error().code == ErrorCode::UnreadableImage;
}

// 24x16, RGB, every sample different from its neighbours.
QByteArray smallPhoto() {
    PngFile file{.width = 24, .height = 16};
    for (int y = 0; y < 16; ++y) {
        file.rows.append('\0');
        for (int i = 0; i < 24 * 3; ++i)
            file.rows.append(static_cast<char>((i * 37 + y * 101) % 251));
    }
    file.before = {test::pngChunk("tEXt", QByteArray("Title\0a title", 13))};
    return file.bytes();
}

} // namespace

class TestPngDecode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rgb8() {
        const PngFile file{.width = 2, .height = 1, .rows = hex("00 010203 fafbfc")};
        const Picture p = picture(file);
        QCOMPARE(p.pixels.type(), CV_8UC3);
        QCOMPARE(p.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(1, 2, 3));
        QCOMPARE(p.pixels.at<cv::Vec3b>(0, 1), cv::Vec3b(250, 251, 252));
        QCOMPARE(colour(file), SourceColour::Rgb);
    }

    void rgba8AndGreyAlpha8() {
        const Picture rgba = picture({.width = 1, .height = 1, .colourType = 6, .rows = hex("00 0a141e28")});
        QCOMPARE(rgba.pixels.at<cv::Vec4b>(0, 0), cv::Vec4b(10, 20, 30, 40));
        const PngFile la{.width = 1, .height = 1, .colourType = 4, .rows = hex("00 6407")};
        QCOMPARE(picture(la).pixels.at<cv::Vec4b>(0, 0), cv::Vec4b(100, 100, 100, 7));
        QCOMPARE(colour(la), SourceColour::GreyAlpha);
    }

    void rgb16() {
        const Picture p =
            picture({.width = 1, .height = 1, .bitDepth = 16, .rows = hex("00 0102 0304 fffe")});
        QCOMPARE(p.pixels.type(), CV_16UC3);
        QCOMPARE(p.pixels.at<cv::Vec3w>(0, 0), cv::Vec3w(0x0102, 0x0304, 0xfffe));
    }

    void rgba16AndGrey16AndGreyAlpha16() {
        const Picture rgba = picture({.width = 1,
                                      .height = 1,
                                      .bitDepth = 16,
                                      .colourType = 6,
                                      .rows = hex("00 0001 0203 0405 8000")});
        QCOMPARE(rgba.pixels.at<cv::Vec4w>(0, 0), cv::Vec4w(1, 0x0203, 0x0405, 0x8000));
        const PngFile grey{.width = 1, .height = 1, .bitDepth = 16, .colourType = 0, .rows = hex("00 1234")};
        QCOMPARE(picture(grey).pixels.at<cv::Vec3w>(0, 0), cv::Vec3w::all(0x1234));
        QCOMPARE(colour(grey), SourceColour::Grey);
        const Picture la =
            picture({.width = 1, .height = 1, .bitDepth = 16, .colourType = 4, .rows = hex("00 1234 5678")});
        QCOMPARE(la.pixels.at<cv::Vec4w>(0, 0), cv::Vec4w(0x1234, 0x1234, 0x1234, 0x5678));
    }

    // Fewer bits are scaled: 1 bit by 255, 2 bits by 85, 4 bits by 17.
    void greyStaysOneChannelIfAskedTo() {
        const auto one = [](const PngFile& file) {
            return decode(file.bytes(), {}, GreyAs::OneChannel)->picture.pixels;
        };
        const cv::Mat deep =
            one({.width = 1, .height = 1, .bitDepth = 16, .colourType = 0, .rows = hex("00 1234")});
        QCOMPARE(deep.type(), CV_16UC1);
        QCOMPARE(deep.at<ushort>(0, 0), ushort(0x1234));
        const cv::Mat bits =
            one({.width = 2, .height = 1, .bitDepth = 1, .colourType = 0, .rows = hex("00 40")});
        QCOMPARE(bits.type(), CV_8UC1);
        QCOMPARE(int(bits.at<uchar>(0, 0)), 0);
        QCOMPARE(int(bits.at<uchar>(0, 1)), 255);
        QCOMPARE(one({.width = 1, .height = 1, .rows = hex("00 010203")}).type(), CV_8UC3); // it is not grey
        PngFile transparent{.width = 1, .height = 1, .bitDepth = 8, .colourType = 0, .rows = hex("00 07")};
        transparent.before = {test::pngChunk("tRNS", hex("0007"))};
        QCOMPARE(one(transparent).at<cv::Vec4b>(0, 0), cv::Vec4b(7, 7, 7, 0));
    }

    void greyOfFewBits() {
        const Picture one =
            picture({.width = 3, .height = 1, .bitDepth = 1, .colourType = 0, .rows = hex("00 a0")});
        QCOMPARE(one.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b::all(255));
        QCOMPARE(one.pixels.at<cv::Vec3b>(0, 1), cv::Vec3b::all(0));
        QCOMPARE(one.pixels.at<cv::Vec3b>(0, 2), cv::Vec3b::all(255));
        const Picture two =
            picture({.width = 2, .height = 1, .bitDepth = 2, .colourType = 0, .rows = hex("00 60")});
        QCOMPARE(two.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b::all(85));
        QCOMPARE(two.pixels.at<cv::Vec3b>(0, 1), cv::Vec3b::all(170));
        const Picture four =
            picture({.width = 2, .height = 1, .bitDepth = 4, .colourType = 0, .rows = hex("00 3f")});
        QCOMPARE(four.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b::all(51));
        QCOMPARE(four.pixels.at<cv::Vec3b>(0, 1), cv::Vec3b::all(255));
    }

    void palette() {
        PngFile file{.width = 2, .height = 1, .bitDepth = 4, .colourType = 3, .rows = hex("00 10")};
        file.before = {test::pngChunk("PLTE", hex("112233 445566"))};
        QCOMPARE(colour(file), SourceColour::Palette);
        QCOMPARE(picture(file).pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(0x44, 0x55, 0x66));
        QCOMPARE(picture(file).pixels.at<cv::Vec3b>(0, 1), cv::Vec3b(0x11, 0x22, 0x33));

        file.before.append(test::pngChunk("tRNS", hex("80")));
        QCOMPARE(colour(file), SourceColour::PaletteAlpha);
        QCOMPARE(picture(file).pixels.at<cv::Vec4b>(0, 0), cv::Vec4b(0x44, 0x55, 0x66, 255));
        QCOMPARE(picture(file).pixels.at<cv::Vec4b>(0, 1), cv::Vec4b(0x11, 0x22, 0x33, 128));
    }

    void transparentColour() {
        PngFile rgb{.width = 2, .height = 1, .rows = hex("00 010203 040506")};
        rgb.before = {test::pngChunk("tRNS", hex("0001 0002 0003"))};
        QCOMPARE(colour(rgb), SourceColour::Rgba);
        QCOMPARE(picture(rgb).pixels.at<cv::Vec4b>(0, 0), cv::Vec4b(1, 2, 3, 0));
        QCOMPARE(picture(rgb).pixels.at<cv::Vec4b>(0, 1), cv::Vec4b(4, 5, 6, 255));
        PngFile grey{.width = 2, .height = 1, .bitDepth = 16, .colourType = 0, .rows = hex("00 0007 0008")};
        grey.before = {test::pngChunk("tRNS", hex("0007"))};
        QCOMPARE(colour(grey), SourceColour::GreyAlpha);
        QCOMPARE(picture(grey).pixels.at<cv::Vec4w>(0, 0), cv::Vec4w(7, 7, 7, 0));
        QCOMPARE(picture(grey).pixels.at<cv::Vec4w>(0, 1), cv::Vec4w(8, 8, 8, 65535));
    }

    // Adam7 of 2x2: pass 1 has (0,0), pass 6 has (1,0), pass 7 has row 1.
    void interlaced() {
        const Picture p = picture({.width = 2,
                                   .height = 2,
                                   .colourType = 0,
                                   .interlaced = true,
                                   .rows = hex("00 0a 00 14 00 1e28")});
        QCOMPARE(p.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b::all(10));
        QCOMPARE(p.pixels.at<cv::Vec3b>(0, 1), cv::Vec3b::all(20));
        QCOMPARE(p.pixels.at<cv::Vec3b>(1, 0), cv::Vec3b::all(30));
        QCOMPARE(p.pixels.at<cv::Vec3b>(1, 1), cv::Vec3b::all(40));
    }

    void orientationFromExif_data() {
        QTest::addColumn<bool>("behindTheSamples");
        QTest::newRow("before IDAT") << false;
        QTest::newRow("after IDAT") << true;
    }
    void orientationFromExif() {
        QFETCH(bool, behindTheSamples);
        PngFile file{.width = 2, .height = 1, .colourType = 0, .rows = hex("00 0a14")};
        const QByteArray exif =
            test::pngChunk("eXIf", hex("49492a0008000000 0100 120103000100000006000000 00000000"));
        (behindTheSamples ? file.after : file.before).append(exif);
        const Decoded decoded = *decode(file.bytes(), {});
        QCOMPARE(decoded.picture.size(), QSize(1, 2));
        QCOMPARE(decoded.header.size, QSize(1, 2));
        QCOMPARE(decoded.header.orientation, 6);
        QCOMPARE(decoded.picture.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b::all(10));
        QVERIFY(!decoded.picture.metadata.exif.isEmpty());
    }

    void iccProfilesOfOtherSpacesAreDropped() {
        PngFile file{.width = 1, .height = 1, .rows = hex("00 010203")};
        const auto chunk = [](const char* space) {
            const QByteArray profile = QByteArray(16, 'p') + space + QByteArray(200, 'q');
            return test::pngChunk("iCCP", QByteArray("name\0\0", 6) + test::deflated(profile));
        };
        file.before = {chunk("RGB ")};
        QCOMPARE(picture(file).metadata.icc.size(), 220);
        QCOMPARE(picture(file).metadata.icc.mid(16, 4), QByteArray("RGB "));
        file.before = {chunk("GRAY")};
        QVERIFY(picture(file).metadata.icc.isEmpty());
    }

    void theFirstFrameOfAnAnimationIsThePicture() {
        PngFile file{.width = 1, .height = 1, .rows = hex("00 010203")};
        file.before = {test::pngChunk("acTL", hex("0000000200000000"))};
        file.after = {test::pngChunk("fdAT", hex("00000001") + test::deflated(hex("00 090909")))};
        QCOMPARE(picture(file).pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(1, 2, 3));
    }

    void metadataNeverClosesAPicture_data() {
        QTest::addColumn<QByteArrayList>("chunks");
        QTest::addColumn<bool>("warned");
        const auto text = [](const QByteArray& value) {
            return test::pngChunk("tEXt", QByteArray("a\0", 2) + value);
        };
        const auto spoiled = [](QByteArray chunk) {
            chunk[chunk.size() - 1] = char(chunk.back() ^ 1);
            return chunk;
        };
        const QByteArray bomb = QByteArray("name\0\0", 6) + test::deflated(QByteArray(64 << 20, 'x'));
        QTest::newRow("1500 texts") << QByteArrayList(1500, text("v")) << false;
        QTest::newRow("18 MiB of texts") << QByteArrayList(3, text(QByteArray(6 << 20, 'x'))) << false;
        QTest::newRow("a text of 64 MiB") << QByteArrayList{test::pngChunk("zTXt", bomb)} << false;
        QTest::newRow("a profile of 64 MiB") << QByteArrayList{test::pngChunk("iCCP", bomb)} << true;
        QTest::newRow("an empty EXIF") << QByteArrayList{test::pngChunk("eXIf", {})} << false;
        QTest::newRow("an EXIF of 2 MiB")
            << QByteArrayList{test::pngChunk("eXIf", QByteArray(2 << 20, 'I'))} << true;
        QTest::newRow("a checksum") << QByteArrayList{spoiled(text("v"))} << true;
        QTest::newRow("a profile's checksum")
            << QByteArrayList{spoiled(
                   test::pngChunk("iCCP", QByteArray("name\0\0", 6) + test::deflated("p")))}
            << true;
        QTest::newRow("a text without a key") << QByteArrayList{test::pngChunk("tEXt", {})} << false;
        QTest::newRow("an impossible date")
            << QByteArrayList{test::pngChunk("tIME", QByteArray(7, '\xff'))} << false;
        QTest::newRow("a size of no length") << QByteArrayList{test::pngChunk("pHYs", {})} << false;
        QTest::newRow("two backgrounds") << QByteArrayList(2, test::pngChunk("bKGD", "123456")) << false;
        QTest::newRow("two gammas") << QByteArrayList(2, test::pngChunk("gAMA", hex("0000b18f"))) << true;
        QTest::newRow("an unknown chunk") << QByteArrayList{test::pngChunk("prVt", "x")} << false;
        QTest::newRow("a wrong gAMA") << QByteArrayList{test::pngChunk("gAMA", "x")} << true;
    }
    void metadataNeverClosesAPicture() {
        QFETCH(QByteArrayList, chunks);
        QFETCH(bool, warned);
        for (const bool behind : {false, true}) {
            PngFile file{.width = 1, .height = 1, .rows = hex("00 010203")};
            (behind ? file.after : file.before) = chunks;
            const Result<Decoded> decoded = decode(file.bytes(), {});
            QVERIFY2(decoded, qPrintable(decoded ? QString() : decoded.error().detail));
            QCOMPARE(decoded->picture.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(1, 2, 3));
            QVERIFY2(decoded->warnings.isEmpty() != warned,
                     qPrintable(decoded->warnings.join(QLatin1Char(' '))));
        }
    }

    void previewsAreNotWrittenAgain() {
        const QByteArray profile = "\nexif\n     12\nSECRET";
        PngFile file{.width = 1, .height = 1, .rows = hex("00 010203")};
        file.before = {
            test::pngChunk("zTXt", QByteArray("Raw profile type exif\0\0", 23) + test::deflated(profile)),
            test::pngChunk("tEXt", QByteArray("Raw profile type 8bim\0", 22) + profile),
            test::pngChunk("iTXt", QByteArray("XML:com.adobe.xmp\0\0\0\0\0", 22) + "SECRET"),
            test::pngChunk("prVw", "SECRET")};
        file.after = file.before;
        const Picture decoded = picture(file);
        const QByteArray again = *encodePng(decoded) + *encodeJpeg(decoded);
        QVERIFY(file.bytes().contains("SECRET"));
        QVERIFY(!again.contains("SECRET"));
        QVERIFY(!again.contains("Raw profile"));
    }

    void theExifOfAPngMayHaveThePrefixOfAJpeg() {
        PngFile file{.width = 2, .height = 1, .colourType = 0, .rows = hex("00 0a14")};
        file.before = {
            test::pngChunk("eXIf", QByteArray("Exif\0\0", 6) +
                                       hex("49492a0008000000 0100 120103000100000006000000 00000000"))};
        QCOMPARE(decode(file.bytes(), {})->header.orientation, 6);
    }

    void aMissingEndIsAWarning() {
        const QByteArray whole = smallPhoto();
        const Decoded right = *decode(whole, {});
        QVERIFY(right.warnings.isEmpty());
        for (qsizetype cut = 1; cut <= 12; ++cut) {
            const Result<Decoded> decoded = decode(whole.chopped(cut), {});
            QVERIFY(decoded.has_value());
            QCOMPARE(decoded->warnings.size(), 1);
            QCOMPARE(cv::norm(decoded->picture.pixels, right.picture.pixels, cv::NORM_INF), 0.0);
        }
        QVERIFY(decode(whole + "garbage", {})->warnings.isEmpty());
    }

    void anAnimationIsSaid() {
        PngFile file{.width = 1, .height = 1, .rows = hex("00 010203")};
        file.before = {test::pngChunk("acTL", hex("0000000200000000"))};
        QVERIFY(decode(file.bytes(), {})->warnings.value(0).contains(QLatin1String("animation")));
    }

    void aCommentThatInflatesWithoutBoundIsIgnored() {
        PngFile file{.width = 1, .height = 1, .rows = hex("00 010203")};
        const QByteArray bomb = test::deflated(QByteArray(300 * 1024 * 1024, '\0'));
        for (const char* type : {"zTXt", "iCCP"}) {
            file.before = {test::pngChunk(type, QByteArray("name\0\0", 6) + bomb)};
            QVERIFY(picture(file).metadata.icc.isEmpty());
        }
    }

    void everyTruncationIsAnError() {
        const QByteArray whole = smallPhoto();
        QVERIFY(decode(whole, {}).has_value());
        constexpr qsizetype kEnd = 12; // IEND, without which all samples are there still
        for (qsizetype length = 8; length < whole.size() - kEnd; ++length)
            QVERIFY2(isUnreadable(whole.left(length)), qPrintable(QString::number(length)));
    }

    void damageToHeaderAndSamplesIsAnError() {
        const QByteArray whole = smallPhoto();
        const qsizetype samples = whole.indexOf("IDAT") + 4;
        for (const qsizetype at : {qsizetype(19), qsizetype(25), samples + 5, samples + 40}) {
            QByteArray bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
            QVERIFY2(isUnreadable(bytes), qPrintable(QString::number(at)));
        }
    }

    void aDamagedTransparencyIsNotDropped() {
        PngFile file{.width = 2, .height = 1, .rows = hex("00 010203 040506")};
        QByteArray trns = test::pngChunk("tRNS", hex("0001 0002 0003"));
        trns[trns.size() - 1] = static_cast<char>(trns.back() ^ 1);
        file.before = {trns};
        QVERIFY(isUnreadable(file.bytes()));
    }

    void missingSamplesAreAnError() {
        QVERIFY(
            isUnreadable(PngFile{.width = 2, .height = 2, .rows = hex("00 010203 040506 00 0708")}.bytes()));
    }

    void anyBytesGiveAPictureOrAnError() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        const QByteArray whole = smallPhoto();
        for (int i = 0; i < 5'000; ++i) {
            QByteArray bytes = whole;
            for (int k = random.bounded(1, 8); k > 0; --k)
                bytes[random.bounded(8, static_cast<int>(bytes.size()))] =
                    static_cast<char>(random.bounded(256));
            const Result<Decoded> decoded = decode(bytes, {.maxSide = 4096});
            if (decoded)
                QCOMPARE(decoded->picture.size(), decoded->header.size);
        }
    }
};

NB_TEST(TestPngDecode)
#include "tst_png_decode.moc"
