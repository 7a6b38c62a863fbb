#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/integration/workspace.h"
#include "tests/support/png_maker.h"
#include "tests/support/test_main.h"
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>
#include <opencv2/core.hpp>
#include <optional>

using namespace nb;
using namespace nb::test;
using namespace Qt::StringLiterals;

class TestCli : public QObject {
    Q_OBJECT

    std::optional<Workspace> m_workspace;

    QString path(const char* name) const { return m_workspace->path(QString::fromLatin1(name)); }
    QString write(const char* name, const QByteArray& bytes) {
        return m_workspace->write(QString::fromLatin1(name), bytes);
    }
    image::Decoded read(const char* name) const { return m_workspace->read(QString::fromLatin1(name)); }
    Ended run(const QStringList& words) const { return m_workspace->run(words); }
    QStringList editWords(const char* image, const char* output) const {
        return m_workspace->editWords(QString::fromLatin1(image), QString::fromLatin1(output));
    }

private Q_SLOTS:
    void init() { m_workspace.emplace(); }

    void helpAndVersion() {
        const Ended help = run({QStringLiteral("--help")});
        QCOMPARE(help.exitCode, 0);
        for (const char* command : {"edit", "batch", "replay", "serve", "health", "config"}) {
            QVERIFY(help.out.contains(QString::fromLatin1(command)));
            const Ended own = run({QString::fromLatin1(command), QStringLiteral("--help")});
            QCOMPARE(own.exitCode, 0);
            QVERIFY(own.out.startsWith(QStringLiteral("Usage: nanobanana ") + QString::fromLatin1(command)));
        }
        QCOMPARE(run({QStringLiteral("--version")}).out, QStringLiteral("nanobanana " NB_VERSION "\n"));
        QCOMPARE(run({}).exitCode, 2);
        QCOMPARE(run({QStringLiteral("paint")}).exitCode, 2);
    }

    void theManualPageNamesEveryOptionOfEditBatchAndReplay() {
        QFile page(QStringLiteral(NB_SOURCE_DIR "/resources/man/nanobanana.1"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString manual =
            QString::fromUtf8(page.readAll()).replace(QStringLiteral("\\-"), QStringLiteral("-"));
        const QRegularExpression option(QStringLiteral("--[a-z][a-z-]+"));
        for (const char* command : {"edit", "batch", "replay"}) {
            auto matches =
                option.globalMatch(run({QString::fromLatin1(command), QStringLiteral("--help")}).out);
            QVERIFY(matches.hasNext());
            while (matches.hasNext()) {
                const QString name = matches.next().captured();
                QVERIFY2(name == QLatin1String("--help") || manual.contains(name), qPrintable(name));
            }
        }
    }

    void editsInsideTheMaskAndNowhereElse() {
        const Ended edit =
            run(editWords("photo.png", "out.png") +
                QStringList{QStringLiteral("--json"), QStringLiteral("--seed"), QStringLiteral("1")});
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.err + edit.out));
        QCOMPARE(edit.json()[QStringLiteral("success")].toBool(), true);
        QCOMPARE(edit.json()[QStringLiteral("engine")].toString(), QStringLiteral("local"));
        QCOMPARE(edit.json()[QStringLiteral("width")].toInt(), 64);
        const QRect changed = difference(read("out.png").picture.pixels, read("photo.png").picture.pixels);
        QVERIFY(!changed.isEmpty());
        QVERIFY(Workspace::kSelection.contains(changed));
    }

    void withoutOutputNothingIsReplaced() {
        const QStringList words = editWords("photo.png", "").mid(0, 7);
        QCOMPARE(run(words).exitCode, 0);
        QCOMPARE(run(words).exitCode, 0);
        QVERIFY(QFile::exists(path("photo-edited.png")));
        QVERIFY(QFile::exists(path("photo-edited-2.png")));
    }

