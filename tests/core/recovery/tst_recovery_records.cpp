#include "core/recovery/recovery_records.h"

#include "tests/core/recovery/record_bytes.h"
#include "tests/support/test_main.h"
#include <QJsonObject>
#include <QTest>

using namespace nb;
using namespace nb::project;
using namespace nb::recovery;
using namespace nb::test;

class TestRecoveryRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void states() {
        const RecoveryState state{QStringLiteral("a.ora"), QStringLiteral("/a.ora"), true};
        const QByteArray bytes = be(1) + text("a.ora") + text("/a.ora") + '\1';
        QCOMPARE(stateRecord(state).toHex(), bytes.toHex());
        QCOMPARE(readState(bytes), std::optional(state));
        QCOMPARE(readState(stateRecord({})), std::optional(RecoveryState()));
        const RecoveryState other{QStringLiteral("Straße 道 \U0001F339"), {}, false};
        QCOMPARE(readState(stateRecord(other)), std::optional(other));
        for (const quint32 version : {0U, 2U, 0xffffffffU, 0x01000000U})
            QVERIFY(!readState(be(version) + text("a.ora") + text("/a.ora") + '\1'));
    }

    void pictures_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("number"); // of the type in OpenCV 4
        QTest::newRow("8 bits") << CV_8UC3 << 16;
        QTest::newRow("8 bits, alpha") << CV_8UC4 << 24;
        QTest::newRow("16 bits") << CV_16UC3 << 18;
        QTest::newRow("16 bits, alpha") << CV_16UC4 << 26;
    }
    void pictures() {
        QFETCH(int, type);
        QFETCH(int, number);
        const QByteArray bytes =
            be(QSize(8, 6)) + be(quint32(number)) + be(QByteArray("icc")) + be(0xffffffff);
        QCOMPARE(pictureRecord({noise({8, 6}, type), {"icc", {}}}).toHex(), bytes.toHex());
        QCOMPARE(readPictureSize(bytes), std::optional(QSize(8, 6)));
        const auto read = readPicture(bytes, kMuch);
        QVERIFY(read);
        QCOMPARE(read->size(), QSize(8, 6));
        QCOMPARE(read->pixels.type(), type);
        QCOMPARE(read->metadata.icc, QByteArray("icc"));
        QCOMPARE(read->metadata.exif, QByteArray());
        // As large as may be, and one byte too large.
        const qint64 size = 8LL * 6 * (type == CV_16UC3 || type == CV_16UC4 ? 2 : 1) *
                            (type == CV_8UC4 || type == CV_16UC4 ? 4 : 3);
        QVERIFY(readPicture(bytes, size));
        QVERIFY(!readPicture(bytes, size - 1));
    }

    void masks() {
        const QRect first(1, 2, 3, 2), second(7, 5, 1, 1), third(4, 0, 4, 2);
        cv::Mat wide = noise({9, 9}, CV_8UC1); // the piece is a part of it: its rows do not touch
        const cv::Mat part = wide(cv::Rect(2, 3, 4, 2));
        const QByteArray bytes = maskRecord({{first, cv::Mat(2, 3, CV_8UC1, cv::Scalar(200))},
                                             {second, cv::Mat(1, 1, CV_8UC1, cv::Scalar(3))},
                                             {third, part}});
        const QByteArray begin = be(3) + be(first) + be(second) + be(third) + be(3) + be(QByteArray("\xc8")) +
                                 be(QByteArray("\x03"));
        QVERIFY(bytes.startsWith(begin));
        QByteArray plain;
        for (int y = 0; y < 2; ++y)
            plain += QByteArray(part.ptr<char>(y), 4);
        const QByteArray packed = bytes.sliced(begin.size());
        QCOMPARE(qFromBigEndian<quint32>(packed.constData()), quint32(packed.size() - 4));
        QCOMPARE(qUncompress(packed.sliced(4)), plain);

        mask::Mask mask = greyMask();
        QVERIFY(replayMask(bytes, mask));
        cv::Mat expected = greyMask().pixels;
        expected(cv::Rect(1, 2, 3, 2)).setTo(200);
        expected.at<uchar>(5, 7) = 3;
        part.copyTo(expected(cv::Rect(4, 0, 4, 2)));
        QVERIFY(same(mask.pixels, expected));
    }

    void maskWithoutPieces() {
        QCOMPARE(maskRecord({}), be(0) + be(0));
        mask::Mask mask = greyMask();
        QVERIFY(replayMask(be(0) + be(0), mask));
        QVERIFY(same(mask.pixels, greyMask().pixels));
    }

    void pixels_data() { pictures_data(); }
    void pixels() {
        QFETCH(int, type);
        const QRect rect(3, 1, 5, 5);
        const cv::Mat patch = noise(rect.size(), type, 9);
        const auto bytes = pixelsRecord({rect, patch});
        QVERIFY(bytes);
        QVERIFY(bytes->startsWith(be(rect)));
        QVERIFY(bytes->sliced(20).startsWith("\x89PNG\r\n"));
        image::Picture changed = picture(type);
        QVERIFY(replayPixels(*bytes, changed));
        cv::Mat expected = picture(type).pixels;
        patch.copyTo(expected(cv::Rect(3, 1, 5, 5)));
        QVERIFY(same(changed.pixels, expected));
    }

    void results() {
        const auto bytes = resultRecord(layer());
        QVERIFY(bytes);
        QVERIFY(bytes->startsWith(text("1") + text("a") + be(QRect(1, 2, 4, 3))));
        const auto read = readResult(*bytes, picture());
        QVERIFY(read);
        QCOMPARE(read->id, QStringLiteral("1"));
        QCOMPARE(read->name, QStringLiteral("a"));
        QCOMPARE(read->patch.rect, QRect(1, 2, 4, 3));
        QVERIFY(same(read->patch.pixels, layer().patch.pixels));
        QVERIFY(same(read->mask, layer().mask));
        QCOMPARE(toJson(read->info), toJson(layer().info));

        Layer bare = layer();
        bare.mask = cv::Mat();
        bare.info = {};
        const auto again = readResult(resultRecord(bare).value_or(QByteArray()), picture());
        QVERIFY(again && again->mask.empty() && toJson(again->info) == toJson(LayerInfo()));
    }

    // The bytes that earlier versions wrote.
    void resultsOfAnEarlierVersion() {
        const QByteArray about = R"({"engine":"gemini","prompt":"a rose","seed":7,"strength":0.5,
            "report":{"attempts":2,"regions":[{"residual_px":2.5,"lies_badly":true}]}})";
        const auto read =
            readResult(resultOf("1", QRect(1, 2, 4, 3), png({4, 3}, CV_8UC3), {}, about), picture());
        QVERIFY(read);
        QCOMPARE(read->info.prompt, QStringLiteral("a rose"));
        QCOMPARE(read->info.strength, std::optional(0.5));
        QCOMPARE(read->info.report->attempts, 2);
        QCOMPARE(read->info.report->regions.at(0).residualPx, std::optional(2.5));
    }

    void orders() {
        QCOMPARE(orderRecord({QStringLiteral("1"), QStringLiteral("22")}).toHex(),
                 (be(2) + text("1") + text("22")).toHex());
        QCOMPARE(readOrder(be(2) + text("b") + text("a")),
                 std::optional(QStringList{QStringLiteral("b"), QStringLiteral("a")}));
        QCOMPARE(readOrder(be(0)), std::optional(QStringList()));
        for (const QByteArray& bytes :
             {QByteArray(), be(1), be(2) + text("a"), be(1) + text("a") + '\0', be(0xffffffff),
              be(0x7fffffff) + text("a"), be(1) + be(0xfffffffe) + QByteArray(100, 'a'),
              be(1) + be(0x7ffffffe) + QByteArray(100, 'a')})
            QVERIFY2(!readOrder(bytes), bytes.toHex().constData());
    }
};

NB_TEST(TestRecoveryRecords)
#include "tst_recovery_records.moc"
