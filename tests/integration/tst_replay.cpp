#include "core/image/encode.h"
#include "core/mask/ops.h"
#include "tests/integration/workspace.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/test_main.h"
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QSet>
#include <QTest>
#include <opencv2/core.hpp>
#include <optional>

using namespace nb;
using namespace nb::test;

namespace {

// Whether it is what the fake paints. The picture is smaller than the API takes: it goes out enlarged and
// comes back resampled.
bool isFill(const cv::Vec3b& pixel) {
    return cv::norm(cv::Vec3i(pixel) - cv::Vec3i(200, 30, 90), cv::NORM_INF) <= 4;
}

Variables towards(FakeNanoBanana& upstream) {
    return {{QStringLiteral("NANOBANANA_URL"), upstream.url().toString()},
            {QStringLiteral("NANOBANANA_KEY"), QString::fromLatin1(upstream.key())}};
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

QByteArray sha256(const QByteArray& bytes) {
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

// The journal as users meet it: written by `edit` and `batch`, read and made again by `replay`.
class TestReplay : public QObject {
    Q_OBJECT

    std::optional<Workspace> m_workspace;

    QStringList journalled(const QString& output) const {
        return m_workspace->editWords(QStringLiteral("photo.png"), output) +
               QStringList{QStringLiteral("--journal"), QStringLiteral("journal"), QStringLiteral("--seed"),
                           QStringLiteral("11"), QStringLiteral("--json")};
    }

    Ended replay(const QStringList& words, const Variables& environment = {}) const {
        return m_workspace->run(
            QStringList{QStringLiteral("replay"), QStringLiteral("journal"), QStringLiteral("--json")} +
                words,
            environment);
    }
    QList<QJsonObject> listed() const { return replay({QStringLiteral("--list")}).jsonLines(); }

    cv::Vec3b centreOf(const QString& picture) const {
        const QPoint centre = Workspace::kSelection.center();
        return m_workspace->read(picture).picture.pixels.at<cv::Vec3b>(centre.y(), centre.x());
    }

    void makeBatchFolder(int pictures) {
        QDir(m_workspace->path({})).mkdir(QStringLiteral("in"));
        for (int i = 0; i < pictures; ++i) {
            cv::Mat pixels = texturedPixels(Workspace::kSize, CV_8UC3);
            pixels.at<cv::Vec3b>(0, 0) = cv::Vec3b(static_cast<uchar>(i), 0, 0); // tells them apart
            m_workspace->write(QStringLiteral("in/p%1.png").arg(i, 2, 10, QLatin1Char('0')),
                               *image::encodePng({pixels, {}}));
        }
    }

    QStringList batchWords() const {
        return {QStringLiteral("batch"),     QStringLiteral("--input"),  QStringLiteral("in"),
                QStringLiteral("--mask"),    QStringLiteral("mask.png"), QStringLiteral("--output"),
                QStringLiteral("made"),      QStringLiteral("--prompt"), QStringLiteral("a rose"),
                QStringLiteral("--journal"), QStringLiteral("journal"),  QStringLiteral("--json")};
    }

private Q_SLOTS:
    void init() { m_workspace.emplace(); }

    void anEditIsInTheJournal() {
        FakeNanoBanana upstream;
        const Ended edit = m_workspace->run(journalled(QStringLiteral("out.jpg")), towards(upstream));
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.out + edit.err));
        const QList<QJsonObject> entries = listed();
        QCOMPARE(entries.size(), 1);
        const QJsonObject entry = entries[0];
        QCOMPARE(entry[QStringLiteral("state")].toString(), QStringLiteral("done"));
        QCOMPARE(entry[QStringLiteral("name")].toString(), QStringLiteral("photo.png"));
        QCOMPARE(entry[QStringLiteral("prompt")].toString(), QStringLiteral("a red rose"));
        QCOMPARE(entry[QStringLiteral("seed")].toInt(), 11);
        QCOMPARE(entry[QStringLiteral("engine")].toString(), QStringLiteral("nanobanana"));
        // One selection, one region, one request.
        const QJsonArray regions =
            entry[QStringLiteral("plan")].toObject()[QStringLiteral("regions")].toArray();
        QCOMPARE(regions.size(), 1);
        const QJsonObject report = entry[QStringLiteral("report")].toObject();
        QCOMPARE(report[QStringLiteral("engine")].toString(), QStringLiteral("nanobanana"));
        QCOMPARE(report[QStringLiteral("attempts")].toInt(), 1);
        const QByteArray photo = contents(m_workspace->path(QStringLiteral("photo.png")));
        QCOMPARE(entry[QStringLiteral("picture_sha256")].toString().toLatin1(), sha256(photo));
        QCOMPARE(contents(entry[QStringLiteral("picture")].toString()), photo);
        QCOMPARE(contents(entry[QStringLiteral("mask")].toString()),
                 contents(m_workspace->path(QStringLiteral("mask.png"))));
        // The output is a JPEG, the journal's result has lost nothing.
        QVERIFY(entry[QStringLiteral("result")].toString().endsWith(QStringLiteral(".png")));
        const cv::Mat result =
            image::decode(contents(entry[QStringLiteral("result")].toString()), {})->picture.pixels;
        QVERIFY(Workspace::kSelection.contains(
            difference(result, m_workspace->read(QStringLiteral("photo.png")).picture.pixels)));
        const QPoint centre = Workspace::kSelection.center();
        QVERIFY(isFill(result.at<cv::Vec3b>(centre.y(), centre.x())));
    }

    void withoutTheOptionThereIsNoJournal() {
        QCOMPARE(
            m_workspace->run(m_workspace->editWords(QStringLiteral("photo.png"), QStringLiteral("out.png")))
                .exitCode,
            0);
        QCOMPARE(QDir(m_workspace->path({})).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList());
    }

    void aFailureIsInTheJournal() {
        FakeNanoBanana upstream;
        upstream.setStatus(400, QStringLiteral("no such thing"));
        QCOMPARE(m_workspace->run(journalled(QStringLiteral("out.png")), towards(upstream)).exitCode, 4);
        const QJsonObject entry = listed().value(0);
        QCOMPARE(entry[QStringLiteral("state")].toString(), QStringLiteral("failed"));
        QCOMPARE(entry[QStringLiteral("error_code")].toString(), QStringLiteral("provider_rejected"));
        QVERIFY(entry[QStringLiteral("error_message")].toString().contains(QStringLiteral("no such thing")));
        QVERIFY(entry[QStringLiteral("result")].isNull());
    }

    void aProviderIsNotAskedIfTheJournalCannotBeWritten() {
        FakeNanoBanana upstream;
        m_workspace->write(QStringLiteral("journal"), "a file, not a folder");
        const Ended edit = m_workspace->run(journalled(QStringLiteral("out.png")), towards(upstream));
        QCOMPARE(edit.exitCode, 7);
        QCOMPARE(upstream.requests(), 0);
    }

    void killedDuringTheCallAndMadeAgain() {
        // A spot that no fill from around the selection brings back.
        cv::Mat pixels = texturedPixels(Workspace::kSize, CV_8UC3);
        const QPoint centre = Workspace::kSelection.center();
        pixels(cv::Rect(centre.x() - 2, centre.y() - 2, 4, 4)) = cv::Scalar(255, 255, 255);
        m_workspace->write(QStringLiteral("photo.png"), *image::encodePng({pixels, {}}));
        FakeNanoBanana upstream;
        upstream.setDelay(std::chrono::minutes(2));
        QProcess process;
        m_workspace->start(process, journalled(QStringLiteral("out.png")), towards(upstream));
        QVERIFY(QTest::qWaitFor([&] { return upstream.requests() == 1; }, kHangLimitMs));
        const QJsonObject running = listed().value(0);
        process.kill(); // SIGKILL
        QVERIFY(QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, kHangLimitMs));
        QCOMPARE(running[QStringLiteral("state")].toString(), QStringLiteral("begun"));

        const QJsonObject entry = listed().value(0);
        QCOMPARE(entry[QStringLiteral("state")].toString(), QStringLiteral("interrupted"));
        QCOMPARE(contents(entry[QStringLiteral("picture")].toString()),
                 contents(m_workspace->path(QStringLiteral("photo.png"))));
        QVERIFY(!QFile::exists(m_workspace->path(QStringLiteral("out.png"))));

        // The journal needs nothing but itself.
        QVERIFY(QFile::remove(m_workspace->path(QStringLiteral("mask.png"))));
        QVERIFY(QDir(m_workspace->path({})).rename(QStringLiteral("journal"), QStringLiteral("moved")));
        const QStringList words{QStringLiteral("replay"),     QStringLiteral("moved"),
                                QStringLiteral("--provider"), QStringLiteral("local"),
                                QStringLiteral("--output"),   QStringLiteral("again"),
                                QStringLiteral("--json")};
        const Ended again = m_workspace->run(words);
        QVERIFY2(again.exitCode == 0, qPrintable(again.out + again.err));
        QCOMPARE(again.jsonLines().last()[QStringLiteral("done")].toInt(), 1);
        const QRect changed =
            difference(m_workspace->read(QStringLiteral("again/entry-0001.png")).picture.pixels,
                       m_workspace->read(QStringLiteral("photo.png")).picture.pixels);
        QVERIFY(!changed.isEmpty());
        QVERIFY(Workspace::kSelection.contains(changed));
        const Ended third = m_workspace->run(words);
        QCOMPARE(third.exitCode, 0);
        QCOMPARE(third.jsonLines().last()[QStringLiteral("skipped")].toInt(), 1);
    }

