#include "core/providers/gemini.h"

#include "core/providers/gemini_models.h"
#include "core/providers/gemini_response.h"
#include "core/providers/wire_image.h"
#include "core/providers/wire_json.h"
#include <QJsonArray>
#include <QJsonDocument>

namespace nb::providers {
namespace {

const QByteArray kKeyHeader = "x-goog-api-key";
const QString kModels = QStringLiteral("/models");

QUrl endpoint(QUrl url, const QString& model) {
    QString path = url.path();
    if (path.endsWith(QStringLiteral(":generateContent")))
        return url;
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.isEmpty())
        path = QStringLiteral("/v1beta");
    url.setPath(path + kModels + u'/' + model + QStringLiteral(":generateContent"));
    return url;
}

// Edit models want one command and are told what must not change.
QString instruction(const QString& prompt) {
    return QStringLiteral(
               "Edit the first picture. The second picture is its mask, of the same size: white marks "
               "the only area that may change, black marks what must stay exactly as it is. Do this "
               "within the white area: %1\nKeep the framing, the proportions, the perspective, the "
               "light and the colours of the rest of the picture. Answer with the whole edited "
               "picture, without the mask and without text.")
        .arg(prompt);
}

QByteArray picturePart(const QByteArray& png) {
    return "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" + png.toBase64() + "\"}}";
}

QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

GeminiWire::GeminiWire(const QUrl& url, QByteArray key, const QString& model)
    : m_key(std::move(key)), m_model(model.isEmpty() ? geminiModelNames().first() : model) {
    if (m_model.startsWith(QStringLiteral("models/")))
        m_model.remove(0, 7);
    m_url = endpoint(url, m_model);
}

ProviderCapabilities GeminiWire::capabilities() const {
    const GeminiModel model = geminiModel(m_model);
    ProviderCapabilities can;
    can.aspectRatios = model.aspectRatios;
    const QStringList imageSizes = model.imageSizes.isEmpty() ? QStringList{QString()} : model.imageSizes;
    for (const QString& imageSize : imageSizes)
        for (const AspectRatio& ratio : model.aspectRatios)
            can.sizes.append(geminiSize(ratio, imageSize));
    can.mask = MaskSupport::Hint;
    can.honoursSeed = true;
    can.maxReferences = model.maxReferences;
    can.priceHintUsd = model.priceUsd;
    return can;
}

HttpRequest GeminiWire::checkRequest() const {
    QUrl list = m_url;
    const QString path = list.path();
    list.setPath(path.first(std::max<qsizetype>(0, path.lastIndexOf(kModels + u'/'))) + kModels);
    return {.method = HttpRequest::Method::Get, .url = list, .headers = {{kKeyHeader, m_key}}};
}

Result<HttpRequest> GeminiWire::request(const Job& job) const {
    const auto picture = outgoingPicture(job.picture);
    if (!picture)
        return picture.error();
    const auto mask = outgoingGreyMask(job.mask);
    if (!mask)
        return mask.error();
    const GeminiModel model = geminiModel(m_model);
    const AspectRatio ratio = nearestRatio(model.aspectRatios, job.picture.size());
    QJsonObject imageConfig{
        {QStringLiteral("aspectRatio"),
         QStringLiteral("%1:%2").arg(QString::number(ratio.width), QString::number(ratio.height))}};
    if (!model.imageSizes.isEmpty())
        imageConfig.insert(QStringLiteral("imageSize"), imageSizeFor(model, ratio, job.picture.size()));
    QJsonObject generation{{QStringLiteral("responseModalities"), QJsonArray{QStringLiteral("IMAGE")}},
                           {QStringLiteral("imageConfig"), imageConfig}};
    if (job.seed)
        generation.insert(QStringLiteral("seed"), *job.seed);

    HttpRequest request;
    request.url = m_url;
    request.headers = {{kKeyHeader, m_key}, {"Content-Type", "application/json"}};
    request.body = "{\"contents\":[{\"role\":\"user\",\"parts\":[" + picturePart(*picture) + "," +
                   picturePart(*mask) + "," + compact({{QStringLiteral("text"), instruction(job.prompt)}}) +
                   "]}],\"generationConfig\":" + compact(generation) + "}";
    return request;
}

Result<ParsedResponse> GeminiWire::read(const HttpOutcome& answer) const {
    const auto bytes = geminiPicture(jsonObject(answer.body), service(), m_key);
    if (!bytes) {
        const QString damage = damageText(answer.body, service());
        return damage.isEmpty() ? bytes.error() : Error{ErrorCode::ProviderUnusable, damage};
    }
    auto picture = incomingPicture(*bytes, service());
    if (!picture)
        return picture.error();
    return ParsedResponse{std::move(*picture)};
}

Refusal GeminiWire::refusal(const HttpOutcome& answer) const {
    const QJsonObject body = errorObject(answer.body);
    Refusal refusal = geminiRefusal(body, m_key);
    // Its words are the same for a minute's quota, which only the details tell from a day's.
    const bool hasDetails =
        !body.value(QLatin1String("error")).toObject().value(QLatin1String("details")).toArray().isEmpty();
    refusal.quotaExhausted |=
        saysQuotaIsUsedUp(body, answer.status, hasDetails || !answer.retryAfter.isEmpty());
    return refusal;
}

} // namespace nb::providers
