#include "core/providers/nanobanana.h"

#include "core/image/decode.h"
#include "core/providers/scrub.h"
#include "core/providers/wire_base64.h"
#include "core/providers/wire_image.h"
#include "core/providers/wire_json.h"

namespace nb::providers {

ProviderCapabilities NanobananaWire::capabilities() const {
    ProviderCapabilities can;
    can.minSide = 256; // our own least; smaller crops carry too little context
    can.maxSide = 2048;
    can.honoursSeed = true;
    can.honoursStrength = true;
    can.honoursGuidance = true;
    return can;
}

// There is only the edit address, which takes POST only: another status than 401 or 403 tells that it is
// there.
HttpRequest NanobananaWire::checkRequest() const {
    return {
        .method = HttpRequest::Method::Get, .url = m_url, .headers = {{"Authorization", "Bearer " + m_key}}};
}

Result<HttpRequest> NanobananaWire::request(const Job& job) const {
    const auto picture = outgoingPicture(job.picture);
    if (!picture)
        return picture.error();
    const auto mask = outgoingMask(job.mask);
    if (!mask)
        return mask.error();
    QJsonObject rest{{QStringLiteral("prompt"), job.prompt},
                     {QStringLiteral("strength"), job.strength},
                     {QStringLiteral("guidance_scale"), job.guidanceScale}};
    if (job.seed)
        rest.insert(QStringLiteral("seed"), *job.seed);
    HttpRequest request;
    request.url = m_url;
    request.headers = {{"Authorization", "Bearer " + m_key},
                       {"Content-Type", "application/json"},
                       {"Accept", "image/png, image/jpeg, application/json"}};
    request.body = jsonWithBase64({{"image", picture->toBase64()}, {"mask", mask->toBase64()}}, rest);
    return request;
}

// By what the answer holds, whatever its Content-Type says.
Result<ParsedResponse> NanobananaWire::read(const HttpOutcome& answer) const {
    QByteArray bytes = answer.body;
    if (!image::sniff(answer.body)) {
        const QJsonObject object = jsonObject(answer.body);
        const QString encoded = object.value(QLatin1String("image")).toString();
        if (!encoded.isEmpty()) {
            Result<QByteArray> decoded = incomingBase64(encoded, service(), m_key);
            if (!decoded)
                return decoded.error();
            bytes = *std::move(decoded);
        } else if (!object.isEmpty() || !answer.contentType.toLower().startsWith("image/")) {
            return withoutPicture(answer, errorText(object, m_key));
        }
    }
    auto picture = incomingPicture(bytes, service());
    if (!picture)
        return picture.error();
    return ParsedResponse{std::move(*picture)};
}

Error NanobananaWire::withoutPicture(const HttpOutcome& answer, const QString& text) const {
    QString message = damageText(answer.body, service());
    if (message.isEmpty())
        message = service() + QStringLiteral(" answered without a picture") +
                  (text.isEmpty() ? QString() : QStringLiteral(": ") + text);
    return {ErrorCode::ProviderUnusable, message,
            scrubbed(QStringLiteral("content type %1, %2 bytes")
                         .arg(QString::fromLatin1(answer.contentType), QString::number(answer.body.size())),
                     m_key)};
}

Refusal NanobananaWire::refusal(const HttpOutcome& answer) const {
    const QJsonObject body = errorObject(answer.body);
    Refusal refusal;
    refusal.text = errorText(body, m_key);
    refusal.quotaExhausted = saysQuotaIsUsedUp(body, answer.status, !answer.retryAfter.isEmpty());
    return refusal;
}

} // namespace nb::providers