    void aJpegThatLiesOnItsSideTakesAnUprightMask() {
        // Stored 48 wide and 64 high with orientation 6: upright it is 64 wide and 48 high, as the mask is.
        const QByteArray exif = QByteArray::fromHex("49492a0008000000010012010300010000000600000000000000");
        QByteArray jpeg = *image::encodeJpeg({texturedPixels({48, 64}, CV_8UC3), {}});
        const QByteArray segment = QByteArray("Exif\0\0", 6) + exif;
        const quint16 length = static_cast<quint16>(segment.size() + 2);
        QByteArray app1("\xff\xe1");
        app1.append(static_cast<char>(length >> 8)).append(static_cast<char>(length & 0xff)).append(segment);
        jpeg.insert(2, app1);
        write("side.jpg", jpeg);

        const Ended edit = run(editWords("side.jpg", "upright.png"));
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.err));
        const image::Decoded out = read("upright.png");
        QCOMPARE(out.picture.size(), QSize(64, 48));
        QCOMPARE(out.header.orientation, 1);
        const QRect changed = difference(out.picture.pixels, read("side.jpg").picture.pixels);
        QVERIFY(!changed.isEmpty());
        QVERIFY(Workspace::kSelection.contains(changed));
    }

    // A PNG of linear light with a text whose checksum is wrong, transparent in all of the selection.
    void coloursStayAndOddInputsAreSaid() {
        cv::Mat pixels = texturedPixels({64, 48}, CV_8UC4);
        const QRect& s = Workspace::kSelection;
        pixels(cv::Rect(s.x(), s.y(), s.width(), s.height())).setTo(cv::Scalar(9, 9, 9, 0));
        const QByteArray gamma = pngChunk("gAMA", QByteArray::fromHex("000186a0"));
        QByteArray text = pngChunk("tEXt", QByteArray("a\0b", 3));
        text[text.size() - 1] = char(text.back() ^ 1);
        QByteArray file = *image::encodePng({pixels, {}});
        constexpr qsizetype kBehindHeader = 33;
        file.insert(kBehindHeader, gamma + text);
        write("odd.png", file);

        const Ended edit = run(editWords("odd.png", "odd-out.png") + QStringList{QStringLiteral("--json")});
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.err));
        // Qt may say something of the locale before.
        const QStringList said = edit.err.split(QLatin1Char('\n')).filter(u"nanobanana: warning: "_s);
        QCOMPARE(said.size(), 2);
        QVERIFY2(said[0].contains(u"odd.png: "_s) && said[0].contains(u"checksum"_s), qPrintable(said[0]));
        QVERIFY2(said[1].contains(u"odd.png: "_s) && said[1].contains(u"transparent"_s), qPrintable(said[1]));
        QCOMPARE(edit.json()[QStringLiteral("warnings")].toArray().size(), 2);
        QFile out(path("odd-out.png"));
        QVERIFY(out.open(QIODevice::ReadOnly));
        QVERIFY(out.readAll().contains(gamma));
    }

    void sixteenBitsAndMetadataStay() {
        const image::Picture deep{spottedPixels({64, 48}, CV_16UC3, Workspace::kSelection), {}};
        write("deep.png", *image::encodePng(deep));
        const Ended edit = run(editWords("deep.png", "deep-out.png"));
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.err));
        const image::Decoded out = read("deep-out.png");
        QVERIFY(out.picture.is16Bit());
        QVERIFY(Workspace::kSelection.contains(difference(out.picture.pixels, deep.pixels)));
    }

    void exitCodes_data() {
        QTest::addColumn<QStringList>("changed"); // option, value, …
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        QTest::newRow("seed no number") << QStringList{u"--seed"_s, u"x"_s} << 2 << "--seed";
        QTest::newRow("context") << QStringList{u"--context"_s, u"1,2,3"_s} << 2 << "--context";
        QTest::newRow("empty context") << QStringList{u"--context"_s, u"1,2,0,5"_s} << 2 << "--context";
        QTest::newRow("grow") << QStringList{u"--grow"_s, u"257"_s} << 2 << "grow";
        QTest::newRow("fit retries") << QStringList{u"--fit-retries"_s, u"4"_s} << 2 << "fit retries";
        QTest::newRow("seed too large") << QStringList{u"--seed"_s, u"2147483648"_s} << 2 << "seed";
        QTest::newRow("strength") << QStringList{u"--strength"_s, u"1.5"_s} << 2 << "strength";
        QTest::newRow("guidance") << QStringList{u"--guidance-scale"_s, u"0"_s} << 2 << "guidance_scale";
        QTest::newRow("quality") << QStringList{u"--quality"_s, u"0"_s} << 2 << "--quality";
        QTest::newRow("empty prompt") << QStringList{u"--prompt"_s, u" "_s} << 2 << "prompt";
        QTest::newRow("provider") << QStringList{u"--provider"_s, u"dall-e"_s} << 2 << "dall-e";
        QTest::newRow("unknown option") << QStringList{u"--sed"_s, u"1"_s} << 2 << "sed";
        QTest::newRow("output format") << QStringList{u"--output"_s, u"x.gif"_s} << 2 << "x.gif";
        QTest::newRow("no such picture") << QStringList{u"--image"_s, u"none.png"_s} << 3 << "none.png";
        QTest::newRow("picture is text") << QStringList{u"--image"_s, u"text.png"_s} << 3 << "";
        QTest::newRow("mask of another size") << QStringList{u"--mask"_s, u"small.png"_s} << 3 << "8x8";
        QTest::newRow("mask selects nothing")
            << QStringList{u"--mask"_s, u"black.png"_s} << 3 << "selects nothing";
        QTest::newRow("no such folder")
            << QStringList{u"--output"_s, u"none/out.png"_s} << 7 << "none/out.png";
    }
    void exitCodes() {
        QFETCH(QStringList, changed);
        QFETCH(int, code);
        QFETCH(QString, said);
        write("text.png", "no picture");
        write("small.png", maskPng({8, 8}, {1, 1, 2, 2}));
        write("black.png", maskPng({64, 48}, {0, 0, 0, 0}));
        const Ended edit = run(editWords("photo.png", "out.png") + changed);
        QVERIFY2(edit.exitCode == code, qPrintable(QString::number(edit.exitCode) + edit.err));
        QVERIFY2(edit.err.contains(said), qPrintable(edit.err));
        QVERIFY(!QFile::exists(path("out.png")));
    }

    void thePlanIsShownAndNothingIsSent() {
        const QStringList words =
            m_workspace->editWords(QStringLiteral("photo.png"), QStringLiteral("out.png")) +
            QStringList{QStringLiteral("--plan")};
        // Nobody listens there.
        const Variables remote{
            {QStringLiteral("NANOBANANA_URL"), QStringLiteral("http://127.0.0.1:9/v1/inpaint")},
            {QStringLiteral("NANOBANANA_KEY"), QStringLiteral("k")}};
        const Ended text = m_workspace->run(words, remote);
        QCOMPARE(text.exitCode, 0);
        QVERIFY2(text.out.contains(QStringLiteral("1 call")), qPrintable(text.out));
        const Ended plan = m_workspace->run(words + QStringList{QStringLiteral("--json")}, remote);
        QCOMPARE(plan.json()[QStringLiteral("engine")].toString(), QStringLiteral("nanobanana"));
        QCOMPARE(plan.json()[QStringLiteral("regions")].toArray().size(), 1);
        QVERIFY(!QFile::exists(m_workspace->path(QStringLiteral("out.png"))));
    }

    void growthChangesThatMuchMore() {
        // A smooth fill: the other one continues the texture to the bit.
        const Ended edit = m_workspace->run(
            m_workspace->editWords(QStringLiteral("photo.png"), QStringLiteral("out.png")) +
            QStringList{QStringLiteral("--method"), QStringLiteral("telea"), QStringLiteral("--grow"),
                        QStringLiteral("4"), QStringLiteral("--json")});
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.out + edit.err));
        const QRect changed = difference(m_workspace->read(QStringLiteral("photo.png")).picture.pixels,
                                         m_workspace->read(QStringLiteral("out.png")).picture.pixels);
        QVERIFY(Workspace::kSelection.adjusted(-4, -4, 4, 4).contains(changed));
        QVERIFY(!Workspace::kSelection.contains(changed));
        QCOMPARE(
            edit.json()[QStringLiteral("report")].toObject()[QStringLiteral("changed_outside")].toInt(-1), 0);
    }

    void inputsAreNeverReplaced() {
        const QByteArray before = *image::encodePng({read("photo.png").picture.pixels, {}});
        QCOMPARE(run(editWords("photo.png", "photo.png")).exitCode, 2);
        QFile photo(path("photo.png"));
        QVERIFY(photo.open(QIODevice::ReadOnly));
        QCOMPARE(photo.readAll(), before);
    }

    void jsonErrors() {
        const Ended edit = run(editWords("none.png", "out.png") + QStringList{QStringLiteral("--json")});
        QCOMPARE(edit.exitCode, 3);
        QCOMPARE(edit.json()[QStringLiteral("success")].toBool(true), false);
        QCOMPARE(edit.json()[QStringLiteral("error_code")].toString(), QStringLiteral("file_unreadable"));
        QCOMPARE(edit.json()[QStringLiteral("exit_code")].toInt(), 3);
    }
};

NB_TEST(TestCli)
#include "tst_cli.moc"
