#include "ui/desktop/canvas/pyramid.h"

#include "core/image/cv_rect.h"
#include "tests/support/held_pool.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <memory>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

cv::Mat noise(int width, int height, int type, double most) {
    cv::Mat out(height, width, type);
    cv::RNG random(11);
    random.fill(out, cv::RNG::UNIFORM, 0, most);
    return out;
}

enum class Pool { Free, Held };

struct Setup {
    explicit Setup(cv::Mat start, Pool state = Pool::Free) : samples(std::move(start)) {
        if (state == Pool::Held)
            hold();
        pyramid.open([this] { return samples; },
                     std::make_shared<const DisplayColour>(QByteArray(), samples.type()));
    }
    // From here on nothing is built in the background until release().
    void hold() { held = std::make_unique<test::HeldPool>(pool); }
    void release() { held.reset(); }
    QRect all() const { return {0, 0, samples.cols, samples.rows}; }
    bool wait(double zoom) {
        pyramid.setVisible(all(), zoom);
        return QTest::qWaitFor([&] { return pyramid.isSharp(all(), zoom); }, 20'000);
    }
    // The level as the pieces show it.
    cv::Mat shown(double zoom) const {
        const std::vector<Piece> pieces = pyramid.pieces(all(), zoom);
        return pieces.size() == 1 ? pieces.front().pixels : cv::Mat();
    }

    WorkerPool pool{2};
    std::unique_ptr<test::HeldPool> held; // goes before the pool, which waits for what runs
    cv::Mat samples;
    Pyramid pyramid{pool};
};

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

} // namespace

