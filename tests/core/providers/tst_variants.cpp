#include "core/providers/variants.h"
#include "tests/support/test_main.h"

#include <QSet>
#include <QTest>

using namespace nb::providers;

class TestVariants : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seedsCountUpAndWrap() {
        QCOMPARE(variantSeed(7, 0), 7);
        QCOMPARE(variantSeed(7, 3), 10);
        QCOMPARE(variantSeed(2147483647, 1), 0);
        QCOMPARE(variantSeed(2147483646, 3), 1);
    }

    void randomSeedsAreInRangeAndDiffer() {
        QSet<int> seen;
        for (int i = 0; i < 100; ++i) {
            const int seed = randomSeed();
            QVERIFY(seed >= 0);
            seen.insert(seed);
        }
        QVERIFY(seen.size() > 90); // a chance of one in 10^90 that it is not
    }
};

NB_TEST(TestVariants)
#include "tst_variants.moc"
