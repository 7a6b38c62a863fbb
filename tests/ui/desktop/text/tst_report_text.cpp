#include "ui/desktop/text/report_text.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::desktop;
using namespace std::chrono_literals;

namespace {

project::LayerInfo gemini() {
    project::LayerInfo info;
    info.engine = QStringLiteral("gemini");
    edit::RegionReport region;
    region.sentScale = 0.37;
    region.movedPx = 3.14;
    region.residualPx = 2.0;
    region.seamDeltaE = 0.84;
    info.report = edit::EditReport{info.engine, {}, 2, {region}, 8200ms, {}};
    return info;
}

} // namespace

class TestReportText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theMostImportantFactStandsFirst() {
        QCOMPARE(reportTexts(gemini()).join(QStringLiteral(" · ")),
                 QStringLiteral("Untouched outside the selection · Seam ΔE 0.8 · Aligned by 3.1 px · "
                                "Sent at 37 % · gemini · 2 attempts · 8.2 s"));
    }

    void whatWasNotMeasuredIsLeftOut() {
        project::LayerInfo info = gemini();
        info.report->regions[0].movedPx.reset();
        info.report->regions[0].sentScale = 1;
        info.report->attempts = 1;
        info.report->model = QStringLiteral("gemini-3");
        QCOMPARE(reportTexts(info).join(QStringLiteral(" · ")),
                 QStringLiteral("Untouched outside the selection · Seam ΔE 0.8 · gemini · gemini-3 · 8.2 s"));
        QVERIFY(reportTexts({}).isEmpty());
        QVERIFY(reportWarning({}).isEmpty());
    }

    void theWholeAnswerIsSaidToBeTaken() {
        project::LayerInfo info = gemini();
        info.preserveUnmasked = false;
        QCOMPARE(reportTexts(info).front(), QStringLiteral("The whole answer was taken"));
    }

    void aResultThatCannotBeSeenIsWarnedOf() {
        project::LayerInfo info = gemini();
        info.report->isUnseen = true;
        QCOMPARE(reportWarning(info),
                 QStringLiteral("The picture is transparent in all of the selection: the "
                                "result cannot be seen."));
    }

    void aMisalignedResultIsWarnedOf() {
        project::LayerInfo info = gemini();
        QCOMPARE(reportWarning(info), QStringLiteral("The result is misaligned (2.0 px off): check its edge, "
                                                     "or generate again."));
        info.report->regions[0].residualDeltaE = 7.5;
        QVERIFY(reportWarning(info).contains(QStringLiteral("2.0 px off, colour off by ΔE 7.5")));
        info.report->regions[0].residualPx = 0.2;
        info.report->regions[0].residualDeltaE = 1;
        QVERIFY(reportWarning(info).isEmpty());
    }
};

NB_TEST(TestReportText)
#include "tst_report_text.moc"
