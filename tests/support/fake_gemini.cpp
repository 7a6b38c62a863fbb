#include "tests/support/fake_gemini.h"

#include "core/image/decode.h"
#include <QByteArrayView>
#include <QJsonArray>
#include <QJsonDocument>
#include <opencv2/core.hpp>

namespace nb::test {
namespace {

// gemini-2.5 and earlier answer 400 to imageSize.
bool knowsImageSize(const QString& model) {
    return model.startsWith(QStringLiteral("gemini-3"));
}

QString statusName(int status) {
    switch (status) {
    case 400:
        return QStringLiteral("INVALID_ARGUMENT");
    case 403:
        return QStringLiteral("PERMISSION_DENIED");
    case 429:
        return QStringLiteral("RESOURCE_EXHAUSTED");
    default:
        return status >= 500 ? QStringLiteral("UNAVAILABLE") : QStringLiteral("UNAUTHENTICATED");
    }
}

} // namespace

std::optional<Asked> FakeGemini::read(const Received& request) {
    const QString target = QString::fromLatin1(request.target);
    const QString prefix = QStringLiteral("/v1beta/models/");
    const QString suffix = QStringLiteral(":generateContent");
    if (request.method != "POST" || !target.startsWith(prefix) || !target.endsWith(suffix))
        return {};
    const QString model = target.mid(prefix.size(), target.size() - prefix.size() - suffix.size());
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QJsonArray contents = body.value(QStringLiteral("contents")).toArray();
    const QJsonArray parts = contents.at(0).toObject().value(QStringLiteral("parts")).toArray();
    QList<image::Picture> pictures;
    Asked asked;
    for (const QJsonValue& part : parts) {
        const QJsonObject data = part.toObject().value(QStringLiteral("inlineData")).toObject();
        if (data.isEmpty()) {
            asked.fields.insert(QStringLiteral("text"), part.toObject().value(QStringLiteral("text")));
            continue;
        }
        const auto decoded = image::decode(
            QByteArray::fromBase64(data.value(QStringLiteral("data")).toString().toLatin1()), {});
        if (!decoded || data.value(QStringLiteral("mimeType")) != QStringLiteral("image/png"))
            return {};
        pictures.append(decoded->picture);
    }
    if (pictures.size() != 2 || pictures[0].size() != pictures[1].size())
        return {};
    const QJsonObject generation = body.value(QStringLiteral("generationConfig")).toObject();
    const QJsonObject image = generation.value(QStringLiteral("imageConfig")).toObject();
    if (image.contains(QStringLiteral("imageSize")) && !knowsImageSize(model))
        return {};
    for (const QString& name : image.keys())
        asked.fields.insert(name, image.value(name));
    if (generation.contains(QStringLiteral("seed")))
        asked.fields.insert(QStringLiteral("seed"), generation.value(QStringLiteral("seed")));
    asked.fields.insert(QStringLiteral("model"), model);
    asked.picture = pictures[0];
    cv::extractChannel(pictures[1].pixels, asked.mask, 0);
    return asked;
}

Reply FakeGemini::answer(const QByteArray& encoded, const QByteArray& mimeType, AnswerAs) {
    const auto picturePart = [&](const QByteArray& bytes, bool thought) {
        QJsonObject part{{QStringLiteral("inlineData"),
                          QJsonObject{{QStringLiteral("mimeType"), QString::fromLatin1(mimeType)},
                                      {QStringLiteral("data"), QString::fromLatin1(bytes.toBase64())}}}};
        if (thought)
            part.insert(QStringLiteral("thought"), true);
        return part;
    };
    QJsonArray parts, candidates;
    if (m_chatty) {
        candidates.append(QJsonObject{{QStringLiteral("finishReason"), QStringLiteral("NO_IMAGE")}});
        parts.append(QJsonObject{{QStringLiteral("text"), QStringLiteral("Here is your picture:")}});
        parts.append(picturePart("a draft that is no picture at all", true));
    }
    parts.append(picturePart(encoded, false));
    if (m_chatty)
        parts.append(QJsonObject{{QStringLiteral("text"), QStringLiteral("Enjoy!")}});
    candidates.append(QJsonObject{
        {QStringLiteral("content"),
         QJsonObject{{QStringLiteral("parts"), parts}, {QStringLiteral("role"), QStringLiteral("model")}}},
        {QStringLiteral("finishReason"), QStringLiteral("STOP")}});
    const QJsonObject body{{QStringLiteral("candidates"), candidates},
                           {QStringLiteral("modelVersion"), QStringLiteral("fake")}};
    return {200, "application/json; charset=UTF-8", QJsonDocument(body).toJson()};
}

QByteArray FakeGemini::error(int status, const QString& text, ErrorAs) {
    const QJsonObject body{
        {QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), status},
                                              {QStringLiteral("message"), text},
                                              {QStringLiteral("status"), statusName(status)}}}};
    return QJsonDocument(body).toJson();
}

QString FakeGemini::unauthorised(const Received& request) {
    return request.header("x-goog-api-key") == m_key ? QString() : QStringLiteral("API key not valid");
}

} // namespace nb::test
