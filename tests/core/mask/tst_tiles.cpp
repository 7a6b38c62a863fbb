#include "core/mask/tiles.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <vector>

using nb::mask::kTilePx;
using nb::mask::TileGrid;

namespace {

std::vector<int> tilesIn(const TileGrid& grid, const QRect& rect) {
    std::vector<int> indices;
    grid.forEachIn(rect, [&](int index) { indices.push_back(index); });
    return indices;
}

} // namespace

// 300 x 200 is three columns, the last 44 wide, and two rows, the last 72 high.
class TestTiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tilesCoverTheMask() {
        const TileGrid grid({300, 200});
        QCOMPARE(grid.count(), size_t(6));
        QCOMPARE(grid.rect(0), QRect(0, 0, kTilePx, kTilePx));
        QCOMPARE(grid.rect(2), QRect(256, 0, 44, 128));
        QCOMPARE(grid.rect(4), QRect(128, 128, 128, 72));
        QCOMPARE(grid.rect(5), QRect(256, 128, 44, 72));
    }

    void aMaskOfWholeTilesHasNoPartialOnes() {
        const TileGrid grid({256, 128});
        QCOMPARE(grid.count(), size_t(2));
        QCOMPARE(grid.rect(1), QRect(128, 0, 128, 128));
    }

    void anEmptyMaskHasNone() {
        QCOMPARE(TileGrid().count(), size_t(0));
        QCOMPARE(TileGrid(QSize(-1, -1)).count(), size_t(0));
        QVERIFY(tilesIn(TileGrid(), {0, 0, 5, 5}).empty());
    }

    void theTilesOfARectangleComeRowByRow() {
        const TileGrid grid({300, 200});
        QCOMPARE(tilesIn(grid, {127, 127, 2, 2}), std::vector<int>({0, 1, 3, 4}));
        QCOMPARE(tilesIn(grid, {128, 128, 1, 1}), std::vector<int>({4}));
        QCOMPARE(tilesIn(grid, {-50, -50, 1000, 1000}), std::vector<int>({0, 1, 2, 3, 4, 5}));
        for (const QRect& outside : {QRect(300, 0, 9, 9), QRect(-9, -9, 9, 9), QRect(), QRect(5, 5, 0, 4)})
            QVERIFY(tilesIn(grid, outside).empty());
    }
};

NB_TEST(TestTiles)
#include "tst_tiles.moc"
