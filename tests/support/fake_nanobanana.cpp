#include "tests/support/fake_nanobanana.h"

#include "core/image/decode.h"
#include <QByteArrayView>
#include <QJsonDocument>
#include <opencv2/core.hpp>

namespace nb::test {

std::optional<Asked> FakeNanoBanana::read(const Received& request) {
    if (request.method != "POST" || request.header("Content-Type") != "application/json")
        return {};
    Asked asked;
    asked.fields = QJsonDocument::fromJson(request.body).object();
    const auto decoded = [&](const QString& field) {
        const QByteArray base64 = asked.fields.take(field).toString().toLatin1();
        return image::decode(QByteArray::fromBase64(base64), {});
    };
    const auto picture = decoded(QStringLiteral("image"));
    const auto mask = decoded(QStringLiteral("mask"));
    if (!picture || !mask || mask->header.colour != image::SourceColour::Rgba ||
        picture->picture.size() != mask->picture.size() || picture->picture.is16Bit())
        return {};
    std::vector<cv::Mat> channels;
    cv::split(mask->picture.pixels, channels);
    if (cv::norm(channels[0], channels[3], cv::NORM_INF) != 0) // white where opaque
        return {};
    asked.picture = picture->picture;
    asked.mask = channels[3];
    return asked;
}

Reply FakeNanoBanana::answer(const QByteArray& encoded, const QByteArray& mimeType, AnswerAs as) {
    if (as == AnswerAs::ImagePng || as == AnswerAs::ImageJpeg)
        return {200, mimeType, encoded};
    const QByteArray prefix = as == AnswerAs::JsonDataUrl ? "data:" + mimeType + ";base64," : QByteArray();
    return {200, "application/json", "{\"image\":\"" + prefix + encoded.toBase64() + "\"}"};
}

QByteArray FakeNanoBanana::error(int, const QString& text, ErrorAs as) {
    QJsonObject object;
    switch (as) {
    case ErrorAs::ErrorString:
        object.insert(QStringLiteral("error"), text);
        break;
    case ErrorAs::ErrorObject:
        object.insert(QStringLiteral("error"), QJsonObject{{QStringLiteral("message"), text}});
        break;
    case ErrorAs::Message:
        object.insert(QStringLiteral("message"), text);
        break;
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString FakeNanoBanana::unauthorised(const Received& request) {
    if (request.header("Authorization") == "Bearer " + m_key)
        return {};
    return QStringLiteral("unknown key ") + QString::fromLatin1(request.header("Authorization"));
}

} // namespace nb::test
