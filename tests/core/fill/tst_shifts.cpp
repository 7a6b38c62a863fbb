#include "core/fill/shifts.h"
#include "tests/core/fill/patterns.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::fill;

class TestShifts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theShiftsOfAWallpaperAreItsPeriods() {
        const auto shifts = fill::frequentShifts(levelOf(wallpaper(), disc(15)), {}).shifts;
        QVERIFY(shifts.size() >= 4);
        for (int i = 0; i < 4; ++i) {
            QVERIFY(shifts[size_t(i)] != cv::Point());
            QCOMPARE(shifts[size_t(i)].x % kPeriod, 0);
            QCOMPARE(shifts[size_t(i)].y % kPeriod, 0);
        }
    }

    void aPoleGivesShiftsInBothDirections() {
        // The hole is 41 high where the pole goes in: half of it and the way to its rim.
        int up = 0, down = 0;
        for (const cv::Point shift : fill::shiftsAlongEdges(levelOf(pole(), disc(20))))
            if (std::abs(shift.x) <= 1) {
                up += shift.y <= -20 ? 1 : 0;
                down += shift.y >= 20 ? 1 : 0;
            }
        QVERIFY(up > 0);
        QVERIFY(down > 0);
    }

    void aFlatPictureGivesNoShiftsAlongEdges() {
        QVERIFY(fill::shiftsAlongEdges(levelOf(cv::Mat(kSize, kSize, CV_8UC3, cv::Scalar(9, 9, 9)), disc(15)))
                    .empty());
    }

    void noiseHasFewShiftsAndAWallpaperMany() {
        cv::Mat noise(kSize, kSize, CV_8UC3);
        cv::RNG(8).fill(noise, cv::RNG::UNIFORM, 0, 256);
        const fill::FrequentShifts ofNoise = fill::frequentShifts(levelOf(noise, disc(15)), {});
        QVERIFY(ofNoise.shifts.size() <= 10);
        QVERIFY(!ofNoise.periodic);
        // Within two periods either way there are 24 multiples of the period, all equally good.
        const fill::FrequentShifts ofWallpaper = fill::frequentShifts(levelOf(wallpaper(), disc(15)), {});
        QVERIFY(ofWallpaper.shifts.size() > 20);
        QVERIFY(ofWallpaper.periodic);
    }

    void aPictureWithoutPatchesGivesNoShifts() {
        const cv::Mat hole = disc(15);
        fill::Level level = levelOf(wallpaper(), hole);
        level.source.setTo(0);
        level.sources = 0;
        QVERIFY(fill::frequentShifts(level, {}).shifts.empty());
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        fill::Execution execution;
        execution.cancel = source.get_token();
        QVERIFY_THROWS_EXCEPTION(fill::Stopped,
                                 (void)fill::frequentShifts(levelOf(wallpaper(), disc(15)), execution));
    }
};

NB_TEST(TestShifts)
#include "tst_shifts.moc"
