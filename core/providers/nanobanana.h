#pragma once
// The wire format of the NanoBanana API, as contract/api.md describes it: JSON with base64 pictures out, a
// picture or JSON back.

#include "core/providers/wire.h"

namespace nb::providers {

inline const QString kNanobananaHost = QStringLiteral("api.nanobanana.ai"); // the public one

class NanobananaWire : public Wire {
public:
    // url: the address requests are posted to, as it is. key: secret, not empty.
    NanobananaWire(QUrl url, QByteArray key) : m_url(std::move(url)), m_key(std::move(key)) {}

    [[nodiscard]] QString name() const override { return QStringLiteral("nanobanana"); }
    [[nodiscard]] QString service() const override { return QStringLiteral("NanoBanana API"); }
    [[nodiscard]] QByteArray key() const override { return m_key; }
    [[nodiscard]] ProviderCapabilities capabilities() const override;
    [[nodiscard]] HttpRequest checkRequest() const override;
    [[nodiscard]] Result<HttpRequest> request(const Job& job) const override;
    [[nodiscard]] Result<ParsedResponse> read(const HttpOutcome& answer) const override;
    [[nodiscard]] Refusal refusal(const HttpOutcome& answer) const override;

private:
    // `text`: what the answer says instead.
    [[nodiscard]] Error withoutPicture(const HttpOutcome& answer, const QString& text) const;

    QUrl m_url;
    QByteArray m_key;
};

} // namespace nb::providers
