#include "tests/integration/hostile/cases.h"
#include "tests/support/sanitized.h"
#include <QFile>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nb::test {
namespace {

void takeOver(Bench& bench, const Bench& own, const QString& what) {
    for (const QString& fault : own.faults())
        bench.check(false, what + QStringLiteral(": ") + fault);
}

// A port that was free a moment ago, for where the log cannot tell which one it is.
QString freePort() {
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost, 0);
    return QString::number(probe.serverPort());
}

bool comesUp(const Bench& own) {
    return QTest::qWaitFor(
               [&] {
                   QTcpSocket probe;
                   probe.connectToHost(QHostAddress::LocalHost, own.server->port());
                   const bool open = QTest::qWaitFor(
                                         [&] {
                                             return probe.state() != QTcpSocket::HostLookupState &&
                                                    probe.state() != QTcpSocket::ConnectingState;
                                         },
                                         kHangLimitMs) &&
                                     probe.state() == QTcpSocket::ConnectedState;
                   return open || !own.server->isRunning();
               },
               kHangLimitMs) &&
           own.server->isRunning();
}

// Health, and an edit that is paid for once.
void worksAndPaysOnce(Bench& own, const QString& when) {
    own.check(own.get("/api/health").status == 200, when + QStringLiteral(": health answers"));
    const int charged = own.upstream.charged();
    own.expectEdit({200}, when);
    own.check(own.upstream.charged() == charged + 1, when + QStringLiteral(": paid once"));
    own.check(own.server->isRunning(), when + QStringLiteral(": the server lives"));
}

void terminated(Bench& bench) {
    Bench own;
    own.upstream.setDelay(std::chrono::milliseconds(1500));
    RawClient client(own.server->port());
    client.send(postOf(formOf(Bench::goodParts())));
    const bool asked = QTest::qWaitFor([&] { return own.upstream.requests() == 1; }, kHangLimitMs);
    own.check(asked, QStringLiteral("the service is asked"));
    RawClient waiting(own.server->port()); // accepted before the end begins
    own.server->terminate();
    int ready = 200;
    while (ready == 200) { // until the signal has arrived
        waiting.send("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
        ready = waiting.answer().status;
    }
    own.check(ready == 503 || ready == 0, QStringLiteral("it is not ready any more: %1").arg(ready));
    own.check(client.answer().status == 200, QStringLiteral("what runs is finished"));
    own.check(own.server->waitForExit() == 0, QStringLiteral("the exit code is 0"));
    takeOver(bench, own, QStringLiteral("SIGTERM"));

    Bench twice;
    twice.upstream.setDelay(std::chrono::minutes(10));
    RawClient stuck(twice.server->port());
    stuck.send(postOf(formOf(Bench::goodParts())));
    const bool begun = QTest::qWaitFor([&] { return twice.upstream.requests() == 1; }, kHangLimitMs);
    twice.check(begun, QStringLiteral("the service is asked"));
    twice.server->terminate();
    RawClient probe(twice.server->port());
    const bool drains = QTest::qWaitFor(
        [&] { return twice.server->logged(QStringLiteral("Draining")) || !probe.isOpen(); }, 2000);
    Q_UNUSED(drains); // either way the second one comes after the first was taken
    twice.server->terminate();
    twice.check(QTest::qWaitFor([&] { return !twice.server->isRunning(); }, kHangLimitMs),
                QStringLiteral("a second SIGTERM ends it"));
    takeOver(bench, twice, QStringLiteral("two SIGTERMs"));
}

void fullDisk(Bench& bench) {
    {
        Bench own({}, {.inChild = [] {
                      const rlimit none{0, 0};
                      ::setrlimit(RLIMIT_FSIZE, &none);
                      ::signal(SIGXFSZ, SIG_IGN); // a full disk is an error, and no signal
                  }});
        worksAndPaysOnce(own, QStringLiteral("no file can grow"));
        takeOver(bench, own, QStringLiteral("a full disk"));
    }
    Bench own({{QStringLiteral("PORT"), freePort()}}, {.standardOutput = QStringLiteral("/dev/full")});
    own.check(comesUp(own), QStringLiteral("it comes up"));
    worksAndPaysOnce(own, QStringLiteral("stdout on a full disk"));
    takeOver(bench, own, QStringLiteral("stdout on a full disk"));
}

// In a folder where nothing can be made: root writes there all the same, but the program has no need to.
void readOnlyFolder(Bench& bench) {
    Bench own({{QStringLiteral("HOME"), QStringLiteral("/nonexistent")},
               {QStringLiteral("TMPDIR"), QStringLiteral("/nonexistent")},
               {QStringLiteral("XDG_STATE_HOME"), QStringLiteral("/proc/nonexistent")}},
              {.inChild = [] { ::chmod(".", S_IRUSR | S_IXUSR); }});
    worksAndPaysOnce(own, QStringLiteral("no folder to write to"));
    takeOver(bench, own, QStringLiteral("read-only"));
}

void closedOutput(Bench& bench) {
    Bench own({{QStringLiteral("PORT"), freePort()}}, {.inChild =
                                                           [] {
                                                               int pipe[2] = {};
                                                               if (::pipe(pipe) == 0)
                                                                   ::dup2(pipe[1], STDOUT_FILENO);
                                                               ::close(pipe[0]);
                                                               ::close(pipe[1]);
                                                           },
                                                       .standardOutput = QStringLiteral("/dev/null")});
    own.check(comesUp(own), QStringLiteral("it comes up"));
    for (int i = 0; i < 3; ++i)
        worksAndPaysOnce(own, QStringLiteral("nobody reads the log"));
    own.check(own.metric("log_lines_dropped_total") > 0, QStringLiteral("lost lines are counted"));
    takeOver(bench, own, QStringLiteral("a closed stdout"));
}

void fewDescriptors(Bench& bench) {
    Bench own({}, {.inChild = [] {
                  const rlimit few{48, 48};
                  ::setrlimit(RLIMIT_NOFILE, &few);
              }});
    {
        std::vector<std::unique_ptr<RawClient>> crowd;
        for (int i = 0; i < 60; ++i)
            crowd.push_back(std::make_unique<RawClient>(own.server->port()));
        own.check(own.server->isRunning(), QStringLiteral("it lives without descriptors"));
    }
    const bool isBack = QTest::qWaitFor([&] { return own.get("/api/health").status == 200; }, kHangLimitMs);
    own.check(isBack, QStringLiteral("it answers again once they are back"));
    worksAndPaysOnce(own, QStringLiteral("when they are back"));
    takeOver(bench, own, QStringLiteral("few descriptors"));
}

void deadCollector(Bench& bench) {
    Bench own({{QStringLiteral("OTEL_EXPORTER_OTLP_ENDPOINT"), QStringLiteral("http://127.0.0.1:1")}});
    worksAndPaysOnce(own, QStringLiteral("nobody takes the traces"));
    own.server->terminate();
    own.check(own.server->waitForExit() == 0, QStringLiteral("it ends in order"));
    takeOver(bench, own, QStringLiteral("a dead collector"));
}

class ClockFile {
public:
    ClockFile() { set(0); }
    void set(qint64 seconds) {
        QFile file(path());
        if (!file.open(QIODevice::ReadWrite) ||
            file.write(reinterpret_cast<const char*>(&seconds), sizeof seconds) != sizeof seconds)
            qFatal("cannot write");
    }
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("shift")); }

