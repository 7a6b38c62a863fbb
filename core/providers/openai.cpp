#include "core/providers/openai.h"

#include "core/providers/scrub.h"
#include "core/providers/wire_base64.h"
#include "core/providers/wire_image.h"
#include "core/providers/wire_json.h"
#include <QJsonArray>
#include <QUuid>
#include <algorithm>
#include <cmath>

namespace nb::providers {
namespace {

const QString kDefaultModel = QStringLiteral("gpt-image-1");
const QString kModel15 = QStringLiteral("gpt-image-1.5");
const QString kDallE2 = QStringLiteral("dall-e-2");

const QString kEdits = QStringLiteral("/images/edits");

QUrl endpoint(QUrl url) {
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.isEmpty())
        path = QStringLiteral("/v1");
    if (!path.endsWith(kEdits))
        path += kEdits;
    url.setPath(path);
    return url;
}

bool isGptImage(const QString& model) {
    return model.startsWith(QStringLiteral("gpt-image")) || model.startsWith(QStringLiteral("chatgpt-image"));
}

bool isDallE2(const QString& model) {
    return model == kDallE2;
}

QList<QSize> sizesOf(const QString& model) {
    if (isGptImage(model))
        return {{1024, 1024}, {1536, 1024}, {1024, 1536}};
    if (isDallE2(model))
        return {{256, 256}, {512, 512}, {1024, 1024}};
    return {};
}

// The size whose proportions are nearest, and of those the smallest that loses nothing, or the largest.
QSize sizeFor(const QString& model, QSize picture) {
    const QList<QSize> sizes = sizesOf(model);
    if (sizes.isEmpty())
        return picture;
    const auto cost = [&](QSize size) {
        const double shape = std::abs(std::log(double(size.width()) / size.height()) -
                                      std::log(double(picture.width()) / picture.height()));
        const double lost = std::max(0.0, std::log(double(picture.width()) / size.width()));
        const double excess = std::max(0.0, std::log(double(size.width()) / picture.width()));
        return 100 * shape + 10 * lost + excess;
    };
    return *std::min_element(sizes.begin(), sizes.end(), [&](QSize a, QSize b) { return cost(a) < cost(b); });
}

class Multipart {
public:
    Multipart() : m_boundary("nb" + QUuid::createUuid().toByteArray(QUuid::Id128)) {}

    void text(const QByteArray& name, const QByteArray& value) {
        m_body += "--" + m_boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" +
                  value + "\r\n";
    }
    void png(const QByteArray& name, const QByteArray& bytes) {
        m_body += "--" + m_boundary + "\r\nContent-Disposition: form-data; name=\"" + name +
                  "\"; filename=\"" + name + ".png\"\r\nContent-Type: image/png\r\n\r\n" + bytes + "\r\n";
    }
    [[nodiscard]] QByteArray body() const { return m_body + "--" + m_boundary + "--\r\n"; }
    [[nodiscard]] QByteArray contentType() const { return "multipart/form-data; boundary=" + m_boundary; }

private:
    QByteArray m_boundary;
    QByteArray m_body;
};

} // namespace

QStringList openaiModelNames() {
    return {kDefaultModel, QStringLiteral("gpt-image-1-mini"), kModel15, kDallE2};
}

OpenaiWire::OpenaiWire(const QUrl& url, QByteArray key, const QString& model)
    : m_url(endpoint(url)), m_key(std::move(key)), m_model(model.isEmpty() ? kDefaultModel : model) {}

ProviderCapabilities OpenaiWire::capabilities() const {
    ProviderCapabilities can;
    can.sizes = sizesOf(m_model);
    if (isGptImage(m_model)) {
        can.aspectRatios = {{1, 1}, {3, 2}, {2, 3}};
        can.mask = MaskSupport::Hint; // the model redraws everything and is guided by the mask
        can.maxReferences = 15;
        if (m_model == kDefaultModel)
            can.priceHintUsd = 0.042; // medium quality, square
    } else if (isDallE2(m_model)) {
        can.aspectRatios = {{1, 1}};
        can.priceHintUsd = 0.02;
    }
    return can;
}

HttpRequest OpenaiWire::checkRequest() const {
    QUrl list = m_url;
    list.setPath(list.path().chopped(kEdits.size()) + QStringLiteral("/models"));
    return {
        .method = HttpRequest::Method::Get, .url = list, .headers = {{"Authorization", "Bearer " + m_key}}};
}

Result<HttpRequest> OpenaiWire::request(const Job& job) const {
    const auto picture = outgoingPicture(job.picture);
    if (!picture)
        return picture.error();
    const auto mask = outgoingInvertedMask(job.mask);
    if (!mask)
        return mask.error();
    const QSize size = sizeFor(m_model, job.picture.size());
    Multipart form;
    form.text("model", m_model.toUtf8());
    form.text("prompt", job.prompt.toUtf8());
    form.text("n", "1");
    form.text("size", QByteArray::number(size.width()) + 'x' + QByteArray::number(size.height()));
    // The newer models know base64 only and refuse the field; the others answer with an address without it.
    if (!isGptImage(m_model))
        form.text("response_format", "b64_json");
    if (m_model == kDefaultModel || m_model == kModel15)
        form.text("input_fidelity", "high");
    form.png("image", *picture);
    form.png("mask", *mask);

    HttpRequest request;
    request.url = m_url;
    request.headers = {{"Authorization", "Bearer " + m_key}, {"Content-Type", form.contentType()}};
    request.body = form.body();
    return request;
}

Result<ParsedResponse> OpenaiWire::read(const HttpOutcome& answer) const {
    const QJsonObject object = jsonObject(answer.body);
    const QJsonObject first = object.value(QLatin1String("data")).toArray().at(0).toObject();
    QString encoded = first.value(QLatin1String("b64_json")).toString();
    const QString address = first.value(QLatin1String("url")).toString().trimmed();
    const bool isDataUrl = address.startsWith(QStringLiteral("data:"), Qt::CaseInsensitive);
    if (encoded.isEmpty() && isDataUrl)
        encoded = address;
    const auto bytes = incomingBase64(encoded, service(), m_key);
    if (!bytes) {
        const QUrl url(address, QUrl::StrictMode);
        if (!isDataUrl && url.isValid() && !url.isRelative())
            return ParsedResponse{{}, url};
        return encoded.isEmpty() ? withoutPicture(answer.body, errorText(object, m_key)) : bytes.error();
    }
    auto picture = incomingPicture(*bytes, service());
    if (!picture)
        return picture.error();
    return ParsedResponse{std::move(*picture)};
}

Error OpenaiWire::withoutPicture(const QByteArray& body, const QString& text) const {
    QString message = damageText(body, service());
    if (message.isEmpty())
        message = service() + QStringLiteral(" answered without a picture") +
                  (text.isEmpty() ? QString() : QStringLiteral(": ") + text);
    return {ErrorCode::ProviderUnusable, message};
}

Refusal OpenaiWire::refusal(const HttpOutcome& answer) const {
    const QJsonObject body = errorObject(answer.body);
    const QJsonObject error = body.value(QLatin1String("error")).toObject();
    Refusal refusal;
    refusal.text = errorText(body, m_key);
    const QString code = error.value(QLatin1String("code")).toString();
    refusal.quotaExhausted = saysQuotaIsUsedUp(body, answer.status, !answer.retryAfter.isEmpty());
    refusal.keyRefused = code == QStringLiteral("invalid_api_key");
    if (!code.isEmpty())
        refusal.text = scrubbed(refusal.text + QStringLiteral(" (%1)").arg(code), m_key, 400);
    return refusal;
}

} // namespace nb::providers
