#pragma once
// A fake of OpenAI's images/edits, from the public API reference. It reads the mask as the service does:
// transparent = regenerate.

#include "tests/support/fake_picture_service.h"

namespace nb::test {

class FakeOpenai : public FakePictureService {
public:
    explicit FakeOpenai(QByteArray key = "sk-test-0123456789") : m_key(std::move(key)) {}

    [[nodiscard]] QUrl url() { return server().url(QStringLiteral("/v1")); }
    [[nodiscard]] QByteArray key() const { return m_key; }

    // Answers with the address of the picture, which this host serves at /files/0.
    void setAnswerByUrl(const QUrl& host) { m_urlHost = host; }
    // The last picture that was answered by address.
    [[nodiscard]] QByteArray file() const { return m_file; }

protected:
    std::optional<Asked> read(const Received& request) override;
    Reply answer(const QByteArray& encoded, const QByteArray& mimeType, AnswerAs as) override;
    QByteArray error(int status, const QString& text, ErrorAs as) override;
    QString unauthorised(const Received& request) override;
    QByteArray modelsPath() const override { return "/v1/models"; }

private:
    QByteArray m_key;
    QUrl m_urlHost;
    QByteArray m_file;
};

} // namespace nb::test
