#include "ui/desktop/canvas/sampler.h"

#include "core/image/cv_rect.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb::desktop;
using nb::cvRect;

namespace {

constexpr QRgb kNothing = 0xff010203;

cv::Mat noise(int width, int height, int type, quint32 seed) {
    cv::Mat out(height, width, type);
    cv::RNG random(seed);
    random.fill(out, cv::RNG::UNIFORM, 0, 256);
    return out;
}

std::vector<Piece> whole(const cv::Mat& samples) {
    std::vector<Piece> pieces;
    pieces.push_back({samples, {}, 0, {0, 0, samples.cols, samples.rows}});
    return pieces;
}

// The same samples in tiles with one sample around, as tiles of display colours have.
std::vector<Piece> tiles(const cv::Mat& samples, int side) {
    std::vector<Piece> pieces;
    const QRect all(0, 0, samples.cols, samples.rows);
    for (int y = 0; y < samples.rows; y += side)
        for (int x = 0; x < samples.cols; x += side) {
            const QRect tile = QRect(x, y, side, side) & all;
            const QRect margin = tile.adjusted(-1, -1, 1, 1) & all;
            pieces.push_back({samples(cvRect(margin)).clone(), margin.topLeft(), 0, tile});
        }
    return pieces;
}

QImage canvas(int width, int height) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(kNothing);
    return image;
}

// Bilinear interpolation by its definition.
double bilinear(const cv::Mat& samples, double u, double v, int channel) {
    const auto at = [&](int x, int y) {
        x = std::clamp(x, 0, samples.cols - 1);
        y = std::clamp(y, 0, samples.rows - 1);
        return double(samples.ptr(y)[x * samples.channels() + channel]);
    };
    u -= 0.5;
    v -= 0.5;
    const int x = int(std::floor(u));
    const int y = int(std::floor(v));
    const double above = at(x, y) * (1 - (u - x)) + at(x + 1, y) * (u - x);
    const double below = at(x, y + 1) * (1 - (u - x)) + at(x + 1, y + 1) * (u - x);
    return above * (1 - (v - y)) + below * (v - y);
}

QTransform anyTransform(QRandomGenerator& random, bool turned) {
    const double zoom = std::exp2(random.bounded(4.0) - 1);
    return QTransform::fromTranslate(-30, -20) * QTransform().rotate(turned ? random.bounded(360.0) : 0) *
           QTransform::fromScale(zoom, zoom) *
           QTransform::fromTranslate(60 + random.bounded(9.0), 45 + random.bounded(9.0));
}

} // namespace

