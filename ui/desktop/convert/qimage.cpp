#include "ui/desktop/convert/qimage.h"

#include <QColorSpace>
#include <memory>
#include <new>
#include <opencv2/imgproc.hpp>

namespace nb::desktop {
namespace {

constexpr qsizetype kIccModelAt = 16; // where a profile's header says what it describes

bool isDeep(const QImage& image) {
    switch (image.format()) {
    case QImage::Format_BGR30:
    case QImage::Format_A2BGR30_Premultiplied:
    case QImage::Format_RGB30:
    case QImage::Format_A2RGB30_Premultiplied:
    case QImage::Format_Grayscale16:
        return true;
    default:
        return image.depth() >= 64;
    }
}

QImage::Format layoutFor(const QImage& image) {
    if (isDeep(image))
        return image.hasAlphaChannel() ? QImage::Format_RGBA64 : QImage::Format_RGBX64;
    return image.hasAlphaChannel() ? QImage::Format_RGBA8888 : QImage::Format_RGB888;
}

int matType(QImage::Format layout) {
    if (layout == QImage::Format_RGB888)
        return CV_8UC3;
    return layout == QImage::Format_RGBA8888 ? CV_8UC4 : CV_16UC4;
}

// The image holds a share of the samples until it is gone.
QImage shared(const cv::Mat& pixels, QImage::Format format) {
    auto share = std::make_unique<cv::Mat>(pixels);
    const uchar* data = share->data;
    const QImage image(
        data, pixels.cols, pixels.rows, qsizetype(pixels.step), format,
        [](void* held) { delete static_cast<cv::Mat*>(held); }, share.get());
    if (!image.isNull())
        share.release();
    return image;
}

} // namespace

image::Picture pictureOf(const QImage& image) {
    if (image.isNull())
        return {};
    const QImage::Format layout = layoutFor(image);
    QImage converted = image.convertToFormat(layout);
    if (converted.isNull())
        throw std::bad_alloc();
    // Qt has no const view of cv::Mat's, and the matrix is only read.
    const cv::Mat view(converted.height(), converted.width(), matType(layout),
                       const_cast<uchar*>(converted.constBits()), size_t(converted.bytesPerLine()));
    image::Picture picture;
    if (layout == QImage::Format_RGBX64)
        cv::cvtColor(view, picture.pixels, cv::COLOR_RGBA2RGB);
    else
        picture.pixels = view.clone();
    // One for grey or CMYK samples, which newer Qt reads, is void for RGB.
    if (const QByteArray icc = image.colorSpace().iccProfile(); icc.mid(kIccModelAt, 4) == "RGB ")
        picture.metadata.icc = icc;
    return picture;
}

QImage imageOf(const image::Picture& picture) {
    QImage image;
    switch (picture.pixels.type()) {
    case CV_8UC3:
        image = shared(picture.pixels, QImage::Format_RGB888);
        break;
    case CV_8UC4:
        image = shared(picture.pixels, QImage::Format_RGBA8888);
        break;
    case CV_16UC4:
        image = shared(picture.pixels, QImage::Format_RGBA64);
        break;
    case CV_16UC3: {
        cv::Mat opaque;
        cv::cvtColor(picture.pixels, opaque, cv::COLOR_RGB2RGBA); // alpha 65535
        image = shared(opaque, QImage::Format_RGBX64);
        break;
    }
    default:
        return {};
    }
    if (!picture.metadata.icc.isEmpty())
        image.setColorSpace(QColorSpace::fromIccProfile(picture.metadata.icc));
    return image;
}

} // namespace nb::desktop