    void theProviderIsAskedTheSameAgain() {
        FakeNanoBanana upstream;
        QCOMPARE(m_workspace
                     ->run(journalled(QStringLiteral("out.png")) +
                               QStringList{QStringLiteral("--strength"), QStringLiteral("0.35"),
                                           QStringLiteral("--guidance-scale"), QStringLiteral("11.25")},
                           towards(upstream))
                     .exitCode,
                 0);
        const Ended again = replay({}, towards(upstream));
        QVERIFY2(again.exitCode == 0, qPrintable(again.out + again.err));
        QCOMPARE(upstream.asked().size(), 2);
        const Asked &first = upstream.asked()[0], &second = upstream.asked()[1];
        QVERIFY(difference(first.picture.pixels, second.picture.pixels).isEmpty());
        QVERIFY(difference(first.mask, second.mask).isEmpty());
        QCOMPARE(second.fields, first.fields);
        QVERIFY(isFill(centreOf(QStringLiteral("journal-replayed/entry-0001.png"))));
        // Replaying is no edit of its own.
        QCOMPARE(listed().size(), 1);
    }

    // Two selections far apart are two calls. The second one fails; the first has been paid for.
    void whatWasPaidForIsNotPaidForAgain() {
        const QSize size(6000, 400);
        m_workspace->write(QStringLiteral("photo.png"),
                           *image::encodePng({texturedPixels(size, CV_8UC3), {}}));
        cv::Mat mask(size.height(), size.width(), CV_8UC1, cv::Scalar(0));
        mask(cv::Rect(100, 100, 60, 60)) = 255;
        mask(cv::Rect(5700, 200, 60, 60)) = 255;
        m_workspace->write(QStringLiteral("mask.png"),
                           *image::encodePng({mask::asWhiteOnTransparent({mask}), {}}));
        FakeNanoBanana upstream;
        upstream.setFailFrom(2);
        const Ended edit = m_workspace->run(journalled(QStringLiteral("out.png")), towards(upstream));
        QCOMPARE(edit.exitCode, 4);
        QCOMPARE(upstream.charged(), 1);
        const QJsonObject entry = listed().value(0);
        QCOMPARE(entry[QStringLiteral("state")].toString(), QStringLiteral("failed"));
        QCOMPARE(entry[QStringLiteral("kept_answers")].toArray().size(), 1);

        upstream.setFailFrom(0);
        const Ended again = replay({}, towards(upstream));
        QVERIFY2(again.exitCode == 0, qPrintable(again.out + again.err));
        QCOMPARE(upstream.charged(), 2);
        const cv::Mat made =
            m_workspace->read(QStringLiteral("journal-replayed/entry-0001.png")).picture.pixels;
        QVERIFY(isFill(made.at<cv::Vec3b>(130, 130)));
        QVERIFY(isFill(made.at<cv::Vec3b>(230, 5730)));
        // Another provider with another plan has no use for it.
        const Ended local = replay({QStringLiteral("--provider"), QStringLiteral("local"),
                                    QStringLiteral("--output"), QStringLiteral("local")});
        QCOMPARE(local.exitCode, 0);
        QVERIFY(!isFill(m_workspace->read(QStringLiteral("local/entry-0001.png"))
                            .picture.pixels.at<cv::Vec3b>(130, 130)));
    }

