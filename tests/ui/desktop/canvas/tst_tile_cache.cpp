#include "ui/desktop/canvas/tile_cache.h"

#include "core/image/cv_rect.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

constexpr QRect kAll{0, 0, 600, 300}; // three by two tiles of 256

// Converts all that is requested from `colours`.
void convert(TileCache& cache, const cv::Mat& colours) {
    while (const std::optional<int> index = cache.begin())
        QVERIFY(cache.end(*index, colours(cvRect(cache.source(*index))).clone()));
}

} // namespace

class TestTileCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestedTilesAreConvertedOnce() {
        TileCache cache;
        cache.reset(kAll.size());
        const cv::Mat colours(300, 600, CV_8UC3, cv::Scalar::all(7));
        QVERIFY(!cache.contains(kAll));
        cache.request({0, 0, 300, 100}, 3);
        convert(cache, colours);
        QVERIFY(cache.isCurrent({0, 0, 512, 256}));
        QVERIFY(!cache.contains({512, 0, 1, 1}));
        cache.request({0, 0, 300, 100}, 3);
        QVERIFY(!cache.begin().has_value());
    }

    void tilesHaveAMarginOfOneSample() {
        TileCache cache;
        cache.reset(kAll.size());
        QCOMPARE(cache.source(0), QRect(0, 0, 257, 257));
        QCOMPARE(cache.source(4), QRect(255, 255, 258, 45));
        cache.request(kAll, 3);
        convert(cache, cv::Mat(300, 600, CV_8UC3, cv::Scalar::all(7)));
        std::vector<Piece> pieces;
        cache.addPieces({300, 260, 1, 1}, pieces);
        QCOMPARE(pieces.size(), size_t(1));
        QCOMPARE(pieces[0].origin, QPoint(255, 255));
        QCOMPARE(pieces[0].owned, QRect(256, 256, 256, 44));
    }

    void aChangeWhileATileIsConvertedIsNotLost() {
        TileCache cache;
        cache.reset(kAll.size());
        const cv::Mat colours(300, 600, CV_8UC3, cv::Scalar::all(7));
        cache.request({0, 0, 10, 10}, 3);
        const std::optional<int> index = cache.begin();
        QVERIFY(index.has_value());
        cache.invalidate({5, 5, 1, 1});
        QVERIFY(!cache.end(*index, colours(cvRect(cache.source(*index))).clone()));
        QVERIFY(!cache.isCurrent({0, 0, 10, 10}));
        QVERIFY(cache.contains({0, 0, 10, 10})); // drawn meanwhile
        cache.request({0, 0, 10, 10}, 3);
        convert(cache, colours);
        QVERIFY(cache.isCurrent({0, 0, 10, 10}));
    }

    void anUpdateReachesTheMarginsOfTheNeighbours() {
        TileCache cache;
        cache.reset(kAll.size());
        cv::Mat colours(300, 600, CV_8UC3, cv::Scalar::all(7));
        cache.request(kAll, 3);
        convert(cache, colours);
        const QRect rect(250, 250, 6, 6); // the corner of the first tile
        colours(cvRect(rect)).setTo(cv::Scalar::all(200));
        cache.update(rect, colours(cvRect(rect)));
        QVERIFY(cache.isCurrent(kAll));
        std::vector<Piece> pieces;
        cache.addPieces(kAll, pieces);
        QCOMPARE(pieces.size(), size_t(6));
        for (const Piece& piece : pieces) {
            const QRect place(piece.origin, QSize(piece.pixels.cols, piece.pixels.rows));
            QCOMPARE(cv::norm(piece.pixels, colours(cvRect(place)), cv::NORM_INF), 0.0);
        }
    }
};

NB_TEST(TestTileCache)
#include "tst_tile_cache.moc"