class TestPyramid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSmallSourceIsThereAtOnce() {
        const Setup setup(noise(800, 600, CV_8UC3, 256));
        QVERIFY(setup.pyramid.isDrawable());
        QVERIFY(same(setup.shown(0.25), levelsAbove(setup.samples, 2)[1]));
        QCOMPARE(setup.shown(1).data, setup.samples.data); // shown as it is, not copied
    }

    void aLargeOneIsBuiltInTheBackground() {
        Setup setup(noise(2100, 1300, CV_8UC3, 256), Pool::Held);
        QVERIFY(!setup.pyramid.isSharp(setup.all(), 0.5));
        setup.release();
        QVERIFY(setup.wait(0.5));
        QVERIFY(same(setup.shown(0.5), halved(setup.samples)));
        QVERIFY(same(setup.shown(0.125), levelsAbove(setup.samples, 3)[2]));
    }

    void untilThenACoarseLevelStandsIn() {
        Setup setup(noise(4000, 3000, CV_8UC3, 256));
        QSignalSpy drawable(&setup.pyramid, &Pyramid::drawable);
        QVERIFY(QTest::qWaitFor([&] { return setup.pyramid.isDrawable(); }, 20'000));
        QCOMPARE(drawable.size(), 1);
        QVERIFY(!setup.pyramid.pieces(setup.all(), 0.3).empty());
        QVERIFY(setup.wait(0.3));
    }

    void itHoldsOnToNoSamples() {
        Setup setup(noise(2100, 1300, CV_8UC3, 256));
        QVERIFY(setup.wait(0.5));
        QCOMPARE(setup.samples.u->refcount, 1);
    }

    void aSmallChangeIsThereAtOnce() {
        Setup setup(noise(2100, 1300, CV_8UC1, 256));
        QVERIFY(setup.wait(0.5));
        QSignalSpy changed(&setup.pyramid, &Pyramid::changed);
        const QRect rect(500, 301, 77, 55); // over the border of a block
        setup.samples(cvRect(rect)).setTo(255);
        setup.pyramid.update(rect);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toRect(), rect);
        QVERIFY(setup.pyramid.isSharp(setup.all(), 0.25));
        QVERIFY(same(setup.shown(0.25), levelsAbove(setup.samples, 2)[1]));
    }

    void aLargeChangeComesSoon() {
        Setup setup(noise(2100, 1300, CV_8UC1, 256));
        QVERIFY(setup.wait(0.5));
        setup.hold();
        setup.samples.setTo(7);
        setup.pyramid.update(setup.all());
        QVERIFY(!setup.pyramid.isSharp(setup.all(), 0.5));
        setup.samples(cv::Rect(3, 4, 5, 6)).setTo(200); // while it is being built
        setup.pyramid.update({3, 4, 5, 6});
        setup.release();
        QVERIFY(setup.wait(0.5));
        QVERIFY(same(setup.shown(0.5), halved(setup.samples)));
    }

    void changesWhileBuildingAreNotLost() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        Setup setup(noise(3000, 2000, CV_8UC1, 256));
        for (int i = 0; i < 60; ++i) {
            const QRect rect = QRect(random.bounded(3000), random.bounded(2000), 1 + random.bounded(900),
                                     1 + random.bounded(900)) &
                               setup.all();
            setup.samples(cvRect(rect)).setTo(random.bounded(256));
            setup.pyramid.update(rect);
            QCoreApplication::processEvents();
        }
        QVERIFY(setup.wait(0.5));
        for (const double zoom : {0.5, 0.25, 0.03125})
            QVERIFY(same(setup.shown(zoom),
                         levelsAbove(setup.samples, kMaxLevel)[size_t(levelFor(zoom, kMaxLevel) - 1)]));
    }

    void sixteenBitsAreConvertedInTiles() {
        Setup setup(noise(900, 700, CV_16UC3, 65536));
        QVERIFY(setup.wait(1));
        const std::vector<Piece> pieces = setup.pyramid.pieces(setup.all(), 1);
        QCOMPARE(pieces.size(), size_t(4 * 3)); // of 256 pixels
        qint64 covered = 0;
        for (const Piece& piece : pieces) {
            covered += qint64(piece.owned.width()) * piece.owned.height();
            cv::Mat expected;
            const QRect place(piece.origin, QSize(piece.pixels.cols, piece.pixels.rows));
            setup.samples(cvRect(place)).convertTo(expected, CV_8U, 1.0 / 257);
            QVERIFY(same(piece.pixels, expected));
        }
        QCOMPARE(covered, qint64(900 * 700));
    }

    void aChangeReachesTheTiles_data() {
        QTest::addColumn<QRect>("rect");
        QTest::newRow("small, over four tiles") << QRect(250, 250, 20, 20);
        QTest::newRow("large") << QRect(10, 10, 600, 500);
    }
    void aChangeReachesTheTiles() {
        QFETCH(QRect, rect);
        Setup setup(noise(900, 700, CV_16UC3, 65536));
        QVERIFY(setup.wait(1));
        setup.samples(cvRect(rect)).setTo(cv::Scalar::all(257 * 90));
        setup.pyramid.update(rect);
        QVERIFY(setup.wait(1));
        for (const Piece& piece : setup.pyramid.pieces(setup.all(), 1)) {
            cv::Mat expected;
            const QRect place(piece.origin, QSize(piece.pixels.cols, piece.pixels.rows));
            setup.samples(cvRect(place)).convertTo(expected, CV_8U, 1.0 / 257);
            QVERIFY(same(piece.pixels, expected));
        }
    }

    void emptyPartsOfAMaskAreKnown() {
        Setup setup(cv::Mat::zeros(1300, 2100, CV_8UC1));
        QVERIFY(setup.wait(0.5));
        QVERIFY(setup.pyramid.filledPart(setup.all()).isEmpty());
        setup.samples.at<uchar>(600, 700) = 1;
        setup.pyramid.update({700, 600, 1, 1});
        QVERIFY(setup.pyramid.filledPart(setup.all()).contains(700, 600));
        QVERIFY(setup.pyramid.filledPart({0, 0, 500, 500}).isEmpty());
    }

    void closedItShowsNothing() {
        Setup setup(noise(2100, 1300, CV_8UC3, 256), Pool::Held);
        setup.pyramid.close(); // while it is being built
        QVERIFY(setup.pyramid.size().isEmpty());
        QVERIFY(setup.pyramid.pieces({0, 0, 100, 100}, 1).empty());
        QVERIFY(setup.pyramid.filledPart({0, 0, 100, 100}).isEmpty());
        QVERIFY(setup.pyramid.isSharp({0, 0, 100, 100}, 1));
        setup.pyramid.update({0, 0, 10, 10});
        QSignalSpy changed(&setup.pyramid, &Pyramid::changed);
        setup.release();
        QVERIFY(test::drain(setup.pool));
        QCOMPARE(changed.size(), 0); // what had been started is dropped
    }
};

NB_TEST(TestPyramid)
#include "tst_pyramid.moc"
