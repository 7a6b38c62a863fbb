#pragma once
// The wire format of OpenAI's images/edits, which compatible local servers use as well: multipart with
// picture and mask out, base64 or an address back. Written from OpenAI's public API reference.

#include "core/providers/wire.h"

namespace nb::providers {

inline const QString kOpenaiHost = QStringLiteral("api.openai.com"); // the public one

// Models that edit pictures, the default first.
[[nodiscard]] QStringList openaiModelNames();

class OpenaiWire : public Wire {
public:
    // url: with or without the path "/v1/images/edits". key: secret, not empty. model: empty = gpt-image-1.
    OpenaiWire(const QUrl& url, QByteArray key, const QString& model);

    [[nodiscard]] QString name() const override { return QStringLiteral("openai"); }
    [[nodiscard]] QString model() const override { return m_model; }
    [[nodiscard]] QString service() const override { return QStringLiteral("NanoBanana API (OpenAI)"); }
    [[nodiscard]] QByteArray key() const override { return m_key; }
    [[nodiscard]] ProviderCapabilities capabilities() const override;
    [[nodiscard]] HttpRequest checkRequest() const override;
    [[nodiscard]] Result<HttpRequest> request(const Job& job) const override;
    [[nodiscard]] Result<ParsedResponse> read(const HttpOutcome& answer) const override;
    [[nodiscard]] Refusal refusal(const HttpOutcome& answer) const override;

private:
    // `text`: what the answer says instead.
    [[nodiscard]] Error withoutPicture(const QByteArray& body, const QString& text) const;

    QUrl m_url;
    QByteArray m_key;
    QString m_model;
};

} // namespace nb::providers
