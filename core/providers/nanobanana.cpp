#include "core/providers/nanobanana.h"

#include "core/providers/scrub.h"
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

Result<ParsedResponse> NanobananaWire::read(const HttpOutcome& answer) const {
    QByteArray bytes = answer.body;
    if (!answer.contentType.toLower().startsWith("image/")) {
        const QJsonObject object = jsonObject(answer.body);
        bytes = incomingBase64(object.value(QLatin1String("image")).toString().toLatin1());
        if (bytes.isEmpty()) {
            const QString text = errorText(object, m_key);
            return Error{ErrorCode::ProviderUnusable,
                         service() + QStringLiteral(" answered without a picture") +
                             (text.isEmpty() ? QString() : QStringLiteral(": ") + text),
                         scrubbed(QStringLiteral("content type %1, %2 bytes")
                                      .arg(QString::fromLatin1(answer.contentType))
                                      .arg(answer.body.size()),
                                  m_key)};
        }
    }
    auto picture = incomingPicture(bytes, service());
    if (!picture)
        return picture.error();
    return ParsedResponse{std::move(*picture)};
}

Refusal NanobananaWire::refusal(const HttpOutcome& answer) const {
    Refusal refusal;
    refusal.text = errorText(errorObject(answer.body), m_key);
    return refusal;
}

} // namespace nb::providers
