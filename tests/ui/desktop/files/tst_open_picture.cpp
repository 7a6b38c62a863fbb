#include "ui/desktop/files/open_picture.h"

#include "core/base/worker_pool.h"
#include "core/image/encode.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "ui/desktop/convert/qimage.h"
#include "ui/desktop/files/dropped.h"
#include "ui/desktop/files/mask_files.h"
#include <QBuffer>
#include <QColorSpace>
#include <QImageWriter>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;

namespace {

// Red, green over blue, white: every corner tells itself.
QImage corners(QImage::Format format = QImage::Format_RGB32) {
    QImage image(2, 2, format);
    image.setPixelColor(0, 0, QColor(255, 0, 0));
    image.setPixelColor(1, 0, QColor(0, 255, 0));
    image.setPixelColor(0, 1, QColor(0, 0, 255));
    image.setPixelColor(1, 1, QColor(255, 255, 255));
    return image;
}

QByteArray written(const QImage& image, const char* format,
                   QImageIOHandler::Transformations transformation = QImageIOHandler::TransformationNone) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    writer.setQuality(100); // WebP: without loss
    writer.setTransformation(transformation);
    if (!writer.write(image))
        qFatal("cannot write %s: %s", format, qPrintable(writer.errorString()));
    return bytes;
}

cv::Vec3b at(const image::Picture& picture, int x, int y) {
    return picture.pixels.at<cv::Vec3b>(y, x);
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

} // namespace

class TestOpenPicture : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& bytes) const {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(name));
        return file.fileName();
    }

