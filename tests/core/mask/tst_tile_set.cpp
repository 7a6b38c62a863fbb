#include "core/mask/tile_set.h"
#include "tests/support/test_main.h"
#include <QTest>

using nb::mask::kTilePx;
using nb::mask::TileSet;

class TestTileSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beginsEmpty() {
        QVERIFY(TileSet().isEmpty());
        QVERIFY(TileSet({300, 200}).isEmpty());
        QVERIFY(TileSet({300, 200}).rects().empty());
    }

    // 300 x 200 is three columns, the last 44 wide, and two rows, the last 72 high.
    void tilesAreCutToTheMask() {
        TileSet tiles({300, 200});
        tiles.add({299, 199, 1, 1});
        QCOMPARE(tiles.rects(), std::vector<QRect>({QRect(2 * kTilePx, kTilePx, 44, 72)}));
    }

    void aRectangleAddsEveryTileThatItTouchesOnce() {
        TileSet tiles({300, 200});
        tiles.add({kTilePx - 1, kTilePx - 1, 2, 2}); // the corner where four tiles meet
        tiles.add({0, 0, 5, 5});
        QCOMPARE(tiles.rects(), std::vector<QRect>({{0, 0, kTilePx, kTilePx},
                                                    {kTilePx, 0, kTilePx, kTilePx},
                                                    {0, kTilePx, kTilePx, 72},
                                                    {kTilePx, kTilePx, kTilePx, 72}}));
    }

    void whatLiesOutsideIsIgnored() {
        TileSet tiles({300, 200});
        for (const QRect& outside : {QRect(300, 0, 9, 9), QRect(-9, -9, 9, 9), QRect(), QRect(5, 5, 0, 4)})
            tiles.add(outside);
        QVERIFY(tiles.isEmpty());
        tiles.add({-500, -500, 501, 501});
        QCOMPARE(tiles.rects(), std::vector<QRect>({QRect(0, 0, kTilePx, kTilePx)}));
        TileSet none{QSize()};
        none.add({0, 0, 5, 5});
        QVERIFY(none.isEmpty());
    }
};

NB_TEST_APPLESS(TestTileSet)
#include "tst_tile_set.moc"
