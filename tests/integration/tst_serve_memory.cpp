// The server with less memory than its edits need: a limit of address space that is set when it already runs.
// Not for sanitized builds, whose shadow memory is terabytes of it.

#include "core/image/encode.h"
#include "tests/integration/workspace.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/test_main.h"
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTest>
#include <algorithm>
#include <memory>
#include <opencv2/core.hpp>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace nb;
using namespace nb::test;

namespace {

constexpr qint64 kMb = 1024 * 1024;

// Without its end: the seed of each edit follows, as identical edits would be made once.
QByteArray form(int side) {
    const auto file = [](const QByteArray& name, const QByteArray& bytes) {
        return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"x\"\r\n\r\n" +
               bytes + "\r\n";
    };
    const QRect selection(side / 2, side / 3, side / 16, side / 20);
    return file("image", *image::encodePng({spottedPixels({side, side}, CV_8UC3, selection), {}})) +
           file("mask", maskPng({side, side}, selection)) +
           "--B\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na rose\r\n";
}

class Server {
public:
    explicit Server(Variables variables = {}) {
        variables.insert(QStringLiteral("HOST"), QStringLiteral("127.0.0.1"));
        variables.insert(QStringLiteral("PORT"), QStringLiteral("0"));
        setEnvironment(m_process, variables);
        m_process.setWorkingDirectory(m_folder.path());
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] {
            while (m_process.canReadLine())
                if (const QJsonObject line = QJsonDocument::fromJson(m_process.readLine()).object();
                    line[QStringLiteral("message")] == QStringLiteral("Listening"))
                    m_port = line[QStringLiteral("port")].toInt();
        });
        m_process.start(QStringLiteral(NB_APP), {QStringLiteral("serve")});
        m_started =
            QTest::qWaitFor([this] { return m_port != 0 || !isRunning(); }, kHangLimitMs) && m_port != 0;
    }
    ~Server() {
        m_process.kill();
        m_process.waitForFinished();
    }

    bool started() const { return m_started; }
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/api/edit").arg(m_port)); }

    // Bytes; of proc(5), /proc/pid/statm.
    qint64 addressSpace() const { return pages(0); }
    qint64 residentBytes() const { return pages(1); }

    bool limitAddressSpace(rlim_t bytes) {
        const rlimit limit{bytes, RLIM_INFINITY};
        return prlimit(pid_t(m_process.processId()), RLIMIT_AS, &limit, nullptr) == 0;
    }

private:
    qint64 pages(int field) const {
        QFile file(QStringLiteral("/proc/%1/statm").arg(m_process.processId()));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        return file.readAll().split(' ').value(field).toLongLong() * sysconf(_SC_PAGESIZE);
    }

    QTemporaryDir m_folder;
    QProcess m_process;
    int m_port = 0;
    bool m_started = false;
};

struct Response {
    int status = 0;
    QByteArray retryAfter;
};

// All at once, each on a connection of its own.
QList<Response> edits(const Server& server, const QByteArray& body, int count) {
    std::vector<std::unique_ptr<QNetworkAccessManager>> clients;
    QList<QNetworkReply*> replies;
    for (int i = 0; i < count; ++i) {
        QNetworkRequest request(server.url());
        request.setHeader(QNetworkRequest::ContentTypeHeader,
                          QStringLiteral("multipart/form-data; boundary=B"));
        clients.push_back(std::make_unique<QNetworkAccessManager>());
        replies += clients.back()->post(
            request, body + "--B\r\nContent-Disposition: form-data; name=\"seed\"\r\n\r\n" +
                         QByteArray::number(i) + "\r\n--B--\r\n");
    }
    const auto isFinished = [](const QNetworkReply* reply) { return reply->isFinished(); };
    if (!QTest::qWaitFor([&] { return std::ranges::all_of(replies, isFinished); }, kHangLimitMs))
        return {};
    QList<Response> responses;
    for (const QNetworkReply* reply : replies)
        responses += {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                      reply->rawHeader("Retry-After")};
    return responses;
}

// Empty if each is an answer of a server that lacks nothing but memory.
QByteArray fault(const QList<Response>& responses) {
    if (responses.isEmpty())
        return "no answer";
    for (const Response& response : responses)
        if (response.status != 200 && (response.status != 503 || response.retryAfter.toInt() < 1))
            return "status " + QByteArray::number(response.status) + ", Retry-After '" + response.retryAfter +
                   "'";
    return {};
}

int count(const QList<Response>& responses, int status) {
    return int(std::ranges::count(responses, status, &Response::status));
}

} // namespace

class TestServeMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eightLargeEditsIn500Mb() {
        Server server;
        QVERIFY(server.started());
        const QByteArray body = form(2048);
        const qint64 idle = server.residentBytes();
        QVERIFY(server.limitAddressSpace(500 * kMb));
        QCOMPARE(fault(edits(server, body, 8)), QByteArray());
        QCOMPARE(count(edits(server, body, 1), 200), 1); // still limited
        QVERIFY(QTest::qWaitFor([&] { return server.residentBytes() < idle + 150 * kMb; }, kHangLimitMs));
    }

    void notOneFitsAndTheServerGoesOn_data() {
        QTest::addColumn<int>("more"); // than it has, MB
        QTest::newRow("less than it has") << -60;
        QTest::newRow("nothing more") << 0;
        QTest::newRow("room for the body") << 10;
        QTest::newRow("room for the picture") << 40;
    }
    void notOneFitsAndTheServerGoesOn() {
        QFETCH(const int, more);
        Server server;
        QVERIFY(server.started());
        const QByteArray body = form(2048);
        QVERIFY(server.limitAddressSpace(rlim_t(server.addressSpace() + more * kMb)));
        const QList<Response> responses = edits(server, body, 8);
        QCOMPARE(fault(responses), QByteArray());
        QVERIFY(count(responses, 503) > 0);
        QVERIFY(server.limitAddressSpace(RLIM_INFINITY));
        QCOMPARE(count(edits(server, body, 1), 200), 1);
        QVERIFY(server.isRunning());
    }

    void remoteEdits() {
        FakeNanoBanana fake;
        fake.setAnswerAs(AnswerAs::JsonBase64);
        Server server({{QStringLiteral("NANOBANANA_URL"), fake.url().toString()},
                       {QStringLiteral("NANOBANANA_KEY"), QString::fromLatin1(fake.key())},
                       {QStringLiteral("NANOBANANA_PROVIDER"), QStringLiteral("nanobanana")}});
        QVERIFY(server.started());
        const QByteArray body = form(1024);
        const qint64 before = server.addressSpace();
        for (const int more : {5, 20, 60, 120}) {
            QVERIFY(server.limitAddressSpace(rlim_t(before + more * kMb)));
            QCOMPARE(fault(edits(server, body, 4)), QByteArray());
        }
        QVERIFY(server.limitAddressSpace(RLIM_INFINITY));
        QCOMPARE(count(edits(server, body, 1), 200), 1);
    }
};

NB_TEST(TestServeMemory)
#include "tst_serve_memory.moc"
