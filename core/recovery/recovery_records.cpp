#include "core/recovery/recovery_records.h"

#include "core/image/cv_rect.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include <QDataStream>
#include <QIODevice>
#include <QJsonDocument>
#include <QtEndian>
#include <algorithm>
#include <cstring>
#include <opencv2/core.hpp>
#include <utility>
#include <zlib.h>

namespace nb::recovery {
namespace {

constexpr auto kStreamVersion = QDataStream::Qt_6_4;
constexpr int kMaxSide = 1'000'000;

template <class... Values>
QByteArray serialised(const Values&... values) {
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(kStreamVersion);
    (stream << ... << values);
    return bytes;
}

template <class T>
void readValue(QDataStream& stream, T& value) {
    stream >> value;
}

// Not with QDataStream's own operator, which makes room for as many as the list claims to have.
template <class T>
void readValue(QDataStream& stream, QList<T>& list) {
    quint32 count = 0;
    stream >> count;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i)
        stream >> list.emplaceBack();
}

// Whether everything was there.
template <class... Values>
bool read(const QByteArray& bytes, Values&... values) {
    QDataStream stream(bytes);
    stream.setVersion(kStreamVersion);
    (readValue(stream, values), ...);
    return stream.status() == QDataStream::Ok && stream.atEnd();
}

// The plain samples, compressed; one value everywhere is that one byte.
QByteArray packed(const cv::Mat& samples) {
    QByteArray bytes(qsizetype(samples.total()), Qt::Uninitialized);
    for (int y = 0; y < samples.rows; ++y)
        std::memcpy(bytes.data() + qsizetype(y) * samples.cols, samples.ptr(y), size_t(samples.cols));
    const bool uniform = std::ranges::all_of(bytes, [first = bytes.front()](char c) { return c == first; });
    return uniform ? bytes.first(1) : qCompress(bytes, 1);
}

// The samples of a piece of this size, or one for all of them. Bytes that make more than that are refused
// before they do.
std::optional<cv::Mat> unpacked(const QByteArray& bytes, QSize size) {
    if (bytes.size() == 1)
        return cv::Mat(1, 1, CV_8UC1, cv::Scalar(uchar(bytes.front())));
    cv::Mat samples(size.height(), size.width(), CV_8UC1);
    constexpr qsizetype kLengthBytes = 4; // as qCompress() puts them in front
    if (bytes.size() < kLengthBytes || qFromBigEndian<quint32>(bytes.constData()) != samples.total())
        return std::nullopt;
    uLongf length = samples.total();
    const int status =
        ::uncompress(samples.data, &length, reinterpret_cast<const Bytef*>(bytes.constData()) + kLengthBytes,
                     uLong(bytes.size() - kLengthBytes));
    if (status != Z_OK || length != samples.total())
        return std::nullopt;
    return samples;
}

void writeSamples(const cv::Mat& samples, cv::Mat target) {
    if (samples.total() == 1)
        target.setTo(samples.at<uchar>(0));
    else
        samples.copyTo(target);
}

std::optional<cv::Mat> decoded(const QByteArray& png, QSize size) {
    Result<image::Decoded> picture = image::decode(png, image::Limits{});
    if (!picture || picture->picture.size() != size)
        return std::nullopt;
    return picture->picture.pixels;
}

} // namespace

QByteArray stateRecord(const RecoveryState& state) {
    return serialised(qint32(kVersion), state.name, state.path, state.saved);
}

std::optional<RecoveryState> readState(const QByteArray& bytes) {
    qint32 version = 0;
    RecoveryState state;
    if (!read(bytes, version, state.name, state.path, state.saved) || version != kVersion)
        return std::nullopt;
    return state;
}

QByteArray pictureRecord(const image::Picture& picture) {
    return serialised(picture.size(), qint32(picture.pixels.type()), picture.metadata.icc,
                      picture.metadata.exif);
}

std::optional<QSize> readPictureSize(const QByteArray& bytes) {
    QSize size;
    qint32 type = 0;
    image::Metadata metadata;
    if (!read(bytes, size, type, metadata.icc, metadata.exif))
        return std::nullopt;
    return size;
}

