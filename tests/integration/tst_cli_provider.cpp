#include "core/image/encode.h"
#include "tests/integration/workspace.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/test_main.h"
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTcpServer>
#include <QTest>
#include <csignal>
#include <opencv2/core.hpp>
#include <optional>

using namespace nb;
using namespace nb::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kKey = "sk-not-to-be-seen-0123";

Variables towards(FakeNanoBanana& upstream) {
    return {{QStringLiteral("NANOBANANA_URL"), upstream.url().toString()},
            {QStringLiteral("NANOBANANA_KEY"), QString::fromLatin1(kKey)}};
}

} // namespace

// The command line against a remote API: what is said, what is left behind, what is spent.
class TestCliProvider : public QObject {
    Q_OBJECT

    std::optional<Workspace> m_workspace;

    QStringList files() const {
        return QDir(m_workspace->path({})).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

    QStringList editWords() const {
        return m_workspace->editWords(QStringLiteral("photo.png"), QStringLiteral("out.png"));
    }

    void makeBatchFolder(int pictures) {
        QDir(m_workspace->path({})).mkdir(QStringLiteral("in"));
        for (int i = 0; i < pictures; ++i) {
            const cv::Mat pixels = texturedPixels(Workspace::kSize, CV_8UC3);
            m_workspace->write(QStringLiteral("in/p%1.png").arg(i, 2, 10, QLatin1Char('0')),
                               *image::encodePng({pixels, {}}));
        }
    }

    QStringList batchWords() const {
        return {QStringLiteral("batch"),  QStringLiteral("--input"),  QStringLiteral("in"),
                QStringLiteral("--mask"), QStringLiteral("mask.png"), QStringLiteral("--output"),
                QStringLiteral("made"),   QStringLiteral("--prompt"), QStringLiteral("a rose"),
                QStringLiteral("--json")};
    }

private Q_SLOTS:
    void init() { m_workspace.emplace(); }

    void aRemoteEdit() {
        FakeNanoBanana upstream(kKey);
        upstream.setSpoiling({.fill = {200, 30, 90}});
        const Ended edit =
            m_workspace->run(editWords() + QStringList{QStringLiteral("--json")}, towards(upstream));
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.out + edit.err));
        QCOMPARE(edit.json()[QStringLiteral("engine")].toString(), QStringLiteral("nanobanana"));
        QCOMPARE(upstream.charged(), 1);
        const cv::Mat out = m_workspace->read(QStringLiteral("out.png")).picture.pixels;
        QVERIFY(Workspace::kSelection.contains(
            difference(out, m_workspace->read(QStringLiteral("photo.png")).picture.pixels)));
        const QPoint inside = Workspace::kSelection.center();
        // The picture is smaller than the API takes: it goes out enlarged and comes back resampled.
        const cv::Vec3b at = out.at<cv::Vec3b>(inside.y(), inside.x());
        QVERIFY(cv::norm(cv::Vec3i(at) - cv::Vec3i(200, 30, 90), cv::NORM_INF) <= 4);
    }

    void failuresOfTheProvider_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("said");
        QTest::newRow("400") << 400 << "told to fail";
        QTest::newRow("401") << 401 << "Invalid NanoBanana API key";
        QTest::newRow("503") << 503 << "NanoBanana API";
    }
    void failuresOfTheProvider() {
        QFETCH(int, status);
        QFETCH(QString, said);
        FakeNanoBanana upstream(kKey);
        upstream.setStatus(status);
        const Ended edit = m_workspace->run(editWords(), towards(upstream));
        QCOMPARE(edit.exitCode, 4);
        QVERIFY2(edit.err.contains(said), qPrintable(edit.err));
        QVERIFY(!(edit.out + edit.err).contains(QString::fromLatin1(kKey)));
        QCOMPARE(files(), (QStringList{u"mask.png"_s, u"photo.png"_s}));
    }

    void nobodyListens() {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 port = closed.serverPort();
        closed.close();
        const Ended edit = m_workspace->run(
            editWords(),
            {{QStringLiteral("NANOBANANA_URL"), QStringLiteral("http://127.0.0.1:%1/").arg(port)},
             {QStringLiteral("NANOBANANA_KEY"), QString::fromLatin1(kKey)}});
        QCOMPARE(edit.exitCode, 4);
        QVERIFY2(edit.err.contains(QStringLiteral("NanoBanana API unavailable")), qPrintable(edit.err));
    }

    void theDeadlineHolds() {
        FakeNanoBanana upstream(kKey);
        upstream.setDelay(std::chrono::minutes(2));
        Variables variables = towards(upstream);
        variables.insert(QStringLiteral("REQUEST_TIMEOUT"), QStringLiteral("1"));
        QCOMPARE(m_workspace->run(editWords(), variables).exitCode, 4);
    }

    void interruptedAtOnceAndNothingIsLeft() {
        FakeNanoBanana upstream(kKey);
        upstream.setDelay(std::chrono::minutes(2));
        QProcess process;
        m_workspace->start(process, editWords(), towards(upstream));
        QVERIFY(QTest::qWaitFor([&] { return upstream.requests() == 1; }, kHangLimitMs));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, kHangLimitMs));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 5);
        QCOMPARE(files(), (QStringList{u"mask.png"_s, u"photo.png"_s}));
    }

    void configShowsNoSecret() {
        for (const char* format : {"--json", ""}) {
            QStringList words{QStringLiteral("config")};
            if (*format)
                words << QString::fromLatin1(format);
            const Ended config =
                m_workspace->run(words, {{QStringLiteral("NANOBANANA_KEY"), QString::fromLatin1(kKey)},
                                         {QStringLiteral("PORT"), QStringLiteral("8123")}});
            QCOMPARE(config.exitCode, 0);
            QVERIFY(config.out.contains(QStringLiteral("8123")));
            QVERIFY(config.out.contains(QStringLiteral("(set)")));
            QVERIFY(!(config.out + config.err).contains(QString::fromLatin1(kKey)));
        }
    }

    void aBatchGoesOnWhereItWasStopped() {
        makeBatchFolder(4);
        FakeNanoBanana upstream(kKey);
        // The first picture is done already.
        QDir(m_workspace->path({})).mkdir(QStringLiteral("made"));
        m_workspace->write(QStringLiteral("made/p00.png"), "done before");
        const Ended batch = m_workspace->run(batchWords(), towards(upstream));
        QVERIFY2(batch.exitCode == 0, qPrintable(batch.out + batch.err));
        const QJsonObject summary = batch.jsonLines().last();
        QCOMPARE(summary[QStringLiteral("done")].toInt(), 3);
        QCOMPARE(summary[QStringLiteral("skipped")].toInt(), 1);
        QCOMPARE(upstream.charged(), 3);
        QCOMPARE(m_workspace->run(batchWords(), towards(upstream)).exitCode, 0);
        QCOMPARE(upstream.charged(), 3);
        const Ended forced =
            m_workspace->run(batchWords() + QStringList{QStringLiteral("--force")}, towards(upstream));
        QCOMPARE(forced.jsonLines().last()[QStringLiteral("done")].toInt(), 4);
        QCOMPARE(upstream.charged(), 7);
    }

    void aBatchWithAFailureSaysSoAndDoesTheRest() {
        makeBatchFolder(2);
        m_workspace->write(QStringLiteral("in/broken.png"), "no picture");
        FakeNanoBanana upstream(kKey);
        const Ended batch = m_workspace->run(batchWords(), towards(upstream));
        QCOMPARE(batch.exitCode, 6);
        const QJsonObject summary = batch.jsonLines().last();
        QCOMPARE(summary[QStringLiteral("done")].toInt(), 2);
        QCOMPARE(summary[QStringLiteral("failed")].toInt(), 1);
        QVERIFY(batch.out.contains(QStringLiteral("unsupported_format")));
    }

    void variantsHaveSeedsOfTheirOwnAndOneFailureLosesNoOther() {
        FakeNanoBanana upstream(kKey);
        upstream.setFailFrom(3); // two at a time, so that the third is the last one
        const QStringList words =
            m_workspace->editWords(QStringLiteral("photo.png"), QStringLiteral("out.png")) +
            QStringList{QStringLiteral("--variants"), QStringLiteral("3"), QStringLiteral("--seed"),
                        QStringLiteral("2147483647"), QStringLiteral("--json")};
        const Ended edit = m_workspace->run(words, towards(upstream));
        QVERIFY2(edit.exitCode == 6, qPrintable(edit.out + edit.err));
        QVERIFY2(upstream.charged() == 2, qPrintable(edit.out + edit.err));
        QSet<int> seeds;
        for (const Asked& asked : upstream.asked())
            seeds.insert(asked.fields[QStringLiteral("seed")].toInt(-1));
        QCOMPARE(seeds, (QSet<int>{2147483647, 0}));
        QVERIFY(QFile::exists(m_workspace->path(QStringLiteral("out-1.png"))));
        QVERIFY(QFile::exists(m_workspace->path(QStringLiteral("out-2.png"))));
        QVERIFY(!QFile::exists(m_workspace->path(QStringLiteral("out-3.png"))));
        QVERIFY(!QFile::exists(m_workspace->path(QStringLiteral("out.png"))));
        const QJsonObject summary = edit.jsonLines().last();
        QCOMPARE(summary[QStringLiteral("done")].toInt(), 2);
        QCOMPARE(summary[QStringLiteral("failed")].toInt(), 1);
        QCOMPARE(
            m_workspace->run(words + QStringList{QStringLiteral("--variants"), QStringLiteral("9")}).exitCode,
            2);
    }

    void batchUsage() {
        QCOMPARE(m_workspace->run({QStringLiteral("batch")}).exitCode, 2);
        QCOMPARE(
            m_workspace->run(batchWords() + QStringList{QStringLiteral("--csv"), QStringLiteral("x.csv")})
                .exitCode,
            2);
        QCOMPARE(m_workspace->run(batchWords() + QStringList{QStringLiteral("--jobs"), QStringLiteral("0")})
                     .exitCode,
                 2);
        QCOMPARE(m_workspace->run(batchWords()).exitCode, 3); // there is no folder "in"
    }
};

NB_TEST(TestCliProvider)
#include "tst_cli_provider.moc"
