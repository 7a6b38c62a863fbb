#include "ui/desktop/document/dirty_tiles.h"

#include "core/mask/delta.h"
#include "tests/support/test_main.h"
#include <QRegion>
#include <QTest>

using namespace nb::desktop;
using nb::mask::kTilePx;
using State = DirtyTiles::State;

namespace {

// Two and a half tiles wide, one and a bit high.
constexpr QSize kPicture(kTilePx * 5 / 2, kTilePx + 3);

} // namespace

class TestDirtyTiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unknownTilesCoverThePictureOnce() {
        DirtyTiles tiles;
        QVERIFY(tiles.isEmpty());
        tiles.reset(kPicture, State::Unknown);
        QRegion covered;
        int area = 0;
        for (const DirtyTiles::Tile& tile : tiles.takeBatch(100)) {
            QCOMPARE(tile.state, State::Unknown);
            covered += tile.rect;
            area += tile.rect.width() * tile.rect.height();
        }
        QCOMPARE(covered, QRegion(QRect({}, kPicture)));
        QCOMPARE(area, kPicture.width() * kPicture.height());
        QVERIFY(tiles.isEmpty());
        QVERIFY(tiles.takeBatch(1).empty());
    }

    void aMarkTakesTheTilesItTouches() {
        DirtyTiles tiles;
        tiles.reset(kPicture, State::Written);
        tiles.mark(QRect(kTilePx - 1, 5, 2, 1)); // over the line between the first two
        tiles.mark(QRect(kTilePx, 5, 1, 1));
        const std::vector<DirtyTiles::Tile> taken = tiles.takeBatch(100);
        QCOMPARE(taken.size(), size_t(2));
        QCOMPARE(taken[0].rect, QRect(0, 0, kTilePx, kTilePx));
        QCOMPARE(taken[1].rect, QRect(kTilePx, 0, kTilePx, kTilePx));
        QCOMPARE(taken[1].state, State::Changed);
    }

    void aChangeOfAnUnknownTileCountsOnceAndAsChanged() {
        DirtyTiles tiles;
        tiles.reset(kPicture, State::Unknown);
        tiles.mark(QRect(0, 0, 1, 1));
        const std::vector<DirtyTiles::Tile> taken = tiles.takeBatch(6);
        QCOMPARE(taken.size(), size_t(6));
        QCOMPARE(taken[0].state, State::Changed);
        QVERIFY(tiles.isEmpty());
    }

    // One that changes all the time does not keep the others from their turn.
    void theyComeInTurn() {
        DirtyTiles tiles;
        tiles.reset(kPicture, State::Written);
        tiles.mark(QRect(kPicture.width() - 1, 0, 1, 1));
        tiles.mark(QRect(0, 0, 1, 1));
        QCOMPARE(tiles.takeBatch(1).front().rect.left(), 0);
        tiles.mark(QRect(0, 0, 1, 1));
        QCOMPARE(tiles.takeBatch(1).front().rect.left(), 2 * kTilePx);
        QCOMPARE(tiles.takeBatch(1).front().rect.left(), 0);
    }
};

NB_TEST(TestDirtyTiles)
#include "tst_dirty_tiles.moc"