private:
    QTemporaryDir m_folder;
};

void clockJumps(Bench& bench) {
    if (kIsSanitized)
        return; // a sanitizer must be loaded first itself
    ClockFile clock;
    Bench own({{QStringLiteral("LD_PRELOAD"), QStringLiteral(NB_CLOCK_SHIFT_LIBRARY)},
               {QStringLiteral("NB_CLOCK_SHIFT"), clock.path()},
               {QStringLiteral("RATE_LIMIT_ENABLED"), QStringLiteral("true")},
               {QStringLiteral("RATE_LIMIT_RPM"), QStringLiteral("1")},
               {QStringLiteral("RATE_LIMIT_BURST"), QStringLiteral("3")}});
    const auto yearOf = [&] {
        return own.get("/api/health").json()[QStringLiteral("timestamp")].toString().left(4).toInt();
    };
    const int year = yearOf();
    worksAndPaysOnce(own, QStringLiteral("before"));
    clock.set(-3600);
    worksAndPaysOnce(own, QStringLiteral("an hour back"));
    clock.set(86'400);
    worksAndPaysOnce(own, QStringLiteral("a day on"));
    // The bucket holds three and gets one a minute, by a clock that nobody sets.
    const RawAnswer over = own.expectEdit({429}, QStringLiteral("the fourth"));
    const int wait = over.header("Retry-After").toInt();
    own.check(wait >= 1 && wait <= 60, QStringLiteral("Retry-After: %1").arg(wait));
    clock.set(400LL * 86'400);
    own.check(yearOf() == year + 1 || yearOf() == year + 2, QStringLiteral("the wall clock was really set"));
    own.expectEdit({429}, QStringLiteral("a year on"));
    takeOver(bench, own, QStringLiteral("the wall clock"));
}

void host(Bench& bench) {
    fullDisk(bench);
    readOnlyFolder(bench);
    closedOutput(bench);
    fewDescriptors(bench);
    deadCollector(bench);
    clockJumps(bench);
}

} // namespace

QList<HostileCase> hostCases() {
    return {{39, "SIGTERM with an edit under way", terminated}, {40, "a machine that fails", host}};
}

} // namespace nb::test
