#include "core/project/layer_info.h"

#include "tests/support/test_main.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimeZone>

using namespace nb;
using namespace nb::project;

namespace {

QJsonObject parsed(const QByteArray& json) {
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class TestLayerInfo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBack() {
        LayerInfo info;
        info.engine = QStringLiteral("gemini");
        info.prompt = QStringLiteral("a rose");
        info.seed = 2147483647;
        info.strength = 0.25;
        info.guidanceScale = 7.5;
        info.preserveUnmasked = false;
        info.context = QRect(1, 2, 30, 40);
        info.time = QDateTime(QDate(2026, 5, 4), QTime(3, 2, 1), QTimeZone::utc());
        info.report = edit::EditReport{QStringLiteral("gemini"), {}, 3, {{.movedPx = 1.5}}, {}, {}};
        const LayerInfo back = layerInfoFromJson(toJson(info));
        QCOMPARE(back.engine, info.engine);
        QCOMPARE(back.prompt, info.prompt);
        QCOMPARE(back.seed, info.seed);
        QCOMPARE(back.strength, info.strength);
        QCOMPARE(back.guidanceScale, info.guidanceScale);
        QCOMPARE(back.preserveUnmasked, false);
        QCOMPARE(back.context, info.context);
        QCOMPARE(back.time, info.time);
        QCOMPARE(back.report->attempts, 3);
        QCOMPARE(back.report->regions.at(0).movedPx, std::optional(1.5));
        QCOMPARE(toJson(back), toJson(info));
    }

    // The text that the studio wrote before LayerInfo was a type.
    void filesOfEarlierVersionsAreRead() {
        const LayerInfo info = layerInfoFromJson(parsed(R"({
            "engine": "gemini", "prompt": "a rose", "seed": 7, "strength": 0.8, "guidance_scale": 7.5,
            "preserve_unmasked": true, "time": "2026-05-04T03:02:01Z", "context": [1, 2, 30, 40],
            "report": {"engine": "gemini", "model": "gemini-3-pro-image", "attempts": 2, "changed_outside": 0,
                "warning": "The answer does not lie well", "residual_px": 2.5, "residual_delta_e": null,
                "seam_delta_e": 0.9, "provider_ms": 8200, "pixel_ms": 120,
                "regions": [{"sent_scale": 0.37, "registered": true, "lies_badly": true, "moved_px": 3.25,
                    "rescaled": 1.08, "residual_px": 2.5, "residual_delta_e": null, "seam_delta_e": 0.9,
                    "changed_outside": 0, "blend": "membrane"}]}})"));
        QCOMPARE(info.engine, QStringLiteral("gemini"));
        QCOMPARE(info.prompt, QStringLiteral("a rose"));
        QCOMPARE(info.seed, std::optional(7));
        QCOMPARE(info.strength, std::optional(0.8));
        QCOMPARE(info.guidanceScale, std::optional(7.5));
        QVERIFY(info.preserveUnmasked);
        QCOMPARE(info.time, QDateTime(QDate(2026, 5, 4), QTime(3, 2, 1), QTimeZone::utc()));
        QCOMPARE(info.context, std::optional(QRect(1, 2, 30, 40)));
        const edit::EditReport& report = info.report.value();
        QCOMPARE(report.model, QStringLiteral("gemini-3-pro-image"));
        QCOMPARE(report.attempts, 2);
        QCOMPARE(report.providerTime.count(), 8200);
        QCOMPARE(report.pixelTime.count(), 120);
        QCOMPARE(report.regions.size(), size_t(1));
        const edit::RegionReport& region = report.regions[0];
        QCOMPARE(region.sentScale, 0.37);
        QVERIFY(region.registered);
        QVERIFY(!report.warning().isEmpty()); // follows from the residual
        QCOMPARE(region.movedPx, std::optional(3.25));
        QCOMPARE(region.rescaled, std::optional(1.08));
        QCOMPARE(region.residualPx, std::optional(2.5));
        QVERIFY(!region.residualDeltaE);
        QCOMPARE(region.seamDeltaE, 0.9);
        QVERIFY(region.blend == edit::Blend::Membrane);
    }

    void unknownKeysStayAtEveryDepth() {
        const QJsonObject json = toJson(layerInfoFromJson(parsed(
            R"({"engine": "x", "later": {"a": 1}, "report": {"later": 2, "regions": [{"later": 3}]}})")));
        QCOMPARE(json[QStringLiteral("later")], QJsonValue(QJsonObject{{QStringLiteral("a"), 1}}));
        const QJsonValue report = json[QStringLiteral("report")];
        QCOMPARE(report[QStringLiteral("later")], QJsonValue(2));
        QCOMPARE(report[QStringLiteral("regions")][0][QStringLiteral("later")], QJsonValue(3));
        QCOMPARE(report[QStringLiteral("regions")][0][QStringLiteral("sent_scale")], QJsonValue(1));
    }

    void whatMakesNoSenseIsNotKnown() {
        const LayerInfo info = layerInfoFromJson(parsed(
            R"({"engine": 7, "prompt": [], "seed": -1, "strength": "much", "preserve_unmasked": "no",
                "context": [1, 2, 0, 4], "time": "yesterday", "report": "good"})"));
        QVERIFY(info.engine.isEmpty() && info.prompt.isEmpty());
        QVERIFY(!info.seed && !info.strength && !info.guidanceScale && !info.context && !info.report);
        QVERIFY(info.preserveUnmasked);
        QVERIFY(!info.time.isValid());
        QVERIFY(!layerInfoFromJson(parsed(R"({"seed": 1.5})")).seed);
        QVERIFY(!layerInfoFromJson(parsed(R"({"seed": 2147483648})")).seed);
        QVERIFY(!layerInfoFromJson(parsed(R"({"context": [1, 2, 3]})")).context);
    }
};

NB_TEST(TestLayerInfo)
#include "tst_layer_info.moc"
