#include "core/image/decode.h"
#include "core/server/api/edit_stages.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;
using namespace nb::test;

class TestEditStages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void prepares() {
        const cv::Mat before = photo();
        const QByteArray body = FormData()
                                    .file("image", png(before))
                                    .file("mask", maskPng())
                                    .text("prompt", "p")
                                    .text("seed", "5")
                                    .body();
        const auto result = prepare(body, "B", testSettings(), {}, Recognise::IfRepeatable);
        QVERIFY(result.has_value());
        QCOMPARE(cv::norm(result->source.picture.pixels, before, cv::NORM_INF), 0.0);
        QCOMPARE(cv::countNonZero(result->source.mask.pixels), kSide * kSide / 2);
        QCOMPARE(result->parameters.seed, std::optional<int>(5));
    }

    void onlyRepeatableRequestsHaveAResultKey() {
        Engine engine{QStringLiteral("gemini"), QStringLiteral("one"), false};
        const auto keyOf = [&](const FormData& form) {
            return prepare(form.body(), "B", testSettings(), engine, Recognise::IfRepeatable)->resultKey;
        };
        QVERIFY(keyOf(goodForm()).isEmpty());
        const QByteArray key = keyOf(goodForm().text("seed", "1"));
        QVERIFY(!key.isEmpty());
        QCOMPARE(keyOf(goodForm().text("seed", "1")), key);
        QVERIFY(keyOf(goodForm().text("seed", "2")) != key);
        engine.model = QStringLiteral("two");
        QVERIFY(keyOf(goodForm().text("seed", "1")) != key);
        engine.repeatsWithoutSeed = true;
        QVERIFY(!keyOf(goodForm()).isEmpty());
    }

    void theFileDoesNotMatterOnlyItsPixels() {
        const cv::Mat pixels = photo();
        const auto keyOf = [&](const QByteArray& image, const char* prompt) {
            const FormData form = FormData()
                                      .text("prompt", prompt)
                                      .file("mask", maskPng())
                                      .file("image", image)
                                      .text("seed", "1");
            return prepare(form.body(), "B", testSettings(), {}, Recognise::IfRepeatable)->resultKey;
        };
        const QByteArray file = png(pixels);
        QByteArray other = file; // with a comment before IEND: tEXt, CRC by Python's zlib
        other.insert(other.size() - 12, QByteArray::fromHex("00000003"
                                                            "74455874"
                                                            "610062"
                                                            "dc49a23b"));
        QCOMPARE(keyOf(other, "p"), keyOf(file, " p "));
        QVERIFY(keyOf(file, "p") != keyOf(png(photo()), "p"));
    }

    void aDigestIsMadeForWhoNeedsIt() {
        const auto digestOf = [](Recognise recognise) {
            return prepare(goodForm().body(), "B", testSettings(), {}, recognise)->digest;
        };
        QVERIFY(digestOf(Recognise::IfRepeatable).isEmpty());
        QCOMPARE(digestOf(Recognise::Always).size(), 32);
        QCOMPARE(digestOf(Recognise::Always), digestOf(Recognise::Always));
    }

    void strictnessIsASetting() {
        const QByteArray body =
            FormData().file("image", png(photo())).file("mask", png(photo())).text("prompt", "p").body();
        config::Settings settings = testSettings();
        const auto strict = prepare(body, "B", settings, {}, Recognise::IfRepeatable);
        QVERIFY(!strict);
        QCOMPARE(strict.error().code, ErrorCode::MaskWithoutAlpha);
        settings.image.strictValidation = false;
        const auto lenient = prepare(body, "B", settings, {}, Recognise::IfRepeatable);
        QVERIFY(lenient.has_value());
    }

    void encodesWithRounding() {
        // 257 * n is exactly n; half a step more or less decides.
        cv::Mat wide(1, 4, CV_16UC3);
        const int samples[] = {0, 257 * 100, 257 * 100 + 128, 257 * 100 + 129};
        for (int x = 0; x < 4; ++x)
            wide.at<cv::Vec3w>(0, x) = cv::Vec3w::all(static_cast<ushort>(samples[x]));
        const auto encoded = encodeAnswer({wide, {}});
        QVERIFY(encoded.has_value());
        const auto decoded = image::decode(encoded->png, {});
        QCOMPARE(decoded->picture.pixels.type(), CV_8UC3);
        const int expected[] = {0, 100, 100, 101};
        for (int x = 0; x < 4; ++x)
            QCOMPARE(int(decoded->picture.pixels.at<cv::Vec3b>(0, x)[0]), expected[x]);
    }

    void anEmptyPictureIsAnError() { QVERIFY(!encodeAnswer({})); }
};

NB_TEST(TestEditStages)
#include "tst_edit_stages.moc"
