#pragma once
// What the tests of recovery records share: records made by hand, byte for byte, and small pictures.

#include "core/image/encode.h"
#include "core/recovery/recovery_records.h"
#include <QtEndian>
#include <opencv2/core.hpp>

namespace nb::test {

inline constexpr qint64 kMuch = 1'000'000; // bytes that a picture may have

// What QDataStream writes, by hand, from "Serializing Qt Data Types".
inline QByteArray be(quint32 value) {
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}
inline QByteArray be(QSize size) {
    return be(quint32(size.width())) + be(quint32(size.height()));
}
inline QByteArray be(QRect rect) { // the last row and column, not the one behind
    return be(quint32(rect.left())) + be(quint32(rect.top())) + be(quint32(rect.right())) +
           be(quint32(rect.bottom()));
}
inline QByteArray be(const QByteArray& bytes) {
    return be(quint32(bytes.size())) + bytes;
}
inline QByteArray text(const char* ascii) { // a QString: UTF-16, its length in bytes
    QByteArray bytes;
    for (const char* c = ascii; *c; ++c)
        bytes += QByteArray(1, '\0') + *c;
    return be(bytes);
}

inline cv::Mat noise(QSize size, int type, unsigned seed = 1) {
    cv::Mat pixels(size.height(), size.width(), type);
    cv::RNG random(seed);
    random.fill(pixels, cv::RNG::UNIFORM, 0, CV_MAT_DEPTH(type) == CV_16U ? 65536 : 256);
    return pixels;
}

inline bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && (a.empty() || (a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0));
}

inline QByteArray png(QSize size, int type) {
    return image::encodePng({noise(size, type), {}}).value_or(QByteArray());
}

// 8 columns, 6 rows.
inline image::Picture picture(int type = CV_8UC3) {
    return {noise({8, 6}, type), {}};
}
inline mask::Mask greyMask() {
    return {cv::Mat(6, 8, CV_8UC1, cv::Scalar(7))};
}

inline QByteArray maskOf(const QList<QRect>& rects, const QList<QByteArray>& samples) {
    QByteArray bytes = be(quint32(rects.size()));
    for (const QRect& rect : rects)
        bytes += be(rect);
    bytes += be(quint32(samples.size()));
    for (const QByteArray& one : samples)
        bytes += be(one);
    return bytes;
}

inline QByteArray resultOf(const char* id, QRect rect, const QByteArray& png, const QByteArray& mask,
                           const QByteArray& about = "{}") {
    return text(id) + text("name") + be(rect) + be(png) + be(mask) + be(about);
}

inline project::Layer layer() {
    return {QStringLiteral("1"),
            QStringLiteral("a"),
            {QRect(1, 2, 4, 3), noise({4, 3}, CV_8UC3, 5)},
            noise({4, 3}, CV_8UC1, 6),
            {.engine = QStringLiteral("local"), .seed = 7}};
}

} // namespace nb::test