private Q_SLOTS:
    void everyFormatGivesTheSamePixels_data() {
        QTest::addColumn<QByteArray>("format");
        for (const char* format : {"png", "webp", "tiff", "bmp", "ppm"})
            QTest::newRow(format) << QByteArray(format);
    }
    void everyFormatGivesTheSamePixels() {
        QFETCH(QByteArray, format);
        const Result<Opened> opened =
            openFile(write(QStringLiteral("wrong-suffix.txt"), written(corners(), format)));
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        const image::Picture& picture = opened->project.picture;
        QCOMPARE(picture.pixels.type(), CV_8UC3);
        QCOMPARE(picture.size(), QSize(2, 2));
        QCOMPARE(at(picture, 0, 0), cv::Vec3b(255, 0, 0));
        QCOMPARE(at(picture, 1, 0), cv::Vec3b(0, 255, 0));
        QCOMPARE(at(picture, 0, 1), cv::Vec3b(0, 0, 255));
        QCOMPARE(opened->name, QStringLiteral("wrong-suffix.txt"));
        QCOMPARE(opened->path, m_folder.filePath(QStringLiteral("wrong-suffix.txt")));
        QVERIFY(opened->notices.isEmpty());
    }

    // The smallest GIF with two frames, by hand: 1 x 1, red, then green.
    void ofAGifTheFirstFrame() {
        const QByteArray gif = QByteArray::fromHex("47494638396101000100800000" // 1 x 1, two colours:
                                                   "ff000000ff00"               // red, green
                                                   "2c000000000100010000 02024401 00"
                                                   "2c000000000100010000 02024c01 00"
                                                   "3b");
        const Result<Opened> opened = openBytes(gif, QStringLiteral("a.gif"));
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        QCOMPARE(opened->project.picture.size(), QSize(1, 1));
        QCOMPARE(at(opened->project.picture, 0, 0), cv::Vec3b(255, 0, 0));
        QCOMPARE(opened->notices.size(), 1);
    }

    void sixteenBitsAndProfileOfATiff() {
        QImage image(2, 1, QImage::Format_RGBA64);
        image.setPixelColor(0, 0, QColor::fromRgba64(0x1234, 0x5678, 0x9abc, 0x8000));
        image.setPixelColor(1, 0, QColor::fromRgba64(1, 2, 3, 0xffff));
        image.setColorSpace(QColorSpace::AdobeRgb);
        const Result<Opened> opened = openBytes(written(image, "tiff"), QStringLiteral("a.tiff"));
        QVERIFY(opened);
        const image::Picture& picture = opened->project.picture;
        QCOMPARE(picture.pixels.type(), CV_16UC4);
        QCOMPARE(picture.pixels.at<cv::Vec4w>(0, 1), cv::Vec4w(1, 2, 3, 0xffff));
        QCOMPARE(picture.pixels.at<cv::Vec4w>(0, 0)[3], 0x8000);
        QCOMPARE(QColorSpace::fromIccProfile(picture.metadata.icc), QColorSpace(QColorSpace::AdobeRgb));
    }

    void aTurnedTiffIsUpright() {
        QImage wide(3, 1, QImage::Format_RGB32);
        wide.fill(Qt::blue);
        wide.setPixelColor(0, 0, Qt::red);
        const Result<Opened> opened = openBytes(
            written(wide, "tiff", QImageIOHandler::TransformationRotate90), QStringLiteral("a.tiff"));
        QVERIFY(opened);
        // Turned clockwise, what was left is on top.
        QCOMPARE(opened->project.picture.size(), QSize(1, 3));
        QCOMPARE(at(opened->project.picture, 0, 0), cv::Vec3b(255, 0, 0));
    }

    void sixteenBitPng() {
        const image::Picture picture{cv::Mat(3, 5, CV_16UC3, cv::Scalar(1, 300, 65535)),
                                     {QColorSpace(QColorSpace::DisplayP3).iccProfile(), {}}};
        const Result<QByteArray> png = image::encodePng(picture);
        const Result<Opened> opened = openBytes(*png, QStringLiteral("a.png"));
        QVERIFY(opened);
        QVERIFY(same(opened->project.picture.pixels, picture.pixels));
        QCOMPARE(opened->project.picture.metadata.icc, picture.metadata.icc);
    }

    void limitsComeFromTheHeader() {
        image::Limits limits = kOpenLimits;
        limits.maxPixels = 3;
        for (const char* format : {"png", "bmp", "tiff", "webp"}) {
            const Result<Opened> opened = openBytes(written(corners(), format), QStringLiteral("a"), limits);
            QVERIFY(!opened);
            QCOMPARE(opened.error().code, ErrorCode::ImageTooLarge);
        }
    }

    // 90 megapixels, 270 MB decoded: Qt alone would refuse it.
    void aboveQtsOwnLimit() {
        QByteArray header("P5 10000 9000 255\n");
        const Result<Opened> opened =
            openBytes(header + QByteArray(90'000'000, 'x'), QStringLiteral("a.pgm"));
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        QCOMPARE(opened->project.picture.size(), QSize(10000, 9000));
    }

    void whatIsNoPictureSaysWhy() {
        QCOMPARE(openFile(m_folder.filePath(QStringLiteral("none"))).error().code, ErrorCode::FileUnreadable);
        QCOMPARE(openFile(m_folder.path()).error().code, ErrorCode::FileUnreadable);
        QCOMPARE(openFile(write(QStringLiteral("empty"), {})).error().code, ErrorCode::UnreadableImage);
        const Result<Opened> text = openFile(write(QStringLiteral("a.png"), "no picture"));
        QCOMPARE(text.error().code, ErrorCode::UnsupportedFormat);
        QVERIFY(text.error().message.contains(QLatin1String("WebP")));
        for (const char* format : {"png", "bmp", "tiff", "webp"}) {
            const QByteArray whole = written(corners(), format);
            const Result<Opened> half = openBytes(whole.first(whole.size() / 2), QStringLiteral("a"));
            QVERIFY2(!half, format);
        }
    }

    void onThePool() {
        WorkerPool pool(1);
        const QString path = write(QStringLiteral("a.bmp"), written(corners(), "bmp"));
        QVERIFY(finished(openLater(path, pool)));
    }

    void imagesAreSharedWhereTheLayoutAllows() {
        const image::Picture picture{cv::Mat(2, 3, CV_8UC3, cv::Scalar(1, 2, 3)),
                                     {QColorSpace(QColorSpace::AdobeRgb).iccProfile(), {}}};
        const QImage image = imageOf(picture);
        QCOMPARE(static_cast<const void*>(image.constBits()), static_cast<const void*>(picture.pixels.data));
        QCOMPARE(image.colorSpace(), QColorSpace(QColorSpace::AdobeRgb));
        QCOMPARE(image.pixelColor(0, 0), QColor(1, 2, 3));
        QVERIFY(same(pictureOf(image).pixels, picture.pixels));
        for (const int type : {CV_8UC4, CV_16UC3, CV_16UC4}) {
            const image::Picture other{cv::Mat(2, 3, type, cv::Scalar(40, 30, 20, 10)), {}};
            QVERIFY(same(pictureOf(imageOf(other)).pixels, other.pixels));
        }
    }

    void droppedThings() {
        QMimeData file;
        file.setUrls({QUrl::fromLocalFile(QStringLiteral("/a b.png")), QUrl(QStringLiteral("https://x/y"))});
        QCOMPARE(dropped(file)->files, QStringList{QStringLiteral("/a b.png")});
        QMimeData copied;
        copied.setImageData(corners());
        QCOMPARE(dropped(copied)->image.size(), QSize(2, 2));
        QMimeData web;
        web.setUrls({QUrl(QStringLiteral("https://user:word@example.org/cat.png?key=1"))});
        const Result<Dropped> refused = dropped(web);
        QCOMPARE(refused.error().code, ErrorCode::UnsupportedFormat);
        QVERIFY(refused.error().message.contains(QLatin1String("https://example.org/cat.png is")));
        web.setImageData(corners());
        QVERIFY(dropped(web));
        QMimeData text;
        text.setText(QStringLiteral("cat"));
        QVERIFY(!mayBeDropped(text));
        QCOMPARE(dropped(text).error().code, ErrorCode::UnsupportedFormat);
        QCOMPARE(openImage(corners())->project.picture.size(), QSize(2, 2));
        QCOMPARE(openImage(QImage()).error().code, ErrorCode::UnreadableImage);
    }

    void masks() {
        cv::Mat samples(4, 6, CV_8UC1, cv::Scalar(0));
        samples(cv::Rect(1, 1, 3, 2)).setTo(255);
        samples.at<uchar>(3, 5) = 128;
        for (const MaskFileStyle style : {MaskFileStyle::WhiteOnTransparent, MaskFileStyle::WhiteOnBlack}) {
            const QString path = m_folder.filePath(QStringLiteral("mask.png"));
            QVERIFY(exportMask({samples}, path, style));
            const Result<mask::Mask> mask = importMask(path, QSize(6, 4));
            QVERIFY(mask);
            QVERIFY(same(mask->pixels, samples));
            QCOMPARE(importMask(path, QSize(4, 6)).error().code, ErrorCode::MaskSizeMismatch);
        }
        // From a format that only Qt reads: what is bright is selected.
        const QString path = write(QStringLiteral("mask.bmp"), written(corners(), "bmp"));
        QCOMPARE(importMask(path, QSize(2, 2))->pixels.at<uchar>(1, 1), 255);
        QCOMPARE(exportMask({}, path, MaskFileStyle::WhiteOnBlack).error().code, ErrorCode::InvalidArgument);
    }
};

NB_TEST(TestOpenPicture)
#include "tst_open_picture.moc"
