#pragma once
// A fake of Google's generateContent for image models, from the public documentation of the Gemini API.
// Beside what every fake can do it answers the way Gemini says no.

#include "tests/support/fake_picture_service.h"

namespace nb::test {

class FakeGemini : public FakePictureService {
public:
    explicit FakeGemini(QByteArray key = "AIza-test-0123456789") : m_key(std::move(key)) {}

    // The API's base, as a configuration would name it.
    [[nodiscard]] QUrl url() { return server().url(QStringLiteral("/v1beta")); }
    [[nodiscard]] QByteArray key() const { return m_key; }

    // Puts the picture among others: a draft marked as thought before it, words around it, an empty candidate
    // first.
    void setChatty(bool chatty) { m_chatty = chatty; }

protected:
    // fields: "text", "aspectRatio", "imageSize" (where sent), "seed" (where sent), "model".
    std::optional<Asked> read(const Received& request) override;
    Reply answer(const QByteArray& encoded, const QByteArray& mimeType, AnswerAs as) override;
    QByteArray error(int status, const QString& text, ErrorAs as) override;
    QString unauthorised(const Received& request) override;
    QByteArray modelsPath() const override { return "/v1beta/models"; }

private:
    QByteArray m_key;
    bool m_chatty = false;
};

} // namespace nb::test
