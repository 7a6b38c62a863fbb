#include "core/server/api/edit_key.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>
#include <QRect>
#include <opencv2/core/mat.hpp>

namespace nb::server {

namespace {

// As strong as SHA-256 and several times as fast, which matters for pixels.
constexpr auto kAlgorithm = QCryptographicHash::Blake2b_256;

// With its length, so that no two ways to cut the same bytes are alike.
void add(QCryptographicHash& hash, QByteArrayView bytes) {
    hash.addData(QByteArray::number(bytes.size()) + ':');
    hash.addData(bytes);
}

void add(QCryptographicHash& hash, const cv::Mat& pixels) {
    hash.addData(
        QStringLiteral("%1x%2 %3:")
            .arg(QString::number(pixels.cols), QString::number(pixels.rows), QString::number(pixels.type()))
            .toLatin1());
    const auto rowBytes = static_cast<qsizetype>(pixels.cols * pixels.elemSize());
    for (int y = 0; y < pixels.rows; ++y) // a row may be followed by bytes that are not the picture's
        hash.addData(QByteArrayView(pixels.ptr(y), rowBytes));
}

QByteArray described(const edit::Parameters& parameters) {
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << parameters.prompt << parameters.seed.has_value() << parameters.seed.value_or(0)
           << parameters.strength << parameters.guidanceScale << parameters.preserveUnmasked
           << parameters.growPx << parameters.fitRetries << parameters.context.value_or(QRect());
    return bytes;
}

} // namespace

QByteArray requestDigest(const edit::Source& source, const edit::Parameters& parameters) {
    QCryptographicHash hash(kAlgorithm);
    add(hash, source.picture.pixels);
    add(hash, source.mask.pixels);
    add(hash, source.picture.metadata.icc);
    add(hash, source.picture.metadata.exif);
    add(hash, described(parameters));
    return hash.result();
}

QByteArray resultKey(const QByteArray& requestDigest, const QString& engine, const QString& model) {
    QCryptographicHash hash(kAlgorithm);
    add(hash, requestDigest);
    add(hash, engine.toUtf8());
    add(hash, model.toUtf8());
    return hash.result();
}

} // namespace nb::server
