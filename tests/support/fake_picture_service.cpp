#include "tests/support/fake_picture_service.h"

#include "core/image/encode.h"
#include <array>
#include <opencv2/imgproc.hpp>

namespace nb::test {

FakePictureService::FakePictureService() {
    m_server.setHandler([this](const Received& request) { return handle(request); });
}

void FakePictureService::setStatus(int status, const QString& text) {
    m_status = status;
    m_text = text;
}

void FakePictureService::setFailChance(double probability, unsigned seed) {
    m_failChance = probability;
    m_random.seed(seed);
}

image::Picture FakePictureService::edited(const image::Picture& picture, const cv::Mat& mask,
                                          const Spoiling& spoiling) {
    cv::Mat pixels = picture.pixels.clone();
    pixels.setTo(spoiling.fill + cv::Scalar(0, 0, 0, 255), mask > 0);
    if (spoiling.gain != cv::Vec3d(1, 1, 1)) {
        std::vector<cv::Mat> channels;
        cv::split(pixels, channels);
        for (int i = 0; i < 3; ++i)
            channels[size_t(i)].convertTo(channels[size_t(i)], -1, spoiling.gain[i]);
        cv::merge(channels, pixels);
    }
    if (!spoiling.shiftPx.isNull() || spoiling.scale != 1) {
        const double s = spoiling.scale;
        const double cx = (pixels.cols - 1) / 2.0;
        const double cy = (pixels.rows - 1) / 2.0;
        const cv::Matx23d move(s, 0, cx - s * cx + spoiling.shiftPx.x(), 0, s,
                               cy - s * cy + spoiling.shiftPx.y());
        cv::warpAffine(pixels.clone(), pixels, move, pixels.size(), cv::INTER_CUBIC, cv::BORDER_REFLECT_101);
    }
    if (!spoiling.size.isEmpty())
        cv::resize(pixels.clone(), pixels, {spoiling.size.width(), spoiling.size.height()}, 0, 0,
                   cv::INTER_AREA);
    image::Picture result;
    result.pixels = pixels;
    return result;
}

Reply FakePictureService::failure(int status, const QString& text) {
    Reply reply{status, "application/json", error(status, text, m_errorAs), m_headers};
    reply.delay = m_delay;
    return reply;
}

Reply FakePictureService::handle(const Received& request) {
    ++m_requests;
    if (const QString why = unauthorised(request); !why.isEmpty())
        return failure(401, why);
    if (m_status != 200)
        return failure(m_status, m_text);
    if (request.method == "GET")
        return !modelsPath().isEmpty() && request.target == modelsPath()
                   ? Reply{200, "application/json", "{}"}
                   : failure(405, QStringLiteral("POST only"));
    if (m_failEvery > 0 && m_requests % m_failEvery == 0)
        return failure(503, QStringLiteral("every n-th fails"));
    if (m_failChance > 0 && std::uniform_real_distribution<>(0, 1)(m_random) < m_failChance)
        return failure(std::array{503, 429, 500}[size_t(m_failedByChance++ % 3)],
                       QStringLiteral("failed by chance"));
    if (m_failFrom > 0 && m_requests >= m_failFrom)
        return failure(400, QStringLiteral("refused from here on"));
    const std::optional<Asked> asked = read(request);
    if (!asked)
        return failure(400, QStringLiteral("the fake cannot read the request"));
    m_asked.append(*asked);
    const image::Picture picture = edited(asked->picture, asked->mask, m_spoiling);
    const bool jpeg = m_answerAs == AnswerAs::ImageJpeg;
    const auto encoded = jpeg ? image::encodeJpeg(picture) : image::encodePng(picture);
    if (!encoded)
        return failure(500, encoded.error().message);
    ++m_charged;
    Reply reply = answer(*encoded, jpeg ? "image/jpeg" : "image/png", m_answerAs);
    reply.delay = m_delay;
    return reply;
}

} // namespace nb::test
