#include "core/telemetry/log.h"
#include "tests/support/test_main.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QTemporaryFile>
#include <QTest>
#include <QThread>
#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <vector>

using namespace nb;

namespace {

// A pipe that nobody reads until readAll().
class Pipe {
public:
    Pipe() {
        if (::pipe(m_ends.data()) != 0)
            qFatal("no pipe");
        ::fcntl(m_ends[0], F_SETFL, O_NONBLOCK);
    }
    ~Pipe() {
        closeReader();
        ::close(m_ends[1]);
    }
    [[nodiscard]] int writer() const { return m_ends[1]; }
    void closeReader() {
        if (m_ends[0] >= 0)
            ::close(m_ends[0]);
        m_ends[0] = -1;
    }
    QByteArrayList readLines() {
        QByteArray all;
        std::array<char, 65536> buffer{};
        for (ssize_t n = 0; (n = ::read(m_ends[0], buffer.data(), buffer.size())) > 0;)
            all.append(buffer.data(), n);
        QByteArrayList lines = all.split('\n');
        if (!lines.isEmpty() && lines.last().isEmpty())
            lines.removeLast();
        return lines;
    }

private:
    std::array<int, 2> m_ends{};
};

QJsonObject parsed(const QByteArray& line) {
    return QJsonDocument::fromJson(line).object();
}

} // namespace

class TestLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { log::stop(); }

    void writesOneObjectPerLineInOrder() {
        Pipe pipe;
        log::start(log::Sink::JsonToStdout, log::Level::Info, pipe.writer());
        for (int i = 0; i < 100; ++i)
            log::info(QStringLiteral("line\n%1").arg(i), {{QStringLiteral("n"), i}});
        log::stop();
        const QByteArrayList lines = pipe.readLines();
        QCOMPARE(lines.size(), 100);
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(parsed(lines[i])[QStringLiteral("n")].toInt(), i);
            QCOMPARE(parsed(lines[i])[QStringLiteral("message")].toString(),
                     QStringLiteral("line\n%1").arg(i));
        }
    }

    void timestampIsNowInUtc() {
        log::Capture capture;
        const QDateTime before = QDateTime::currentDateTimeUtc();
        log::info(QStringLiteral("x"));
        const QDateTime after = QDateTime::currentDateTimeUtc();
        const QString text = capture.lines().first()[QStringLiteral("timestamp")].toString();
        QVERIFY(text.endsWith(QLatin1Char('Z')));
        const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
        QVERIFY(time >= before && time <= after);
    }

    void levelsBelowTheStartedOneAreSkipped() {
        Pipe pipe;
        log::start(log::Sink::TextToStderr, log::Level::Warning, pipe.writer());
        QVERIFY(!log::enabled(log::Level::Info));
        QVERIFY(log::enabled(log::Level::Warning));
        log::debug(QStringLiteral("a"));
        log::info(QStringLiteral("b"));
        log::warning(QStringLiteral("c"));
        log::error(QStringLiteral("d"));
        log::stop();
        QCOMPARE(pipe.readLines(), (QByteArrayList{"nanobanana: warning: c", "nanobanana: error: d"}));
    }

    void nothingIsWrittenBeforeStartAndAfterStop() {
        Pipe pipe;
        log::error(QStringLiteral("early"));
        log::start(log::Sink::JsonToStdout, log::Level::Debug, pipe.writer());
        log::stop();
        log::error(QStringLiteral("late"));
        QVERIFY(!log::enabled(log::Level::Error));
        QVERIFY(pipe.readLines().isEmpty());
    }

    void messagesOfQtAreLinesToo() {
        Pipe pipe;
        log::start(log::Sink::JsonToStdout, log::Level::Debug, pipe.writer());
        qWarning("from Qt\n");
        static const QLoggingCategory category("nb.test");
        qCCritical(category) << "bad";
        log::stop();
        const QByteArrayList lines = pipe.readLines();
        QCOMPARE(lines.size(), 2);
        QCOMPARE(parsed(lines[0])[QStringLiteral("level")].toString(), QStringLiteral("warning"));
        QCOMPARE(parsed(lines[0])[QStringLiteral("message")].toString(), QStringLiteral("from Qt\n"));
        QVERIFY(!parsed(lines[0]).contains(QStringLiteral("category")));
        QCOMPARE(parsed(lines[1])[QStringLiteral("level")].toString(), QStringLiteral("error"));
        QCOMPARE(parsed(lines[1])[QStringLiteral("category")].toString(), QStringLiteral("nb.test"));
    }

    void aReaderThatSleepsBlocksNobodyAndLosesTheOldest() {
        Pipe pipe;
        log::start(log::Sink::JsonToStdout, log::Level::Info, pipe.writer());
        const quint64 before = log::droppedLines();
        const int total = log::kQueueLines + 5000;
        const QString filler(200, QLatin1Char('f')); // the pipe alone holds some 250 of these
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < total; ++i)
            log::info(filler, {{QStringLiteral("n"), i}});
        QVERIFY(timer.elapsed() < 30000); // a hang would be for ever
        const quint64 overruns = log::droppedLines() - before;
        QVERIFY2(overruns > 3000 && overruns <= 5000, qPrintable(QString::number(overruns)));
        timer.start();
        log::stop();
        QVERIFY(timer.elapsed() < 20000); // nobody reads: stop() gives up after its timeout
        const QByteArrayList lines = pipe.readLines();
        QCOMPARE(parsed(lines.first())[QStringLiteral("n")].toInt(), 0);
        const quint64 whole = std::count_if(lines.begin(), lines.end(),
                                            [](const QByteArray& line) { return !parsed(line).isEmpty(); });
        QCOMPARE(whole + log::droppedLines() - before, quint64(total));
    }

    void aClosedPipeIsCountedAndHarmless() {
        Pipe pipe;
        pipe.closeReader();
        std::signal(SIGPIPE, SIG_DFL); // the log must not depend on the program's ignoring it
        const quint64 before = log::droppedLines();
        log::start(log::Sink::JsonToStdout, log::Level::Info, pipe.writer());
        for (int i = 0; i < 10; ++i)
            log::info(QStringLiteral("into the void"));
        log::stop();
        QCOMPARE(log::droppedLines() - before, quint64(10));
    }

    void manyThreadsMixNoLines() {
        QTemporaryFile file;
        QVERIFY(file.open());
        log::start(log::Sink::JsonToStdout, log::Level::Info, file.handle());
        std::vector<std::unique_ptr<QThread>> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back(QThread::create([t] {
                for (int i = 0; i < 500; ++i)
                    log::info(QString(3000, QLatin1Char('x')),
                              {{QStringLiteral("t"), t}, {QStringLiteral("i"), i}});
            }));
            threads.back()->start();
        }
        for (auto& thread : threads)
            thread->wait();
        log::stop();
        file.seek(0);
        QList<int> next{0, 0, 0, 0};
        int lines = 0;
        while (!file.atEnd()) {
            const QJsonObject line = parsed(file.readLine().trimmed());
            const int t = line[QStringLiteral("t")].toInt(-1);
            QVERIFY(t >= 0);
            QCOMPARE(line[QStringLiteral("i")].toInt(), next[t]++);
            ++lines;
        }
        QCOMPARE(lines, 2000);
    }

    void stoppingWhileOthersWriteIsSafe() {
        std::atomic<bool> done = false;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            while (!done)
                log::info(QStringLiteral("busy"));
        }));
        thread->start();
        for (int i = 0; i < 30; ++i) {
            QTemporaryFile file;
            QVERIFY(file.open());
            log::start(log::Sink::JsonToStdout, log::Level::Info, file.handle());
            QThread::usleep(500);
            log::stop();
            file.seek(0);
            while (!file.atEnd())
                QCOMPARE(parsed(file.readLine().trimmed())[QStringLiteral("message")].toString(),
                         QStringLiteral("busy"));
        }
        done = true;
        QVERIFY(thread->wait(30000));
    }

    void secretsAreHidden() {
        const log::HiddenSecrets hidden({QStringLiteral("s3cr3t-key"), QStringLiteral("abc")});
        log::Capture capture;
        log::info(QStringLiteral("abc with s3cr3t-key"),
                  {{QStringLiteral("k"), QStringLiteral("s3cr3t-key")}});
        QCOMPARE(capture.lines().first()[QStringLiteral("message")].toString(),
                 QStringLiteral("abc with (secret)"));
        QVERIFY(!capture.rawLines().first().contains("s3cr3t"));
    }

    void aSecretOfTwoOwnersStaysHiddenUntilBothAreGone() {
        const QString shared = QStringLiteral("shared-token");
        const QString own = QStringLiteral("own-token");
        const auto written = [](const QString& text) {
            log::Capture capture;
            log::info(text);
            return capture.lines().first()[QStringLiteral("message")].toString();
        };
        const QString mark = QStringLiteral("(secret)");
        log::HiddenSecrets first({shared, own});
        {
            const log::HiddenSecrets second({shared});
            first = {}; // as a reload does
            QCOMPARE(written(shared), mark);
            QCOMPARE(written(own), own);
        }
        QCOMPARE(written(shared), shared);
    }

    void aSecretMovesWithItsHandle() {
        const QString old = QStringLiteral("old-token");
        const QString fresh = QStringLiteral("new-token");
        log::HiddenSecrets hidden({old});
        log::HiddenSecrets moved(std::move(hidden));
        moved = log::HiddenSecrets({fresh});
        log::Capture capture;
        log::info(old + u' ' + fresh);
        QCOMPARE(capture.lines().first()[QStringLiteral("message")].toString(),
                 QStringLiteral("old-token (secret)"));
    }

    void aSecretThatContainsAnotherIsHiddenWhole() {
        const log::HiddenSecrets shorter({QStringLiteral("secret-part")});
        const log::HiddenSecrets longer({QStringLiteral("secret-part-and-more")});
        log::Capture capture;
        log::info(QStringLiteral("secret-part-and-more"));
        QCOMPARE(capture.lines().first()[QStringLiteral("message")].toString(), QStringLiteral("(secret)"));
    }

    void anAnnouncementIsWrittenAtEveryLevel() {
        Pipe pipe;
        log::start(log::Sink::JsonToStdout, log::Level::Error, pipe.writer());
        log::info(QStringLiteral("not written"));
        log::announce(QStringLiteral("Listening"), {{QStringLiteral("port"), 8000}});
        log::stop();
        const QByteArrayList lines = pipe.readLines();
        QCOMPARE(lines.size(), 1);
        QCOMPARE(parsed(lines[0])[QStringLiteral("message")].toString(), QStringLiteral("Listening"));
        QCOMPARE(parsed(lines[0])[QStringLiteral("level")].toString(), QStringLiteral("info"));
        QCOMPARE(parsed(lines[0])[QStringLiteral("port")].toInt(), 8000);
    }

    void theLevelCanChangeWhileItRuns() {
        Pipe pipe;
        log::start(log::Sink::JsonToStdout, log::Level::Error, pipe.writer());
        log::debug(QStringLiteral("before"));
        log::setLevel(log::Level::Debug);
        log::debug(QStringLiteral("after"));
        log::stop();
        const QByteArrayList lines = pipe.readLines();
        QCOMPARE(lines.size(), 1);
        QCOMPARE(parsed(lines[0])[QStringLiteral("message")].toString(), QStringLiteral("after"));
    }

    void captureKeepsWhatItsLevelAllows() {
        log::Capture capture(log::Level::Info);
        log::debug(QStringLiteral("no"));
        log::info(QStringLiteral("yes"), {{QStringLiteral("a"), true}});
        log::info(QStringLiteral("also"));
        QCOMPARE(capture.rawLines().size(), 2);
        QCOMPARE(capture.lines(QStringLiteral("yes")).size(), 1);
        QCOMPARE(capture.lines(QStringLiteral("yes")).first()[QStringLiteral("a")].toBool(), true);
        QVERIFY(capture.lines(QStringLiteral("no")).isEmpty());
    }
};

NB_TEST(TestLog)
#include "tst_log.moc"