std::optional<image::Picture> readPicture(const QByteArray& bytes, qint64 maxBytes) {
    QSize size;
    qint32 type = 0;
    image::Picture picture;
    if (!read(bytes, size, type, picture.metadata.icc, picture.metadata.exif))
        return std::nullopt;
    const bool known = type == CV_8UC3 || type == CV_8UC4 || type == CV_16UC3 || type == CV_16UC4;
    if (!known || size.isEmpty() || size.width() > kMaxSide || size.height() > kMaxSide ||
        qint64(size.width()) * size.height() * qint64(CV_ELEM_SIZE(type)) > maxBytes)
        return std::nullopt;
    picture.pixels.create(size.height(), size.width(), type);
    return picture;
}

QByteArray maskRecord(const std::vector<MaskPiece>& pieces) {
    QList<QRect> rects;
    QList<QByteArray> samples;
    for (const MaskPiece& piece : pieces) {
        rects += piece.rect;
        samples += packed(piece.samples);
    }
    return serialised(rects, samples);
}

bool replayMask(const QByteArray& bytes, mask::Mask& mask) {
    QList<QRect> rects;
    QList<QByteArray> samples;
    if (!read(bytes, rects, samples) || rects.size() != samples.size())
        return false;
    // First all, then put: a record that is refused changes nothing.
    std::vector<cv::Mat> pieces;
    for (qsizetype i = 0; i < rects.size(); ++i) {
        if (rects[i].isEmpty() || !QRect({}, mask.size()).contains(rects[i]))
            return false;
        const std::optional<cv::Mat> piece = unpacked(samples[i], rects[i].size());
        if (!piece)
            return false;
        pieces.push_back(*piece);
    }
    for (qsizetype i = 0; i < rects.size(); ++i)
        writeSamples(pieces[size_t(i)], mask.pixels(cvRect(rects[i])));
    return true;
}

Result<QByteArray> pixelsRecord(const project::Patch& patch) {
    const Result<QByteArray> png = image::encodePng({patch.pixels, {}});
    if (!png)
        return png.error();
    return serialised(patch.rect, *png);
}

bool replayPixels(const QByteArray& bytes, image::Picture& picture) {
    QRect rect;
    QByteArray png;
    if (!read(bytes, rect, png) || rect.isEmpty() || !QRect({}, picture.size()).contains(rect))
        return false;
    const std::optional<cv::Mat> pixels = decoded(png, rect.size());
    if (!pixels || pixels->type() != picture.pixels.type())
        return false;
    pixels->copyTo(picture.pixels(cvRect(rect)));
    return true;
}

Result<QByteArray> resultRecord(const project::Layer& layer) {
    const Result<QByteArray> png = image::encodePng({layer.patch.pixels, {}});
    if (!png)
        return png.error();
    QByteArray mask;
    if (!layer.mask.empty()) {
        const Result<QByteArray> encoded = image::encodeGreyPng(layer.mask);
        if (!encoded)
            return encoded.error();
        mask = *encoded;
    }
    return serialised(layer.id, layer.name, layer.patch.rect, *png, mask,
                      QJsonDocument(toJson(layer.info)).toJson());
}

std::optional<project::Layer> readResult(const QByteArray& bytes, const image::Picture& picture) {
    project::Layer layer;
    QByteArray png, mask, info;
    QRect& rect = layer.patch.rect;
    if (!read(bytes, layer.id, layer.name, rect, png, mask, info) || layer.id.isEmpty() || rect.isEmpty() ||
        !QRect({}, picture.size()).contains(rect))
        return std::nullopt;
    layer.info = project::layerInfoFromJson(QJsonDocument::fromJson(info).object());
    const std::optional<cv::Mat> pixels = decoded(png, rect.size());
    if (!pixels || pixels->type() != picture.pixels.type())
        return std::nullopt;
    layer.patch.pixels = *pixels;
    if (mask.isEmpty())
        return layer;
    const std::optional<cv::Mat> selected = decoded(mask, rect.size());
    if (!selected || selected->depth() != CV_8U)
        return std::nullopt;
    cv::extractChannel(*selected, layer.mask, 0);
    return layer;
}

QByteArray orderRecord(const QStringList& ids) {
    return serialised(ids);
}

std::optional<QStringList> readOrder(const QByteArray& bytes) {
    QStringList ids;
    if (!read(bytes, ids))
        return std::nullopt;
    return ids;
}

} // namespace nb::recovery
