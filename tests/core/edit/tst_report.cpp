#include "core/edit/report.h"
#include "tests/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace nb::edit;
using namespace std::chrono_literals;

namespace {

EditReport twoRegions() {
    RegionReport good;
    good.residualPx = 0.1;
    good.residualDeltaE = 0.8;
    good.seamDeltaE = 0.4;
    good.blend = Blend::Membrane;
    RegionReport worse;
    worse.sentScale = 0.5;
    worse.movedPx = 8.6;
    worse.rescaled = 1.08;
    worse.residualPx = 0.7;
    worse.seamDeltaE = 0.9;
    return {QStringLiteral("gemini"), QStringLiteral("gemini-3-pro-image"), 3, {good, worse}, 2500ms, 120ms};
}

} // namespace

class TestReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWorstOfAllRegions() {
        const EditReport report = twoRegions();
        QCOMPARE(*report.worstResidualPx(), 0.7);
        QCOMPARE(*report.worstResidualDeltaE(), 0.8); // the one that could be measured
        QCOMPARE(report.worstSeamDeltaE(), 0.9);
        QCOMPARE(report.changedOutside(), 0);
    }

    void whatWasNotMeasuredIsNotZero() {
        QVERIFY(!EditReport{}.worstResidualPx().has_value());
        EditReport report = twoRegions();
        for (RegionReport& region : report.regions)
            region.residualPx.reset();
        QVERIFY(!report.worstResidualPx().has_value());
        QVERIFY(toJson(report)[QStringLiteral("residual_px")].isNull());
    }

    void changedSamplesAddUp() {
        EditReport report = twoRegions();
        report.regions[0].changedOutside = 2;
        report.regions[1].changedOutside = 3;
        QCOMPARE(report.changedOutside(), 5);
    }

    void json() {
        const QJsonObject object = toJson(twoRegions());
        QCOMPARE(object[QStringLiteral("engine")].toString(), QStringLiteral("gemini"));
        QCOMPARE(object[QStringLiteral("model")].toString(), QStringLiteral("gemini-3-pro-image"));
        QCOMPARE(object[QStringLiteral("attempts")].toInt(), 3);
        QCOMPARE(object[QStringLiteral("changed_outside")].toInt(-1), 0);
        QCOMPARE(object[QStringLiteral("provider_ms")].toInt(), 2500);
        QCOMPARE(object[QStringLiteral("pixel_ms")].toInt(), 120);
        const QJsonArray regions = object[QStringLiteral("regions")].toArray();
        QCOMPARE(regions.size(), 2);
        QCOMPARE(regions[0].toObject()[QStringLiteral("blend")].toString(), QStringLiteral("membrane"));
        QVERIFY(regions[0].toObject()[QStringLiteral("moved_px")].isNull());
        QCOMPARE(regions[1].toObject()[QStringLiteral("rescaled")].toDouble(), 1.08);
        QCOMPARE(regions[1].toObject()[QStringLiteral("sent_scale")].toDouble(), 0.5);
        QCOMPARE(regions[1].toObject()[QStringLiteral("misaligned")], QJsonValue(false));
    }

    void misalignedAboveEitherLimit() {
        RegionReport region;
        QVERIFY(!region.isMisaligned()); // nothing was measured
        region.residualPx = 1.5;
        region.residualDeltaE = 6;
        QVERIFY(!region.isMisaligned());
        region.residualPx = 1.6;
        QVERIFY(region.isMisaligned());
        region.residualPx = 0;
        region.residualDeltaE = 6.1;
        QVERIFY(region.isMisaligned());
        EditReport report = twoRegions();
        QVERIFY(report.warning().isEmpty());
        report.regions.push_back(region);
        QCOMPARE(report.warning(),
                 QStringLiteral("The answer is misaligned with the picture around the selection (Delta E 6.1 "
                                "apart in colour): look at the edge, or ask again"));
    }

    void anUnseenResultIsSaidFirst() {
        EditReport report = twoRegions();
        report.isUnseen = true;
        QVERIFY(
            report.warning().startsWith(QStringLiteral("The selection lies wholly in a transparent part")));
        QVERIFY(report.misalignment().isEmpty());
        QVERIFY(reportFromJson(toJson(report)).isUnseen);
        QVERIFY(!reportFromJson(toJson(twoRegions())).isUnseen);
    }

    void aReportOfAnOlderVersionGetsTheKeysOfToday() {
        const auto object = [](const char* json) { return QJsonDocument::fromJson(json).object(); };
        QCOMPARE(withCurrentKeys(object(R"({"engine":"e","regions":[{"lies_badly":true,"blend":"feather"},)"
                                        R"({"lies_badly":false},{"misaligned":true}]})")),
                 object(R"({"engine":"e","regions":[{"misaligned":true,"blend":"feather"},)"
                        R"({"misaligned":false},{"misaligned":true}]})"));
        QCOMPARE(withCurrentKeys({}), QJsonObject());
    }

    void names() {
        QCOMPARE(blendName(Blend::Feather), QStringLiteral("feather"));
        QCOMPARE(blendName(Blend::Multiband), QStringLiteral("multiband"));
        QCOMPARE(blendName(Blend::Membrane), QStringLiteral("membrane"));
    }

    void aReportComesBackFromItsJson() {
        QCOMPARE(toJson(reportFromJson(toJson(twoRegions()))), toJson(twoRegions()));
        const EditReport nothing = reportFromJson({});
        QVERIFY(nothing.engine.isEmpty() && nothing.regions.empty() && nothing.attempts == 0);
    }
};

NB_TEST(TestReport)
#include "tst_report.moc"
