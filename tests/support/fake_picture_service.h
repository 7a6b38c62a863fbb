#pragma once
// What the fakes of all image APIs have in common: they take a picture and a mask and answer a picture that a
// test can recognise, spoiled in the ways that real services spoil them. It counts what it would charge for.

#include "core/image/picture.h"
#include "tests/support/fake_server.h"
#include <QJsonObject>
#include <QPointF>
#include <QSize>
#include <functional>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <random>

namespace nb::test {

// What is done to a good answer: first the selected part is painted in `fill`, then the whole picture is
// tinted, shifted, rescaled about its centre, and at last resized.
struct Spoiling {
    cv::Scalar fill = {200, 30, 90}; // RGB, 8 bit
    cv::Vec3d gain = {1, 1, 1};      // per channel
    QPointF shiftPx = {0, 0};        // content moves right and down by it
    double scale = 1;                // of the content; above 1 = larger
    QSize size = {};                 // of the answer; empty = that of the picture
};

enum class AnswerAs { ImagePng, ImageJpeg, JsonBase64, JsonDataUrl };
enum class ErrorAs { ErrorString, ErrorObject, Message };

struct Asked {
    image::Picture picture;
    cv::Mat mask;       // CV_8UC1 as the service understands it: 255 = regenerate
    QJsonObject fields; // the request's other fields; multipart text fields as strings
};

class FakePictureService {
public:
    FakePictureService();
    virtual ~FakePictureService() = default;
    FakePictureService(const FakePictureService&) = delete;
    FakePictureService& operator=(const FakePictureService&) = delete;

    [[nodiscard]] FakeServer& server() { return m_server; }

    void setSpoiling(const Spoiling& spoiling) { m_spoiling = spoiling; }
    void setAnswerAs(AnswerAs as) { m_answerAs = as; }
    void setErrorAs(ErrorAs as) { m_errorAs = as; }
    void setDelay(std::chrono::milliseconds delay) { m_delay = delay; }

    // Every further request gets this status with this text; 200 = good again.
    void setStatus(int status, const QString& text = QStringLiteral("told to fail"));
    void setHeaders(HeaderList headers) { m_headers = std::move(headers); } // of errors

    // Every n-th request fails with 503; 0 = none.
    void setFailEvery(int n) { m_failEvery = n; }
    // The n-th request and all after it, counted from 1, are refused with 400; 0 = none.
    void setFailFrom(int n) { m_failFrom = n; }
    // Each request fails by this chance, reproducibly, in the ways that cost nothing in turn: 503, 429 and
    // 500.
    void setFailChance(double probability, unsigned seed);

    // Answers with a picture: what the service would put on the bill.
    [[nodiscard]] int charged() const { return m_charged; }
    [[nodiscard]] int requests() const { return m_requests; }
    // What was asked, in order; only requests that were understood.
    [[nodiscard]] const QList<Asked>& asked() const { return m_asked; }

    // The answer's picture for a request, to compare with.
    [[nodiscard]] static image::Picture edited(const image::Picture& picture, const cv::Mat& mask,
                                               const Spoiling& spoiling);

protected:
    // Reads a request; nullopt = malformed, answered with 400.
    virtual std::optional<Asked> read(const Received& request) = 0;
    // Wraps the encoded picture as the API does.
    virtual Reply answer(const QByteArray& encoded, const QByteArray& mimeType, AnswerAs as) = 0;
    virtual QByteArray error(int status, const QString& text, ErrorAs as) = 0;
    // Empty if the request is authorised, otherwise why not.
    virtual QString unauthorised(const Received& request) = 0;
    // The path of the list of models, which an authorised GET is answered with; empty = the API has none, and
    // GET is answered with 405.
    [[nodiscard]] virtual QByteArray modelsPath() const { return {}; }

private:
    Reply handle(const Received& request);
    Reply failure(int status, const QString& text);

    FakeServer m_server;
    Spoiling m_spoiling;
    AnswerAs m_answerAs = AnswerAs::ImagePng;
    ErrorAs m_errorAs = ErrorAs::ErrorString;
    std::chrono::milliseconds m_delay{0};
    int m_status = 200;
    QString m_text;
    HeaderList m_headers;
    int m_failEvery = 0;
    int m_failFrom = 0;
    int m_failedByChance = 0;
    double m_failChance = 0;
    std::mt19937 m_random;
    int m_charged = 0;
    int m_requests = 0;
    QList<Asked> m_asked;
};

} // namespace nb::test