    void failuresOfAReplayAreCounted() {
        FakeNanoBanana upstream;
        QCOMPARE(m_workspace->run(journalled(QStringLiteral("a.png")), towards(upstream)).exitCode, 0);
        QCOMPARE(m_workspace->run(journalled(QStringLiteral("b.png")), towards(upstream)).exitCode, 0);
        upstream.setStatus(401);
        const Ended again = replay({}, towards(upstream));
        QCOMPARE(again.exitCode, 6);
        QCOMPARE(again.jsonLines().last()[QStringLiteral("failed")].toInt(), 2);
    }

    void usage() {
        QCOMPARE(m_workspace->run({QStringLiteral("replay")}).exitCode, 2);
        QCOMPARE(
            m_workspace->run({QStringLiteral("replay"), QStringLiteral("a"), QStringLiteral("b")}).exitCode,
            2);
        const Ended none = replay({});
        QCOMPARE(none.exitCode, 3);
        QVERIFY(none.out.contains(QStringLiteral("no journal")));
        QVERIFY(!QDir(m_workspace->path(QStringLiteral("journal"))).exists());
        const Ended empty =
            m_workspace->run(m_workspace->editWords(QStringLiteral("photo.png"), QStringLiteral("out.png")) +
                             QStringList{QStringLiteral("--journal"), QString()});
        QCOMPARE(empty.exitCode, 2);
    }

