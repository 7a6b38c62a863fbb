#include "core/edit/colour.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <algorithm>
#include <array>
#include <barrier>
#include <cmath>
#include <opencv2/core.hpp>
#include <thread>
#include <vector>

using namespace nb::edit;

class TestColour : public QObject {
    Q_OBJECT

    static bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

private Q_SLOTS:
    // The first conversion of the process, by all threads at once: OpenCV's own is not made for it.
    void manyThreadsAtOnce() {
        constexpr int kThreads = 8;
        constexpr double kCoarsest = 0.5; // its tables have 33 steps; one that is not finished gives tens
        const cv::Vec3f tones[] = {{0.2F, 0.5F, 0.8F}, {0.9F, 0.1F, 0.3F}, {0.02F, 0.03F, 0.01F}};
        std::array<cv::Mat, kThreads> made;
        std::barrier together(kThreads);
        {
            std::vector<std::jthread> threads;
            threads.reserve(kThreads);
            for (cv::Mat& lab : made)
                threads.emplace_back([&] {
                    cv::Mat rgb(1, 3, CV_32FC3);
                    std::copy(std::begin(tones), std::end(tones), rgb.begin<cv::Vec3f>());
                    together.arrive_and_wait();
                    lab = labOf(rgb);
                });
        }
        for (const cv::Mat& lab : made)
            for (int i = 0; i < 3; ++i) {
                const cv::Vec3d linear{linearFromSrgb(tones[i][0]), linearFromSrgb(tones[i][1]),
                                       linearFromSrgb(tones[i][2])};
                QVERIFY(deltaE(lab.at<cv::Vec3f>(0, i), labFromLinear(linear)) < kCoarsest);
            }
    }

    void transferCurve() {
        QVERIFY(near(linearFromSrgb(0.5), 0.2140, 0.0001));
        QVERIFY(near(linearFromSrgb(0.04), 0.0030960, 0.0000001));
        for (int i = 0; i <= 255; ++i)
            QVERIFY(near(srgbFromLinear(linearFromSrgb(i / 255.0)), i / 255.0, 1e-9));
    }

    // Published values for the sRGB primaries (D65).
    void lab() {
        const cv::Vec3d white = labFromLinear({1, 1, 1});
        QVERIFY(near(white[0], 100, 0.01) && near(white[1], 0, 0.02) && near(white[2], 0, 0.02));
        const cv::Vec3d red = labFromLinear({1, 0, 0});
        QVERIFY(near(red[0], 53.24, 0.02) && near(red[1], 80.09, 0.05) && near(red[2], 67.20, 0.05));
        QVERIFY(near(deltaE({50, 3, 4}, {50, 0, 0}), 5, 1e-9));
    }
};

NB_TEST(TestColour)
#include "tst_colour.moc"
