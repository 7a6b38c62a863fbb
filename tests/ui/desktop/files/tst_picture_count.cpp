#include "ui/desktop/files/picture_count.h"

#include "core/image/encode.h"
#include "tests/support/png_maker.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

QByteArray jpeg() {
    return *image::encodeJpeg({cv::Mat(16, 16, CV_8UC3, cv::Scalar(1, 2, 3)), {}});
}

// The segment of CIPA DC-007: one directory with tag 0xB002 and 16 bytes for each picture.
QByteArray mpf(const QByteArray& types) {
    QByteArray block = QByteArray("MM\0*\0\0\0\x08", 8) + QByteArray("\0\x01\xb0\x02\0\x07\0\0\0", 9) +
                       char(16 * (types.size() / 4)) + QByteArray("\0\0\0\x1a\0\0\0\0", 8);
    for (qsizetype i = 0; i < types.size(); i += 4)
        block += types.mid(i, 4) + QByteArray(12, '\0');
    const QByteArray data = QByteArray("MPF\0", 4) + block;
    return QByteArray("\xff\xe2\0", 3) + char(data.size() + 2) + data;
}

QByteArray webPChunk(const QByteArray& name, const QByteArray& data) {
    return name + char(data.size()) + QByteArray(3, '\0') + data;
}

} // namespace

class TestPictureCount : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void animatedPng() {
        test::PngFile png{.width = 1, .height = 1, .rows = QByteArray(4, '\0')};
        QCOMPARE(pictureCount(png.bytes()), 1);
        png.before << test::pngChunk("acTL", QByteArray::fromHex("0000000300000000"));
        QCOMPARE(pictureCount(png.bytes()), 3);
    }

    void animatedWebP() {
        const QByteArray still = "RIFF____WEBP" + webPChunk("VP8L", "1234");
        QCOMPARE(pictureCount(still), 1);
        const QByteArray film = "RIFF____WEBP" + webPChunk("VP8X", QByteArray(10, '\0')) +
                                webPChunk("ANIM", QByteArray(6, '\0')) +
                                webPChunk("ANMF", QByteArray(20, '\0')) +
                                webPChunk("ANMF", QByteArray(20, '\0'));
        QCOMPARE(pictureCount(film), 2);
    }

    void multiPictureJpeg() {
        QCOMPARE(pictureCount(jpeg()), 1);
        QByteArray stereo = jpeg(); // two views
        stereo.insert(2, mpf(QByteArray::fromHex("2002000200020002")));
        QCOMPARE(pictureCount(stereo), 2);
        QByteArray camera = jpeg(); // the picture, and two previews of it
        camera.insert(2, mpf(QByteArray::fromHex("200300000001000100010002")));
        QCOMPARE(pictureCount(camera), 1);
        for (qsizetype length = 0; length < stereo.size(); ++length)
            QVERIFY(pictureCount(QByteArrayView(stereo).first(length)) >= 1);
    }

    void whatHangsBehindAJpeg() {
        QCOMPARE(bytesBehindJpeg(jpeg()), 0);
        QCOMPARE(bytesBehindJpeg(jpeg() + QByteArray(500, '\0')), 0);
        QCOMPARE(bytesBehindJpeg(jpeg() + "ftypmp42"), 8);
        QCOMPARE(bytesBehindJpeg("no picture"), 0);
        QCOMPARE(bytesBehindJpeg(jpeg().chopped(2)), 0); // no end at all
    }
};

NB_TEST(TestPictureCount)
#include "tst_picture_count.moc"
