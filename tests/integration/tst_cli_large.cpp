#include "core/image/encode.h"
#include "tests/integration/workspace.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/sanitized.h"
#include "tests/support/scene.h"
#include "tests/support/test_main.h"
#include <QFile>
#include <QJsonArray>
#include <QTest>
#include <cstring>
#include <opencv2/core.hpp>
#include <optional>
#include <sys/resource.h>

using namespace nb;
using namespace nb::test;

namespace {

constexpr QSize kSize(12000, 8000);
constexpr QRect kSelection(7000, 4000, 700, 500);
constexpr qint64 kDecodedBytes = qint64(12000) * 8000 * 3;

cv::Mat largePixels() {
    cv::Mat pixels;
    cv::repeat(scene({1500, 1000}, 7), 8, 8, pixels);
    return pixels;
}

// Of everything outside the selection.
bool keptOutside(const cv::Mat& before, const cv::Mat& after) {
    for (int y = 0; y < before.rows; ++y) {
        const bool crossed = y >= kSelection.top() && y <= kSelection.bottom();
        const size_t left = 3 * size_t(crossed ? kSelection.left() : before.cols);
        const size_t right = 3 * size_t(kSelection.right() + 1), whole = 3 * size_t(before.cols);
        if (std::memcmp(before.ptr(y), after.ptr(y), left) != 0)
            return false;
        if (crossed && std::memcmp(before.ptr(y) + right, after.ptr(y) + right, whole - right) != 0)
            return false;
    }
    return true;
}

} // namespace

// Ninety-six megapixels through an API that takes 2048 pixels, from the command line.
class TestCliLarge : public QObject {
    Q_OBJECT

    std::optional<Workspace> m_workspace;
    cv::Mat m_pixels;

private Q_SLOTS:
    void initTestCase() {
        m_workspace.emplace();
        m_pixels = largePixels();
        m_workspace->write(QStringLiteral("photo.png"), *image::encodePng({m_pixels, {}}));
        m_workspace->write(QStringLiteral("photo.jpg"), *image::encodeJpeg({m_pixels, {}}, {.quality = 95}));
        m_workspace->write(QStringLiteral("mask.png"), maskPng(kSize, kSelection));
    }

    void goesThroughASmallApi_data() {
        QTest::addColumn<QString>("photo");
        QTest::newRow("PNG") << QStringLiteral("photo.png");
        QTest::newRow("JPEG") << QStringLiteral("photo.jpg");
    }
    void goesThroughASmallApi() {
        QFETCH(QString, photo);
        FakeNanoBanana upstream;
        // What such services do to a picture.
        upstream.setSpoiling({.gain = {1.04, 1, 0.97}, .shiftPx = {3, -2}, .scale = 1.01});
        const Ended edit = m_workspace->run(
            m_workspace->editWords(photo, QStringLiteral("out.png")) + QStringList{QStringLiteral("--json")},
            {{QStringLiteral("NANOBANANA_URL"), upstream.url().toString()},
             {QStringLiteral("NANOBANANA_KEY"), QString::fromLatin1(upstream.key())}});
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.out + edit.err));
        QCOMPARE(upstream.requests(), 1);
        const QSize sent = upstream.asked()[0].picture.size();
        QVERIFY(std::max(sent.width(), sent.height()) <= 2048);
        const QJsonObject report = edit.json()[QStringLiteral("report")].toObject();
        QCOMPARE(report[QStringLiteral("changed_outside")].toInt(-1), 0);
        QVERIFY(report[QStringLiteral("residual_px")].toDouble(99) < 0.5);
        QVERIFY(report[QStringLiteral("residual_delta_e")].toDouble(99) < 2);

        const cv::Mat before =
            photo.endsWith(QStringLiteral("png")) ? m_pixels : m_workspace->read(photo).picture.pixels;
        const cv::Mat after = m_workspace->read(QStringLiteral("out.png")).picture.pixels;
        QCOMPARE(after.size(), before.size());
        QVERIFY(keptOutside(before, after));
        const QPoint centre = kSelection.center();
        const cv::Vec3i off = cv::Vec3i(after.at<cv::Vec3b>(centre.y(), centre.x())) - cv::Vec3i(200, 30, 90);
        QVERIFY2(cv::norm(off, cv::NORM_INF) < 12, "the answer is not where it belongs");
    }

    // Of the hungriest process that this test has waited for.
    void staysBelowThreeTimesTheDecodedPicture() {
        if (kIsSanitized)
            QSKIP("a sanitizer keeps what is freed");
        rusage usage{};
        QCOMPARE(getrusage(RUSAGE_CHILDREN, &usage), 0);
        const double times = double(usage.ru_maxrss) * 1024 / double(kDecodedBytes);
        qInfo("peak memory: %.2f times the decoded picture", times);
        QVERIFY(times < 3);
    }
};

NB_TEST(TestCliLarge)
#include "tst_cli_large.moc"
