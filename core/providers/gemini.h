#pragma once
// The wire format of Google's generateContent for the Gemini image models ("Nano Banana"). They have no mask
// parameter: it is sent as a second picture that the text explains, and the models keep to it approximately;
// the alignment of the answer deals with that. Written from Google's public documentation of the Gemini API.

#include "core/providers/wire.h"

namespace nb::providers {

inline const QString kGeminiHost = QStringLiteral("generativelanguage.googleapis.com"); // the public one

class GeminiWire : public Wire {
public:
    // url: an address that ends in ":generateContent" is used as it is; otherwise the API's base, with or
    // without its version ("https://generativelanguage.googleapis.com/v1beta"). key: secret, not empty.
    // model: empty = gemini-2.5-flash-image.
    GeminiWire(const QUrl& url, QByteArray key, const QString& model);

    [[nodiscard]] QString name() const override { return QStringLiteral("gemini"); }
    [[nodiscard]] QString model() const override { return m_model; }
    [[nodiscard]] QString service() const override { return QStringLiteral("NanoBanana API (Gemini)"); }
    [[nodiscard]] QByteArray key() const override { return m_key; }
    [[nodiscard]] ProviderCapabilities capabilities() const override;
    [[nodiscard]] HttpRequest checkRequest() const override;
    [[nodiscard]] Result<HttpRequest> request(const Job& job) const override;
    [[nodiscard]] Result<ParsedResponse> read(const HttpOutcome& answer) const override;
    [[nodiscard]] Refusal refusal(const HttpOutcome& answer) const override;

private:
    QUrl m_url;
    QByteArray m_key;
    QString m_model;
};

} // namespace nb::providers
