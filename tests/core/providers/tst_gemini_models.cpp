#include "core/providers/gemini_models.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::providers;

class TestGeminiModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void only3KnowsImageSizes() {
        QCOMPARE(geminiModel(QStringLiteral("gemini-2.5-flash-image")).imageSizes, QStringList());
        QCOMPARE(geminiModel(QStringLiteral("gemini-2.0-flash-exp")).imageSizes, QStringList());
        QCOMPARE(geminiModel(QStringLiteral("gemini-3-pro-image-preview")).imageSizes,
                 (QStringList{QStringLiteral("1K"), QStringLiteral("2K"), QStringLiteral("4K")}));
        QCOMPARE(geminiModel(QStringLiteral("gemini-3.1-flash-image")).imageSizes,
                 (QStringList{QStringLiteral("512"), QStringLiteral("1K"), QStringLiteral("2K"),
                              QStringLiteral("4K")}));
    }

    void extremeRatiosAre31FlashOnly() {
        const AspectRatio strip{8, 1};
        QVERIFY(!geminiModel(QStringLiteral("gemini-2.5-flash-image")).aspectRatios.contains(strip));
        QVERIFY(!geminiModel(QStringLiteral("gemini-3-pro-image")).aspectRatios.contains(strip));
        QVERIFY(geminiModel(QStringLiteral("gemini-3.1-flash-image")).aspectRatios.contains(strip));
        QCOMPARE(geminiModel(QStringLiteral("gemini-2.5-flash-image")).aspectRatios.size(), 10);
    }

    void documentedSizesOf25() {
        QCOMPARE(geminiSize({1, 1}, {}), QSize(1024, 1024));
        QCOMPARE(geminiSize({2, 3}, {}), QSize(832, 1248));
        QCOMPARE(geminiSize({16, 9}, {}), QSize(1344, 768));
        QCOMPARE(geminiSize({21, 9}, {}), QSize(1536, 672));
        QCOMPARE(geminiSize({8, 1}, {}), QSize());
    }

    void sizesOf3KeepRatioAndArea() {
        QCOMPARE(geminiSize({1, 1}, QStringLiteral("512")), QSize(512, 512));
        QCOMPARE(geminiSize({1, 1}, QStringLiteral("4K")), QSize(4096, 4096));
        const QSize wide = geminiSize({16, 9}, QStringLiteral("2K"));
        QVERIFY(std::abs(double(wide.width()) / wide.height() - 16.0 / 9) < 0.02);
        QVERIFY(std::abs(double(wide.width()) * wide.height() / (2048.0 * 2048) - 1) < 0.02);
    }

    void nearestRatio_data() {
        QTest::addColumn<QSize>("picture");
        QTest::addColumn<QString>("ratio");
        QTest::newRow("square") << QSize(800, 800) << QStringLiteral("1:1");
        QTest::newRow("almost square") << QSize(1024, 1000) << QStringLiteral("1:1");
        QTest::newRow("photo") << QSize(6000, 4000) << QStringLiteral("3:2");
        QTest::newRow("portrait photo") << QSize(4000, 6000) << QStringLiteral("2:3");
        QTest::newRow("video") << QSize(1920, 1080) << QStringLiteral("16:9");
        QTest::newRow("phone") << QSize(1080, 1920) << QStringLiteral("9:16");
        QTest::newRow("panorama") << QSize(9000, 1000) << QStringLiteral("21:9");
        QTest::newRow("1024x858") << QSize(1024, 858) << QStringLiteral("5:4");
    }
    void nearestRatio() {
        QFETCH(QSize, picture);
        QFETCH(QString, ratio);
        const auto found = nb::providers::nearestRatio(
            geminiModel(QStringLiteral("gemini-2.5-flash-image")).aspectRatios, picture);
        QCOMPARE(QStringLiteral("%1:%2").arg(QString::number(found.width), QString::number(found.height)),
                 ratio);
    }

    void theSmallestSizeThatLosesNothing() {
        const GeminiModel flash = geminiModel(QStringLiteral("gemini-3.1-flash-image"));
        const auto size = [&](int side) { return imageSizeFor(flash, {1, 1}, {side, side}); };
        QCOMPARE(size(300), QStringLiteral("512"));
        QCOMPARE(size(512), QStringLiteral("512"));
        QCOMPARE(size(513), QStringLiteral("1K"));
        QCOMPARE(size(2048), QStringLiteral("2K"));
        QCOMPARE(size(9000), QStringLiteral("4K"));
        QCOMPARE(imageSizeFor(geminiModel({}), {1, 1}, {100, 100}), QString());
    }
};

NB_TEST(TestGeminiModels)
#include "tst_gemini_models.moc"
