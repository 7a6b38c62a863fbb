#include "core/edit/plan.h"

#include "core/edit/parameters.h"
#include "tests/support/test_main.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <cmath>
#include <opencv2/core.hpp>

using namespace nb;
using edit::EditPlan;
using edit::Region;
using providers::ProviderCapabilities;

namespace {

mask::Mask maskOf(QSize size, const QList<QRect>& selected) {
    mask::Mask mask{cv::Mat(size.height(), size.width(), CV_8UC1, cv::Scalar(0))};
    for (const QRect& r : selected)
        mask.pixels(cv::Rect(r.x(), r.y(), r.width(), r.height())) = 255;
    return mask;
}

edit::Parameters chosen(const QRect& context) {
    edit::Parameters parameters;
    parameters.context = context;
    return parameters;
}

const ProviderCapabilities kUpTo2048{.minSide = 256, .maxSide = 2048};
const ProviderCapabilities kFixed{.sizes = {{1024, 1024}, {832, 1248}, {1248, 832}, {1536, 672}, {672, 1536}},
                                  .priceHintUsd = 0.039};

void checkPlan(const EditPlan& plan, const mask::Mask& mask, const ProviderCapabilities& capabilities) {
    QVERIFY(!plan.regions.empty());
    const QRect picture(QPoint(0, 0), mask.size());
    cv::Mat left = mask.pixels.clone();
    for (const Region& region : plan.regions) {
        QVERIFY2(picture.contains(region.rect), qPrintable(QString::number(region.rect.width())));
        QVERIFY(region.sent.width() % capabilities.multipleOf == 0 &&
                region.sent.height() % capabilities.multipleOf == 0);
        if (!capabilities.sizes.isEmpty())
            QVERIFY(capabilities.sizes.contains(region.sent));
        if (capabilities.maxSide)
            QVERIFY(std::max(region.sent.width(), region.sent.height()) <= *capabilities.maxSide);
        // Never squeezed: by 3 % at most, or by a pixel.
        const QSize within = region.within().size(), rect = region.rect.size();
        QVERIFY(QRect({}, region.sent).contains(region.within()));
        const double across = double(within.width()) / rect.width(),
                     down = double(within.height()) / rect.height();
        QVERIFY2(std::abs(across / down - 1) < 0.035 ||
                     std::abs(across * rect.height() - within.height()) <= 1 ||
                     std::abs(down * rect.width() - within.width()) <= 1,
                 qPrintable(QStringLiteral("%1 %2").arg(QString::number(across), QString::number(down))));
        left(cv::Rect(region.rect.x(), region.rect.y(), region.rect.width(), region.rect.height())) = 0;
    }
    QCOMPARE(cv::countNonZero(left), 0); // every selected pixel is in a region
}

} // namespace

class TestPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asJson() {
        const EditPlan known{{{QRect(1, 2, 30, 40), QSize(60, 80)}}, 0.25};
        QCOMPARE(
            QJsonDocument(edit::toJson(known)).toJson(QJsonDocument::Compact),
            QByteArray(R"({"price_usd":0.25,"regions":[{"rect":[1,2,30,40],"scale":2,"sent":[60,80]}]})"));
        const EditPlan padded{{{QRect(0, 0, 10, 40), QSize(40, 40), QRect(15, 0, 10, 40)}}, std::nullopt};
        QCOMPARE(edit::toJson(padded)[QStringLiteral("regions")][0][QStringLiteral("within")].toArray(),
                 (QJsonArray{15, 0, 10, 40}));
        const EditPlan unknown{{}, std::nullopt};
        QCOMPARE(QJsonDocument(edit::toJson(unknown)).toJson(QJsonDocument::Compact),
                 QByteArray(R"({"price_usd":null,"regions":[]})"));
    }

    void aPictureThatFitsIsSentWhole() {
        const EditPlan plan = edit::makePlan(maskOf({1500, 900}, {{10, 10, 5, 5}}), {}, kUpTo2048);
        QCOMPARE(plan.calls(), 1);
        QCOMPARE(plan.regions[0].rect, QRect(0, 0, 1500, 900));
        QCOMPARE(plan.regions[0].sent, QSize(1500, 900));
        QVERIFY(!plan.priceUsd.has_value());
    }

    void ofALargePictureThatIsTakenWholeTheNeighbourhoodGoes() {
        const ProviderCapabilities anything;
        const Region small =
            edit::makePlan(maskOf({8000, 6000}, {{4000, 3000, 30, 40}}), {}, anything).regions[0];
        QCOMPARE(small.rect, QRect(4000 - 1024, 3000 - 1024, 30 + 2048, 40 + 2048));
        QCOMPARE(small.sent, small.rect.size());
        const Region large =
            edit::makePlan(maskOf({8000, 6000}, {{2000, 0, 1500, 2000}}), {}, anything).regions[0];
        QCOMPARE(large.rect, QRect(QPoint(0, 0), QPoint(5999, 4499))); // a diagonal of 2500 around it
    }

    void paddingGoesByTheDiagonal() {
        QCOMPARE(edit::contextPaddingPx({3, 4}), 36);
        QCOMPARE(edit::contextPaddingPx({300, 400}), 84); // 16 % of 500 and 4
    }

    void aLargePictureIsCropped() {
        const mask::Mask mask = maskOf({8000, 6000}, {{4000, 3000, 600, 800}}); // diagonal 1000: padding 164
        const EditPlan plan = edit::makePlan(mask, {}, kUpTo2048);
        QCOMPARE(plan.calls(), 1);
        QCOMPARE(plan.regions[0].rect, QRect(4000 - 164, 3000 - 164, 600 + 328, 800 + 328));
        QCOMPARE(plan.regions[0].sent, plan.regions[0].rect.size());
        QCOMPARE(plan.regions[0].scale(), 1.0);
    }

    void aLargeSelectionIsScaledDown() {
        const mask::Mask mask = maskOf({12000, 8000}, {{1000, 1000, 8000, 4000}});
        const EditPlan plan = edit::makePlan(mask, {}, kUpTo2048);
        checkPlan(plan, mask, kUpTo2048);
        QCOMPARE(plan.regions[0].sent.width(), 2048);
        QVERIFY(std::abs(plan.regions[0].scale() - 2048.0 / plan.regions[0].rect.width()) < 0.001);
    }

    void fixedSizesKeepProportions() {
        const mask::Mask mask = maskOf({6000, 4000}, {{3000, 2000, 1500, 400}});
        const EditPlan plan = edit::makePlan(mask, {}, kFixed);
        checkPlan(plan, mask, kFixed);
        const Region& region = plan.regions[0];
        QCOMPARE(region.sent, QSize(1536, 672));
        const double distortion = double(region.rect.width()) / region.rect.height() * 672 / 1536;
        QVERIFY(std::abs(distortion - 1) < 0.01);
        QCOMPARE(*plan.priceUsd, 0.039);
    }

    void farApartPartsBecomeRegionsOfTheirOwn() {
        const mask::Mask mask = maskOf({12000, 8000}, {{200, 200, 300, 300}, {11000, 7000, 300, 300}});
        const EditPlan plan = edit::makePlan(mask, {}, kFixed);
        checkPlan(plan, mask, kFixed);
        QCOMPARE(plan.calls(), 2);
        QCOMPARE(*plan.priceUsd, 0.078);
    }

    void neighboursShareARegion() {
        const mask::Mask mask = maskOf({12000, 8000}, {{4000, 4000, 100, 100}, {4200, 4000, 100, 100}});
        QCOMPARE(edit::makePlan(mask, {}, kFixed).calls(), 1);
    }

    void aSpeckledMaskDoesNotCostAFortune() {
        QList<QRect> specks;
        for (int i = 0; i < 40; ++i)
            specks.append(QRect(200 + i % 8 * 1400, 200 + i / 8 * 1400, 3, 3));
        const mask::Mask mask = maskOf({12000, 8000}, specks);
        const EditPlan plan = edit::makePlan(mask, {}, kFixed);
        checkPlan(plan, mask, kFixed);
        QVERIFY(plan.calls() <= 4);
    }

    void aStripIsPaddedAndNotSqueezed() {
        const mask::Mask mask = maskOf({300, 3000}, {{100, 100, 50, 2500}});
        const Region region = edit::makePlan(mask, {}, {.sizes = {{1000, 1000}}}).regions[0];
        QCOMPARE(region.rect, QRect(0, 0, 300, 3000)); // the selection and its padding need it all
        QCOMPARE(region.within(), QRect(450, 0, 100, 1000));
        QVERIFY(std::abs(region.scale() - 1 / 3.0) < 1e-9);
    }

    void aContextThatTheUserChoseIsOneRegion() {
        const mask::Mask mask = maskOf({8000, 6000}, {{1000, 1000, 50, 50}, {7000, 5000, 50, 50}});
        const ProviderCapabilities priced{.maxSide = 2048, .priceHintUsd = 0.5};
        const EditPlan plan = edit::makePlan(mask, chosen({900, 900, 300, 300}), priced);
        QCOMPARE(plan.calls(), 1);
        QCOMPARE(*plan.priceUsd, 0.5);
        // What is selected elsewhere is not left out.
        QCOMPARE(plan.regions[0].rect, QRect(QPoint(900, 900), QPoint(7049, 5049)));
        const mask::Mask one = maskOf({8000, 6000}, {{1000, 1000, 50, 50}});
        QCOMPARE(edit::makePlan(one, chosen({-50, 900, 1300, 800}), priced).regions[0].rect,
                 QRect(0, 900, 1250, 800));
    }

    void theSelectionIsTheGrownMask() {
        const mask::Mask mask = maskOf({300, 200}, {{100, 50, 40, 30}});
        edit::Parameters parameters;
        QCOMPARE(edit::makePlan(mask, parameters, kUpTo2048).selection.pixels.data, mask.pixels.data);
        parameters.growPx = 5;
        parameters.context = QRect(110, 60, 10, 10);
        const EditPlan plan = edit::makePlan(mask, parameters, {});
        QVERIFY(plan.selection.pixels.data != mask.pixels.data);
        // A disc of radius 5 along the edges: the box grows by 5 on each side, and the region with it.
        QCOMPARE(plan.regions[0].rect, QRect(95, 45, 50, 40));
        QCOMPARE(int(plan.selection.pixels.at<uchar>(65, 95)), 255);
        QCOMPARE(int(plan.selection.pixels.at<uchar>(65, 94)), 0);
        QCOMPARE(cv::countNonZero(mask.pixels), 40 * 30);
    }

    void withNothingToPreserveThePictureIsOneRegion() {
        const mask::Mask mask = maskOf({8000, 6000}, {{1000, 1000, 50, 50}, {7000, 5000, 50, 50}});
        edit::Parameters parameters;
        parameters.preserveUnmasked = false;
        parameters.context = QRect(900, 900, 300, 300);
        const EditPlan plan = edit::makePlan(mask, parameters, kUpTo2048);
        QCOMPARE(plan.calls(), 1);
        QCOMPARE(plan.regions[0].rect, QRect(0, 0, 8000, 6000));
        QVERIFY(!plan.priceUsd.has_value());
    }

    void oddOnes_data() {
        QTest::addColumn<QSize>("picture");
        QTest::addColumn<QRect>("selected");
        QTest::newRow("one pixel") << QSize(5000, 4001) << QRect(2500, 2000, 1, 1);
        QTest::newRow("top left corner") << QSize(5000, 4001) << QRect(0, 0, 50, 50);
        QTest::newRow("bottom right corner") << QSize(5000, 4001) << QRect(4950, 3951, 50, 50);
        QTest::newRow("left border") << QSize(5000, 4001) << QRect(0, 1000, 10, 2000);
        QTest::newRow("everything") << QSize(5000, 4001) << QRect(0, 0, 5000, 4001);
        QTest::newRow("one row") << QSize(3000, 1) << QRect(100, 0, 9, 1);
        QTest::newRow("one column") << QSize(1, 3000) << QRect(0, 100, 1, 9);
        QTest::newRow("smaller than the provider takes") << QSize(60, 40) << QRect(10, 10, 5, 5);
        QTest::newRow("a strip") << QSize(9000, 300) << QRect(4000, 100, 2000, 100);
    }
    void oddOnes() {
        QFETCH(QSize, picture);
        QFETCH(QRect, selected);
        const mask::Mask mask = maskOf(picture, {selected});
        ProviderCapabilities multiples = kUpTo2048;
        multiples.multipleOf = 32;
        ProviderCapabilities ratios = kUpTo2048;
        ratios.aspectRatios = {{1, 1}, {4, 3}, {3, 4}, {16, 9}};
        for (const ProviderCapabilities& capabilities :
             {kUpTo2048, kFixed, multiples, ratios, ProviderCapabilities{}})
            checkPlan(edit::makePlan(mask, {}, capabilities), mask, capabilities);
    }
};

NB_TEST(TestPlan)
#include "tst_plan.moc"
