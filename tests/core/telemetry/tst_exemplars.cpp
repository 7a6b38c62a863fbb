#include "core/telemetry/exemplars.h"

#include "tests/support/test_main.h"
#include <QDateTime>
#include <QTest>

using nb::telemetry::Exemplars;

class TestExemplars : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachBucketKeepsItsLatest() {
        Exemplars exemplars;
        const std::vector<double> bounds{0.1, 1};
        exemplars.keep("m", {{"a", "b"}}, bounds, 0.1, "on the bound");
        exemplars.keep("m", {{"a", "b"}}, bounds, 0.5, "first");
        exemplars.keep("m", {{"a", "b"}}, bounds, 0.6, "second");
        exemplars.keep("m", {{"a", "b"}}, bounds, 7, "beyond");
        QCOMPARE(exemplars.find("m", {{"a", "b"}}, 0)->traceId, QByteArray("on the bound"));
        QCOMPARE(exemplars.find("m", {{"a", "b"}}, 1)->traceId, QByteArray("second"));
        QCOMPARE(exemplars.find("m", {{"a", "b"}}, 1)->value, 0.6);
        QCOMPARE(exemplars.find("m", {{"a", "b"}}, 2)->traceId, QByteArray("beyond"));
        const double age = double(QDateTime::currentMSecsSinceEpoch()) / 1000 -
                           exemplars.find("m", {{"a", "b"}}, 2)->unixTime;
        QVERIFY(age > -1 && age < 3600);
    }

    void otherSeriesHaveTheirOwn() {
        Exemplars exemplars;
        exemplars.keep("m", {{"a", "b"}}, {}, 1, "x");
        exemplars.keep("m", {{"a", "c"}}, {}, 1, "");
        QVERIFY(exemplars.find("m", {{"a", "b"}}, 0).has_value());
        QVERIFY(!exemplars.find("m", {{"a", "c"}}, 0).has_value());
        QVERIFY(!exemplars.find("n", {{"a", "b"}}, 0).has_value());
        QVERIFY(!exemplars.find("m", {{"a", "b"}}, 1).has_value());
    }
};

NB_TEST_APPLESS(TestExemplars)
#include "tst_exemplars.moc"
