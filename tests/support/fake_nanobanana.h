#pragma once
// A fake NanoBanana API: the wire format of contract/api.md.

#include "tests/support/fake_picture_service.h"

namespace nb::test {

class FakeNanoBanana : public FakePictureService {
public:
    // Requests with another key are answered with 401.
    explicit FakeNanoBanana(QByteArray key = "test-key-0123456789") : m_key(std::move(key)) {}

    [[nodiscard]] QUrl url() { return server().url(QStringLiteral("/v1/inpaint")); }
    [[nodiscard]] QByteArray key() const { return m_key; }

protected:
    std::optional<Asked> read(const Received& request) override;
    Reply answer(const QByteArray& encoded, const QByteArray& mimeType, AnswerAs as) override;
    QByteArray error(int status, const QString& text, ErrorAs as) override;
    QString unauthorised(const Received& request) override;

private:
    QByteArray m_key;
};

} // namespace nb::test