    void aDamagedIndexIsBadInput() {
        QDir(m_workspace->path({})).mkdir(QStringLiteral("journal"));
        m_workspace->write(QStringLiteral("journal/journal.sqlite"), QByteArray(5000, 'x'));
        QCOMPARE(replay({QStringLiteral("--list")}).exitCode, 3);
        QCOMPARE(contents(m_workspace->path(QStringLiteral("journal/journal.sqlite"))),
                 QByteArray(5000, 'x'));
    }

    // 30 % of the requests fail. The same command again does what is missing, and the bill says fifty.
    void aBatchOfFiftyLosesNothingAndPaysNothingTwice() {
        constexpr int kPictures = 50;
        makeBatchFolder(kPictures);
        FakeNanoBanana upstream;
        // With one edit at a time the requests have one order, and by this seed four edits fail thrice in a
        // row in the first run, which is all that the retries allow.
        constexpr unsigned kSeed = 51;
        upstream.setFailChance(0.3, kSeed);
        int runs = 0, exitCode = -1, lastDone = 0;
        for (; exitCode != 0 && runs < 10; ++runs) {
            const Ended batch = m_workspace->run(
                batchWords() + QStringList{QStringLiteral("--jobs"), QStringLiteral("1")}, towards(upstream));
            exitCode = batch.exitCode;
            QVERIFY2(exitCode == 0 || exitCode == 6, qPrintable(batch.out + batch.err));
            const QJsonObject summary = batch.jsonLines().last();
            // What was made before is not made again.
            QCOMPARE(summary[QStringLiteral("skipped")].toInt(), lastDone);
            lastDone += summary[QStringLiteral("done")].toInt();
            QCOMPARE(upstream.charged(), lastDone);
        }
        qInfo("seed %u: %d runs, %d requests", kSeed, runs, upstream.requests());
        QCOMPARE(exitCode, 0);
        QVERIFY(runs > 1);
        QCOMPARE(upstream.charged(), kPictures);
        QVERIFY(upstream.requests() >= kPictures + kPictures / 4); // failures did happen

        for (int i = 0; i < kPictures; ++i) {
            const QString made = QStringLiteral("made/p%1.png").arg(i, 2, 10, QLatin1Char('0'));
            QCOMPARE(m_workspace->read(made).picture.pixels.at<cv::Vec3b>(0, 0)[0], uchar(i));
            QVERIFY(isFill(centreOf(made)));
        }
        QSet<QString> done;
        int failed = 0;
        const QList<QJsonObject> entries = listed();
        for (const QJsonObject& entry : entries) {
            const QString state = entry[QStringLiteral("state")].toString();
            if (state == QLatin1String("done"))
                done.insert(entry[QStringLiteral("picture_sha256")].toString());
            failed += state == QLatin1String("failed") ? 1 : 0;
        }
        QCOMPARE(done.size(), kPictures);
        QCOMPARE(failed, entries.size() - kPictures);
    }
};

NB_TEST(TestReplay)
#include "tst_replay.moc"
