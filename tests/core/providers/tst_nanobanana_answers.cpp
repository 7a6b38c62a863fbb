// What the NanoBanana API may answer with 200, and what becomes of it.

#include "core/image/encode.h"
#include "core/providers/nanobanana.h"
#include "tests/core/providers/base64_rows.h"
#include "tests/core/providers/nanobanana_bench.h"
#include "tests/support/test_main.h"

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using Bench = NanobananaBench;

class TestNanobananaAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryFormOfAnswer_data() {
        QTest::addColumn<int>("form");
        QTest::newRow("image/png") << int(AnswerAs::ImagePng);
        QTest::newRow("image/jpeg") << int(AnswerAs::ImageJpeg);
        QTest::newRow("JSON") << int(AnswerAs::JsonBase64);
        QTest::newRow("data URL") << int(AnswerAs::JsonDataUrl);
    }
    void readsEveryFormOfAnswer() {
        QFETCH(int, form);
        Bench bench;
        bench.fake.setAnswerAs(AnswerAs(form));
        const auto answer = bench.edit();
        QVERIFY2(answer.has_value(), qPrintable(answer ? QString() : answer.error().message));
        QCOMPARE(answer->attempts, 1);
        const Job job = sampleJob();
        const auto expected = FakePictureService::edited(job.picture, job.mask.pixels, {});
        const bool lossy = AnswerAs(form) == AnswerAs::ImageJpeg;
        QVERIFY(cv::norm(answer->picture.pixels, expected.pixels, cv::NORM_L1) /
                    double(expected.pixels.total() * 3) <=
                (lossy ? 4.0 : 0.0));
        QCOMPARE(bench.outcomes(), QStringList{QStringLiteral("ok")});
        QCOMPARE(bench.fake.charged(), 1);
    }

    // The picture is paid for: it is used however it is written.
    void readsEveryFormOfBase64_data() { addBase64Rows(); }
    void readsEveryFormOfBase64() {
        image::Picture picture;
        picture.pixels = cv::Mat(40, 50, CV_8UC3);
        cv::randu(picture.pixels, cv::Scalar::all(0), cv::Scalar::all(256)); // so that both alphabets differ
        const QByteArray text = base64Of(*image::encodePng(picture));
        Bench bench;
        bench.fake.server().enqueue({200, "application/json", R"({"image":")" + text + R"("})"});
        const auto answer = bench.edit();
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(worstDifference(answer->picture.pixels, picture.pixels), 0.0);
        QCOMPARE(bench.fake.server().received().size(), 1);
    }

    // By what it holds, whatever it is called.
    void aPictureUnderAnotherTypeIsStillAPicture_data() {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("asJson");
        QTest::newRow("octets") << QByteArray("application/octet-stream") << false;
        QTest::newRow("no type") << QByteArray() << false;
        QTest::newRow("text") << QByteArray("text/plain; charset=utf-8") << false;
        QTest::newRow("JSON in name") << QByteArray("application/json") << false;
        QTest::newRow("JSON called a picture") << QByteArray("image/png") << true;
        QTest::newRow("JSON called text") << QByteArray("text/html") << true;
    }
    void aPictureUnderAnotherTypeIsStillAPicture() {
        QFETCH(QByteArray, type);
        QFETCH(bool, asJson);
        image::Picture picture;
        picture.pixels = cv::Mat(32, 32, CV_8UC3, cv::Scalar(1, 2, 3));
        const QByteArray png = *image::encodePng(picture);
        Bench bench;
        bench.fake.server().enqueue(
            {200, type, asJson ? "\xef\xbb\xbf{\"image\":\"" + png.toBase64() + "\"}" : png});
        const auto answer = bench.edit();
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->picture.size(), QSize(32, 32));
    }

    void handsOnAnAnswerOfAnotherSize() {
        Bench bench;
        Spoiling spoiling;
        spoiling.size = {100, 70};
        bench.fake.setSpoiling(spoiling);
        QCOMPARE(bench.edit()->picture.size(), QSize(100, 70));
    }

    void whatCannotBeUsed_data() {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        const auto text = [](const char* s) { return QString::fromLatin1(s); };
        QTest::newRow("HTML") << QByteArray("text/html") << QByteArray("<html>hi</html>")
                              << text("without a picture");
        QTest::newRow("no body") << QByteArray("application/json") << QByteArray()
                                 << text("without a picture");
        QTest::newRow("cut JSON") << QByteArray("application/json") << QByteArray("{\"image\":\"iVBOR")
                                  << text("cannot be read: its JSON is damaged");
        QTest::newRow("JSON array") << QByteArray("application/json") << QByteArray("[1]")
                                    << text("without a picture");
        QTest::newRow("other field") << QByteArray("application/json") << QByteArray("{\"img\":\"x\"}")
                                     << text("without a picture");
        QTest::newRow("number") << QByteArray("application/json") << QByteArray("{\"image\":5}")
                                << text("without a picture");
        QTest::newRow("bad base64") << QByteArray("application/json") << QByteArray("{\"image\":\"@@@@\"}")
                                    << text("cannot be used: it is 4 characters that are no base64");
        QTest::newRow("base64 of garbage")
            << QByteArray("application/json")
            << QByteArray("{\"image\":\"Z2FyYmFnZSBnYXJiYWdlIGdhcmJhZ2U=\"}") << text("cannot be used");
        QTest::newRow("error with 200")
            << QByteArray("application/json") << QByteArray("{\"error\":\"model down\"}")
            << text("without a picture: model down");
        QTest::newRow("no picture") << QByteArray("image/png") << QByteArray("not a png")
                                    << text("cannot be used");
        QTest::newRow("WebP") << QByteArray("image/webp") << QByteArray("RIFF\x24\0\0\0WEBPVP8 ", 16)
                              << text("cannot be used: it is WebP");
        image::Picture picture;
        picture.pixels = cv::Mat(32, 32, CV_8UC3, cv::Scalar(1, 2, 3));
        const QByteArray png = *image::encodePng(picture);
        QTest::newRow("cut PNG") << QByteArray("image/png") << png.first(png.size() / 2)
                                 << text("cannot be used");
        QByteArray bomb = png;
        bomb.replace(16, 8, QByteArray("\0\0\xff\xff\0\0\xff\xff", 8)); // 65535 x 65535 in the header
        QTest::newRow("huge picture") << QByteArray("image/png") << bomb << text("cannot be used");
    }
    void whatCannotBeUsed() {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        Bench bench;
        bench.fake.server().enqueue({200, type, body});
        const auto answer = bench.edit();
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().code, ErrorCode::ProviderUnusable);
        QVERIFY2(answer.error().message.startsWith(QStringLiteral("NanoBanana API ")),
                 qPrintable(answer.error().message));
        QVERIFY2(answer.error().message.contains(words), qPrintable(answer.error().message));
        QCOMPARE(bench.outcomes(), QStringList{QStringLiteral("invalid")});
        QCOMPARE(bench.fake.server().received().size(), 1); // it was paid for: not asked again
    }

    void aPictureUnderTheWrongNameIsStillAPicture() {
        Bench bench;
        image::Picture picture;
        picture.pixels = cv::Mat(32, 32, CV_8UC3, cv::Scalar(1, 2, 3));
        bench.fake.server().enqueue({200, "image/jpeg", *image::encodePng(picture)});
        QVERIFY(bench.edit().has_value());
    }
};

NB_TEST(TestNanobananaAnswers)
#include "tst_nanobanana_answers.moc"
