#include "core/recovery/recovery_records.h"

#include "core/image/encode.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <QtEndian>
#include <limits>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::project;
using namespace nb::recovery;

namespace {

constexpr qint64 kMuch = 1'000'000; // bytes that a picture may have

// What QDataStream writes, by hand, from "Serializing Qt Data Types".
QByteArray be(quint32 value) {
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}
QByteArray be(QSize size) {
    return be(quint32(size.width())) + be(quint32(size.height()));
}
QByteArray be(QRect rect) { // the last row and column, not the one behind
    return be(quint32(rect.left())) + be(quint32(rect.top())) + be(quint32(rect.right())) +
           be(quint32(rect.bottom()));
}
QByteArray be(const QByteArray& bytes) {
    return be(quint32(bytes.size())) + bytes;
}
QByteArray text(const char* ascii) { // a QString: UTF-16, its length in bytes
    QByteArray bytes;
    for (const char* c = ascii; *c; ++c)
        bytes += QByteArray(1, '\0') + *c;
    return be(bytes);
}

cv::Mat noise(QSize size, int type, unsigned seed = 1) {
    cv::Mat pixels(size.height(), size.width(), type);
    cv::RNG random(seed);
    random.fill(pixels, cv::RNG::UNIFORM, 0, CV_MAT_DEPTH(type) == CV_16U ? 65536 : 256);
    return pixels;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && (a.empty() || (a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0));
}

QByteArray png(QSize size, int type) {
    return image::encodePng({noise(size, type), {}}).value_or(QByteArray());
}

// 8 columns, 6 rows.
image::Picture picture(int type = CV_8UC3) {
    return {noise({8, 6}, type), {}};
}
mask::Mask greyMask() {
    return {cv::Mat(6, 8, CV_8UC1, cv::Scalar(7))};
}

QByteArray maskOf(const QList<QRect>& rects, const QList<QByteArray>& samples) {
    QByteArray bytes = be(quint32(rects.size()));
    for (const QRect& rect : rects)
        bytes += be(rect);
    bytes += be(quint32(samples.size()));
    for (const QByteArray& one : samples)
        bytes += be(one);
    return bytes;
}

QByteArray resultOf(const char* id, QRect rect, const QByteArray& png, const QByteArray& mask,
                    const QByteArray& about = "{}") {
    return text(id) + text("name") + be(rect) + be(png) + be(mask) + be(about);
}

Layer layer() {
    return {QStringLiteral("1"),
            QStringLiteral("a"),
            {QRect(1, 2, 4, 3), noise({4, 3}, CV_8UC3, 5)},
            noise({4, 3}, CV_8UC1, 6),
            {{QStringLiteral("seed"), 7}}};
}

// Every record that a log may have, of valid content.
struct Sample {
    const char* name;
    QByteArray bytes;
    std::function<bool(const QByteArray&)> read;
};

std::vector<Sample> samples() {
    return {
        {"state", stateRecord({QStringLiteral("a.png"), QStringLiteral("/a.png"), true}),
         [](const QByteArray& bytes) { return readState(bytes).has_value(); }},
        {"picture", pictureRecord({noise({8, 6}, CV_8UC3), {"icc", "exif"}}),
         [](const QByteArray& bytes) {
             const auto read = readPicture(bytes, kMuch);
             return read && read->pixels.total() * read->pixels.elemSize() <= size_t(kMuch);
         }},
        {"picture's size", pictureRecord(picture()),
         [](const QByteArray& bytes) { return readPictureSize(bytes).has_value(); }},
        {"mask",
         maskRecord({{QRect(0, 0, 2, 1), cv::Mat(1, 2, CV_8UC1, cv::Scalar(9))},
                     {QRect(4, 3, 4, 3), noise({4, 3}, CV_8UC1)}}),
         [](const QByteArray& bytes) {
             mask::Mask mask = greyMask();
             const bool whole = replayMask(bytes, mask);
             // What is refused has not been done by half.
             return whole || !same(mask.pixels, greyMask().pixels);
         }},
        {"pixels", pixelsRecord({QRect(1, 2, 4, 3), noise({4, 3}, CV_8UC3)}).value_or(QByteArray()),
         [](const QByteArray& bytes) {
             image::Picture changed = picture();
             const bool whole = replayPixels(bytes, changed);
             return whole || !same(changed.pixels, picture().pixels);
         }},
        {"result", resultRecord(layer()).value_or(QByteArray()),
         [](const QByteArray& bytes) { return readResult(bytes, picture()).has_value(); }},
        {"order", orderRecord({QStringLiteral("1"), QStringLiteral("2")}),
         [](const QByteArray& bytes) { return readOrder(bytes).has_value(); }},
    };
}

} // namespace

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

    void picturesThatCannotBe() {
        const int large = std::numeric_limits<int>::max(), small = std::numeric_limits<int>::min();
        for (const QSize size :
             {QSize(0, 6), QSize(8, 0), QSize(-8, 6), QSize(-8, -6), QSize(1'000'001, 1), QSize(1, 1'000'001),
              QSize(large, large), QSize(small, small), QSize(65536, 65536)})
            QVERIFY(!readPicture(be(size) + be(CV_8UC3) + text("") + text(""), kMuch * 3));
        QVERIFY(readPicture(be(QSize(1'000'000, 1)) + be(CV_8UC3) + text("") + text(""), kMuch * 3));
        for (const int type : {CV_8UC1, CV_8UC2, CV_8SC3, CV_16SC3, CV_32FC3, CV_64FC4, -1, small, large})
            QVERIFY(!readPicture(be(QSize(8, 6)) + be(quint32(type)) + text("") + text(""), kMuch));
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

    void masksThatCannotBe_data() {
        QTest::addColumn<QByteArray>("bytes");
        const int large = std::numeric_limits<int>::max(), small = std::numeric_limits<int>::min();
        const QByteArray one("\xff"), two = qCompress(QByteArray("ab"));
        const QRect corner(0, 0, 2, 1);
        const auto row = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes; };
        const auto at = [](int left, int top, int right, int bottom) {
            return QRect(QPoint(left, top), QPoint(right, bottom));
        };
        row("left of it", maskOf({at(-1, 0, 1, 1)}, {one}));
        row("above it", maskOf({at(0, -1, 1, 1)}, {one}));
        row("right of it", maskOf({at(0, 0, 8, 1)}, {one}));
        row("below it", maskOf({at(0, 0, 1, 6)}, {one}));
        row("no column", maskOf({at(3, 3, 2, 4)}, {one}));
        row("no row", maskOf({at(3, 3, 4, 2)}, {one}));
        row("inside out", maskOf({at(4, 4, 1, 1)}, {one}));
        row("all that there is", maskOf({at(small, small, large, large)}, {one}));
        row("from the far left", maskOf({at(small, 0, 5, 1)}, {one}));
        row("from the far top", maskOf({at(0, small, 5, 1)}, {one}));
        row("to the far right", maskOf({at(0, 0, large, 1)}, {one}));
        row("far away", maskOf({at(large, large, large, large)}, {one}));
        row("far left", maskOf({at(small, small, small, small)}, {one}));
        row("no samples", maskOf({corner}, {QByteArray()}));
        row("samples missing", maskOf({corner}, {}));
        row("samples of nothing", maskOf({}, {one}));
        row("two of one", maskOf({corner}, {one, one}));
        row("too few", maskOf({at(0, 0, 2, 0)}, {two}));
        row("too many", maskOf({at(0, 0, 0, 0)}, {two}));
        row("not packed", maskOf({corner}, {"ab"}));
        row("not packed, of four bytes", maskOf({corner}, {be(2)}));
        row("cut", maskOf({corner}, {two.chopped(1)}));
        row("fewer than said", maskOf({at(0, 0, 2, 0)}, {be(3) + two.sliced(4)}));
        row("more than said", maskOf({at(0, 0, 0, 0)}, {be(1) + two.sliced(4)}));
        row("4 GB said", maskOf({corner}, {be(0xffffffff) + two.sliced(4)}));
        row("100 MB packed", maskOf({corner}, {be(2) + qCompress(QByteArray(100'000'000, '\0')).sliced(4)}));
        row("something behind", maskOf({corner}, {one}) + '\0');
        // Lists and arrays that are longer than anything.
        row("no end of rectangles", be(0xffffffff) + be(corner));
        row("half of that", be(0x7fffffff) + be(corner));
        row("no end of samples", be(1) + be(corner) + be(0xffffffff) + be(one));
        row("a sample without end", be(1) + be(corner) + be(1) + be(0x7fffffff) + one);
        row("nothing at all", {});
    }
    void masksThatCannotBe() {
        QFETCH(QByteArray, bytes);
        mask::Mask mask = greyMask();
        QVERIFY(!replayMask(bytes, mask));
        QVERIFY(same(mask.pixels, greyMask().pixels));
    }

    // "One record: after a crash all pieces are there or none."
    void aMaskIsNotChangedByHalf() {
        const QByteArray good = maskOf({QRect(0, 0, 2, 1), QRect(3, 3, 2, 1)}, {"\xff", "\x80"});
        const QByteArray bad = maskOf({QRect(0, 0, 2, 1), QRect(3, 3, 2, 1)}, {"\xff", "no"});
        const QByteArray outside = maskOf({QRect(0, 0, 2, 1), QRect(8, 3, 2, 1)}, {"\xff", "\x80"});
        mask::Mask mask = greyMask();
        QVERIFY(replayMask(good, mask));
        QVERIFY(!same(mask.pixels, greyMask().pixels));
        for (const QByteArray& bytes : {bad, outside}) {
            mask = greyMask();
            QVERIFY(!replayMask(bytes, mask));
            QVERIFY(same(mask.pixels, greyMask().pixels));
        }
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

    void pixelsThatCannotBe_data() {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray good = png({4, 3}, CV_8UC3);
        const auto row = [](const char* name, QRect rect, const QByteArray& bytes) {
            QTest::newRow(name) << be(rect) + be(bytes);
        };
        const int small = std::numeric_limits<int>::min();
        row("outside", QRect(5, 2, 4, 3), good);
        row("above", QRect(1, -1, 4, 3), good);
        row("from far away", QRect(QPoint(small, 0), QPoint(4, 2)), good);
        row("empty", QRect(1, 2, 0, 0), good);
        row("of another size", QRect(1, 2, 3, 4), good);
        row("with alpha", QRect(1, 2, 4, 3), png({4, 3}, CV_8UC4));
        row("of 16 bits", QRect(1, 2, 4, 3), png({4, 3}, CV_16UC3));
        row("no picture", QRect(1, 2, 4, 3), "no picture");
        row("nothing", QRect(1, 2, 4, 3), {});
        row("cut", QRect(1, 2, 4, 3), good.chopped(13));
        QTest::newRow("no end") << be(QRect(1, 2, 4, 3)) + be(0x7fffffff) + good;
        QTest::newRow("something behind") << be(QRect(1, 2, 4, 3)) + be(good) + "x";
    }
    void pixelsThatCannotBe() {
        QFETCH(QByteArray, bytes);
        image::Picture changed = picture();
        QVERIFY(!replayPixels(bytes, changed));
        QVERIFY(same(changed.pixels, picture().pixels));
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
        QCOMPARE(read->about, layer().about);

        Layer bare = layer();
        bare.mask = cv::Mat();
        bare.about = {};
        const auto again = readResult(resultRecord(bare).value_or(QByteArray()), picture());
        QVERIFY(again && again->mask.empty() && again->about.isEmpty());
    }

    void resultsThatCannotBe() {
        const QRect rect(1, 2, 4, 3);
        const QByteArray good = png({4, 3}, CV_8UC3);
        const QByteArray grey = image::encodeGreyPng(noise({4, 3}, CV_8UC1)).value_or(QByteArray());
        const auto isRead = [](const QByteArray& bytes) { return readResult(bytes, picture()).has_value(); };
        QVERIFY(isRead(resultOf("1", rect, good, grey)));
        QVERIFY(!isRead(resultOf("", rect, good, grey)));
        QVERIFY(!isRead(resultOf("1", rect.translated(4, 0), good, grey)));
        QVERIFY(!isRead(resultOf("1", {}, good, grey)));
        QVERIFY(!isRead(resultOf("1", rect, png({3, 4}, CV_8UC3), grey)));
        QVERIFY(!isRead(resultOf("1", rect, png({4, 3}, CV_16UC3), grey)));
        QVERIFY(!isRead(resultOf("1", rect, png({4, 3}, CV_8UC4), grey)));
        QVERIFY(!isRead(resultOf("1", rect, {}, grey)));
        QVERIFY(!isRead(resultOf("1", rect, good, "no picture")));
        QVERIFY(!isRead(resultOf("1", rect, good, png({3, 4}, CV_8UC3))));
        QVERIFY(!isRead(resultOf("1", rect, good, png({4, 3}, CV_16UC3))));
        QVERIFY(!isRead(resultOf("1", rect, good, grey) + "x"));
        QVERIFY(!isRead({}));
        QVERIFY(!readResult(resultOf("1", rect, good, grey), {}).has_value()); // before the picture
    }

    // What is said about a result is not worth losing it for.
    void whatIsSaidAboutAResultMayBeDamaged() {
        for (const char* about : {"", "{", "[]", "7", "\xff\xfe"}) {
            const auto read =
                readResult(resultOf("1", QRect(1, 2, 4, 3), png({4, 3}, CV_8UC3), {}, about), picture());
            QVERIFY2(read && read->about.isEmpty(), about);
        }
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

    void everyTruncation() {
        for (const Sample& sample : samples()) {
            QVERIFY2(sample.read(sample.bytes), sample.name);
            for (qsizetype length = 0; length < sample.bytes.size(); ++length)
                QVERIFY2(!sample.read(sample.bytes.first(length)), sample.name);
            QVERIFY2(!sample.read(sample.bytes + '\0'), sample.name);
        }
    }

    // Behind a checksum that fits: another version, or a writer with a fault. Anything but a crash.
    void damage() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        int read = 0, refused = 0;
        for (const Sample& sample : samples())
            for (int i = 0; i < 2'000; ++i) {
                QByteArray bytes = sample.bytes;
                for (int hits = 1 + random.bounded(4); hits > 0; --hits)
                    bytes[random.bounded(int(bytes.size()))] =
                        random.bounded(2) ? char(0xff) : char(random.bounded(256));
                ++(sample.read(bytes) ? read : refused);
            }
        QVERIFY2(read > 100 && refused > 1'000, qPrintable(QStringLiteral("%1 %2").arg(read).arg(refused)));
    }
};

NB_TEST(TestRecoveryRecords)
#include "tst_recovery_records.moc"
