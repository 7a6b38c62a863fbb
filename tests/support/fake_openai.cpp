#include "tests/support/fake_openai.h"

#include "core/image/decode.h"
#include <QByteArrayView>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <opencv2/core.hpp>

namespace nb::test {
namespace {

// A small multipart reader of our own making: names to bodies.
QHash<QByteArray, QByteArray> formParts(const Received& request) {
    const QByteArray type = request.header("Content-Type");
    const QByteArray boundary = "--" + type.mid(type.indexOf("boundary=") + 9);
    QHash<QByteArray, QByteArray> parts;
    qsizetype from = request.body.indexOf(boundary);
    while (from >= 0) {
        const qsizetype head = from + boundary.size() + 2;
        const qsizetype next = request.body.indexOf("\r\n" + boundary, head);
        const qsizetype body = request.body.indexOf("\r\n\r\n", head);
        if (next < 0 || body < 0)
            break;
        const QByteArray header = request.body.mid(head, body - head);
        const qsizetype name = header.indexOf("name=\"") + 6;
        parts.insert(header.mid(name, header.indexOf('"', name) - name),
                     request.body.mid(body + 4, next - body - 4));
        from = next + 2;
    }
    return parts;
}

} // namespace

std::optional<Asked> FakeOpenai::read(const Received& request) {
    if (request.method != "POST" || request.target != "/v1/images/edits" ||
        !request.header("Content-Type").startsWith("multipart/form-data; boundary="))
        return {};
    const auto parts = formParts(request);
    const auto picture = image::decode(parts.value("image"), {});
    const auto mask = image::decode(parts.value("mask"), {});
    if (!picture || !mask || !mask->picture.hasAlpha() || picture->picture.size() != mask->picture.size())
        return {};
    Asked asked;
    asked.picture = picture->picture;
    cv::extractChannel(mask->picture.pixels, asked.mask, 3);
    asked.mask = 255 - asked.mask;
    for (auto it = parts.begin(); it != parts.end(); ++it)
        if (it.key() != "image" && it.key() != "mask")
            asked.fields.insert(QString::fromUtf8(it.key()), QString::fromUtf8(it.value()));
    return asked;
}

Reply FakeOpenai::answer(const QByteArray& encoded, const QByteArray& mimeType, AnswerAs as) {
    QJsonObject item;
    if (!m_urlHost.isEmpty()) {
        m_file = encoded;
        QUrl url = m_urlHost;
        url.setPath(QStringLiteral("/files/0"));
        item.insert(QStringLiteral("url"), url.toString());
    } else if (as == AnswerAs::JsonDataUrl) {
        item.insert(QStringLiteral("url"),
                    QString::fromLatin1("data:" + mimeType + ";base64," + encoded.toBase64()));
    } else {
        item.insert(QStringLiteral("b64_json"), QString::fromLatin1(encoded.toBase64()));
    }
    const QJsonObject body{{QStringLiteral("created"), 1767225600},
                           {QStringLiteral("data"), QJsonArray{item}}};
    return {200, "application/json", QJsonDocument(body).toJson()};
}

QByteArray FakeOpenai::error(int status, const QString& text, ErrorAs) {
    const QJsonObject error{{QStringLiteral("message"), text},
                            {QStringLiteral("type"), status >= 500 ? QStringLiteral("server_error")
                                                                   : QStringLiteral("invalid_request_error")},
                            {QStringLiteral("code"), QJsonValue()}};
    return QJsonDocument(QJsonObject{{QStringLiteral("error"), error}}).toJson();
}

QString FakeOpenai::unauthorised(const Received& request) {
    return request.header("Authorization") == "Bearer " + m_key
               ? QString()
               : QStringLiteral("Incorrect API key provided");
}

} // namespace nb::test
