#include "core/providers/retry_budget.h"
#include "tests/support/test_main.h"
#include <QTest>

using nb::providers::RetryBudget;

class TestRetryBudget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twentyRetriesThenNone() {
        RetryBudget budget;
        for (int i = 0; i < 20; ++i)
            QVERIFY2(budget.tryTake(), qPrintable(QString::number(i)));
        QVERIFY(!budget.tryTake());
        QCOMPARE(budget.tokens(), 0);
    }

    void fiveSuccessesPayForOneRetry() {
        RetryBudget budget;
        while (budget.tryTake()) {
        }
        for (int i = 0; i < 4; ++i)
            budget.deposit();
        QVERIFY(!budget.tryTake());
        budget.deposit();
        QVERIFY(budget.tryTake());
    }

    void isNeverOverfull() {
        RetryBudget budget;
        for (int i = 0; i < 500; ++i)
            budget.deposit();
        QCOMPARE(budget.tokens(), 100);
    }
};

NB_TEST(TestRetryBudget)
#include "tst_retry_budget.moc"