class TestSampler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void atFullSizePixelsAreCopied_data() {
        QTest::addColumn<Filter>("filter");
        QTest::newRow("nearest") << Filter::Nearest;
        QTest::newRow("smooth") << Filter::Smooth;
    }
    void atFullSizePixelsAreCopied() {
        QFETCH(Filter, filter);
        const cv::Mat samples = noise(7, 5, CV_8UC3, 1);
        QImage image = canvas(12, 10);
        drawColour(whole(samples), QTransform::fromTranslate(2, 3), filter, target(image, image.rect()));
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                QRgb expected = kNothing; // outside of the picture nothing is written
                if (QRect(2, 3, 7, 5).contains(x, y)) {
                    const auto p = samples.at<cv::Vec3b>(y - 3, x - 2);
                    expected = qRgb(p[0], p[1], p[2]);
                }
                QCOMPARE(image.pixel(x, y), expected);
            }
    }

    void smoothIsBilinear_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("turned");
        QTest::newRow("colour, straight") << CV_8UC3 << false;
        QTest::newRow("colour, turned") << CV_8UC3 << true;
        QTest::newRow("grey, straight") << CV_8UC1 << false;
        QTest::newRow("grey, turned") << CV_8UC1 << true;
    }
    void smoothIsBilinear() {
        QFETCH(int, type);
        QFETCH(bool, turned);
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        const cv::Mat samples = noise(60, 40, type, seed);
        for (int run = 0; run < 20; ++run) {
            const QTransform toDevice = anyTransform(random, turned);
            QImage image(120, 90, type == CV_8UC1 ? QImage::Format_Grayscale8 : QImage::Format_RGB32);
            image.fill(0);
            if (type == CV_8UC1)
                drawGrey(whole(samples), toDevice, Filter::Smooth, target(image, image.rect()));
            else
                drawColour(whole(samples), toDevice, Filter::Smooth, target(image, image.rect()));
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) {
                    const QPointF at = toDevice.inverted().map(QPointF(x + 0.5, y + 0.5));
                    if (!QRectF(0.01, 0.01, 59.98, 39.98).contains(at))
                        continue;
                    const QRgb pixel = image.pixel(x, y);
                    QVERIFY(std::abs(qRed(pixel) - bilinear(samples, at.x(), at.y(), 0)) <= 2.5);
                    if (type == CV_8UC3)
                        QVERIFY(std::abs(qBlue(pixel) - bilinear(samples, at.x(), at.y(), 2)) <= 2.5);
                }
        }
    }

    void tilesShowWhatTheWholeShows() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        const cv::Mat samples = noise(60, 40, CV_8UC3, seed);
        for (int run = 0; run < 60; ++run) {
            const QTransform toDevice = anyTransform(random, run % 2 == 0);
            const Filter filter = run % 3 == 0 ? Filter::Nearest : Filter::Smooth;
            QImage one = canvas(120, 90);
            QImage many = canvas(120, 90);
            drawColour(whole(samples), toDevice, filter, target(one, one.rect()));
            drawColour(tiles(samples, 16), toDevice, filter, target(many, many.rect()));
            QVERIFY(one == many);
        }
    }

    void aPartIsAPartOfTheWhole() {
        const cv::Mat samples = noise(400, 300, CV_8UC3, 4);
        const QTransform toDevice = QTransform::fromScale(0.7, 0.7);
        QImage all = canvas(300, 250); // large enough to be split among threads
        drawColour(whole(samples), toDevice, Filter::Smooth, target(all, all.rect()));
        QImage part = canvas(300, 250);
        const QRect rect(37, 51, 99, 83);
        drawColour(whole(samples), toDevice, Filter::Smooth, target(part, rect));
        for (int y = 0; y < part.height(); ++y)
            for (int x = 0; x < part.width(); ++x) {
                if (!rect.contains(x, y))
                    QCOMPARE(part.pixel(x, y), kNothing);
                else
                    QVERIFY(std::abs(qGreen(part.pixel(x, y)) - qGreen(all.pixel(x, y))) <= 1);
            }
    }

    void aLevelLiesWhereItsSourceLies() {
        // 5 source pixels are 3 samples of level 1, the last of which stands for one column only.
        cv::Mat level(1, 3, CV_8UC3);
        level.at<cv::Vec3b>(0, 0) = {10, 10, 10};
        level.at<cv::Vec3b>(0, 1) = {20, 20, 20};
        level.at<cv::Vec3b>(0, 2) = {30, 30, 30};
        std::vector<Piece> pieces;
        pieces.push_back({level, {}, 1, {0, 0, 5, 2}});
        QImage image = canvas(6, 2);
        drawColour(pieces, QTransform(), Filter::Nearest, target(image, image.rect()));
        const int expected[] = {10, 10, 20, 20, 30};
        for (int x = 0; x < 5; ++x)
            QCOMPARE(qRed(image.pixel(x, 1)), expected[x]);
        QCOMPARE(image.pixel(5, 1), kNothing);
    }

    void alphaLetsThroughWhatIsBelow() {
        cv::Mat samples(1, 3, CV_8UC4);
        samples.at<cv::Vec4b>(0, 0) = {200, 100, 50, 255};
        samples.at<cv::Vec4b>(0, 1) = {0, 0, 0, 0};
        samples.at<cv::Vec4b>(0, 2) = {64, 0, 0, 128}; // premultiplied
        QImage image(3, 1, QImage::Format_RGB32);
        image.fill(qRgb(100, 100, 100));
        drawColour(whole(samples), QTransform(), Filter::Nearest, target(image, image.rect()));
        QCOMPARE(image.pixel(0, 0), qRgb(200, 100, 50));
        QCOMPARE(image.pixel(1, 0), qRgb(100, 100, 100));
        QVERIFY(std::abs(qRed(image.pixel(2, 0)) - (64 + 100 * 127 / 255)) <= 1);
        QVERIFY(std::abs(qGreen(image.pixel(2, 0)) - 100 * 127 / 255) <= 1);
    }
};

NB_TEST_APPLESS(TestSampler)
#include "tst_sampler.moc"
