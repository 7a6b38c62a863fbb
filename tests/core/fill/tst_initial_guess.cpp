#include "core/fill/initial_guess.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb::fill;

namespace {

const cv::Rect kHole(30, 24, 20, 20);
constexpr int kPoleX = 38;
constexpr int kPoleWidth = 3;

bool onPole(int x) {
    return x >= kPoleX && x < kPoleX + kPoleWidth;
}

// A dark pole before a bright sky, with a square hole over it, at one level.
Level poleLevel() {
    cv::Mat picture(68, 80, CV_8UC3, cv::Scalar(180, 200, 240));
    picture(cv::Rect(kPoleX, 0, kPoleWidth, picture.rows)).setTo(cv::Scalar(40, 30, 20));
    cv::Mat hole = cv::Mat::zeros(picture.size(), CV_8U);
    hole(kHole) = 255;
    picture.setTo(cv::Scalar(255, 0, 255), hole);
    return buildPyramid(picture, hole, hole).front();
}

} // namespace

class TestInitialGuess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aThinPoleIsContinued() {
        Level level = poleLevel();
        (void)guessEdgesFirst(level, {});
        for (int y = kHole.y; y < kHole.br().y; ++y)
            for (int x = kHole.x; x < kHole.br().x; ++x) {
                const bool dark = level.image.at<cv::Vec4b>(y, x)[0] < 110; // half way between the two
                QVERIFY2(dark == onPole(x),
                         qPrintable(QStringLiteral("%1, %2").arg(QString::number(x), QString::number(y))));
            }
    }

    void leavesWhatIsKnown() {
        Level level = poleLevel();
        const cv::Mat before = level.image.clone();
        (void)guessEdgesFirst(level, {});
        cv::Mat changed;
        cv::absdiff(level.image, before, changed);
        changed(kHole) = cv::Scalar::all(0);
        QCOMPARE(cv::norm(changed, cv::NORM_INF), 0.0);
    }

    void everyMatchIsASource() {
        Level level = poleLevel();
        const Field field = guessEdgesFirst(level, {}).field;
        for (int y = level.targetBounds.y; y < level.targetBounds.br().y; ++y)
            for (int x = level.targetBounds.x; x < level.targetBounds.br().x; ++x)
                if (level.target.at<uchar>(y, x) != 0)
                    QVERIFY(level.source.at<uchar>(field.at(x, y).y, field.at(x, y).x) != 0);
    }

    void stops() {
        std::stop_source stop;
        stop.request_stop();
        Execution execution;
        execution.cancel = stop.get_token();
        Level level = poleLevel();
        QVERIFY_THROWS_EXCEPTION(Stopped, (void)guessEdgesFirst(level, execution));
    }
};

NB_TEST(TestInitialGuess)
#include "tst_initial_guess.moc"
