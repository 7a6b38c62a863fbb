#include "ui/desktop/canvas/block_table.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::desktop;

class TestBlockTable : public QObject {
    Q_OBJECT

private:
    static void build(BlockTable& table, bool blank = false) {
        while (table.isAnyWaiting()) {
            const int index = table.next({});
            QVERIFY(table.end(index, table.begin(index)));
            table.setBuilt(index, blank);
        }
    }

private Q_SLOTS:
    // Blocks are 512 pixels wide and high; those at the edges are cut.
    void thePictureIsCutIntoBlocks() {
        const BlockTable table({1100, 600});
        QCOMPARE(table.grid().count(), 3 * 2);
        QCOMPARE(table.grid().rect(0), QRect(0, 0, 512, 512));
        QCOMPARE(table.grid().rect(5), QRect(1024, 512, 76, 88));
        QCOMPARE(table.grid().rectWithMargin(4, 1), QRect(511, 511, 514, 89));
    }

    void whatIsSeenIsBuiltFirst() {
        BlockTable table({1100, 600});
        QCOMPARE(table.next({}), 0);
        QCOMPARE(table.next({600, 520, 10, 10}), 4);
        table.begin(4);
        QCOMPARE(table.next({600, 520, 10, 10}), 0);
    }

    void aResultOfOlderSamplesIsDropped() {
        BlockTable table({400, 300});
        const int before = table.begin(0);
        table.invalidate({10, 10, 1, 1});
        const int after = table.begin(0);
        QVERIFY(!table.end(0, before));
        QVERIFY(!table.isBuilt(0));
        QVERIFY(table.end(0, after));
        table.setBuilt(0, false);
        QVERIFY(table.isCurrent({0, 0, 400, 300}));
    }

    void aChangedBlockStaysBuiltButIsNotCurrent() {
        BlockTable table({1100, 600});
        build(table);
        QVERIFY(table.areAllBuilt());
        table.invalidate({500, 10, 20, 20}); // over the border of the first two
        QVERIFY(table.areAllBuilt());
        QVERIFY(!table.isCurrent({0, 0, 1, 1}));
        QVERIFY(!table.isCurrent({520, 0, 1, 1}));
        QVERIFY(table.isCurrent({1030, 0, 70, 600}));
        QVERIFY(table.isCurrent({0, 512, 1100, 88}));
    }

    void blankBlocksAreNotFilled() {
        BlockTable table({1100, 600});
        QCOMPARE(table.filledPart({0, 0, 1100, 600}), QRect(0, 0, 1100, 600)); // nothing is known yet
        build(table, true);
        QVERIFY(table.filledPart({0, 0, 1100, 600}).isEmpty());
        table.setFilled({600, 550, 1, 1});
        QCOMPARE(table.filledPart({0, 0, 1100, 600}), QRect(512, 512, 512, 88));
        QCOMPARE(table.filledPart({0, 0, 520, 600}), QRect(512, 512, 8, 88));
    }
};

NB_TEST(TestBlockTable)
#include "tst_block_table.moc"
