// Records that a checksum does not show to be damaged: of another version, cut, or made to do harm.

#include "core/recovery/recovery_records.h"

#include "tests/core/recovery/record_bytes.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <functional>
#include <limits>

using namespace nb;
using namespace nb::recovery;
using namespace nb::test;

namespace {

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

class TestDamagedRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
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
            QVERIFY2(read && toJson(read->info) == toJson(project::LayerInfo()), about);
        }
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
        QVERIFY2(read > 100 && refused > 1'000,
                 qPrintable(QStringLiteral("%1 %2").arg(QString::number(read), QString::number(refused))));
    }
};

NB_TEST(TestDamagedRecords)
#include "tst_damaged_records.moc"
