#include "core/image/encode.h"
#include "tests/integration/hostile/cases.h"
#include <QTimer>
#include <opencv2/core.hpp>

namespace nb::test {

struct SlowClients::Parts {
    explicit Parts(quint16 port) : head(port), body(port), silent(port), reader(port) {
        for (int i = 0; i < 20; ++i)
            idle.push_back(std::make_unique<RawClient>(port));
    }

    RawClient head;   // a byte of its header a second
    RawClient body;   // a byte of its body a second
    RawClient silent; // nothing
    RawClient reader; // sends a request and reads nothing of its answer
    std::vector<std::unique_ptr<RawClient>> idle;
    QTimer tick;
};

namespace {

SlowClients::Parts* theParts = nullptr;

// Noise cannot be compressed: its PNG is larger than what the kernel keeps for a connection.
QByteArray largePicture() {
    cv::Mat noise(1500, 1500, CV_8UC3);
    cv::RNG(1).fill(noise, cv::RNG::UNIFORM, 0, 256);
    return *image::encodePng({noise, {}});
}

void slowHead(Bench& bench) {
    RawClient& client = SlowClients::begun().head;
    const RawAnswer answer = client.answer();
    bench.check(answer.status == 408, QStringLiteral("status %1").arg(answer.status));
    bench.check(client.waitForClose(), QStringLiteral("the connection is closed"));
}

void slowBody(Bench& bench) {
    RawClient& client = SlowClients::begun().body;
    const RawAnswer answer = client.answer();
    bench.check(answer.status == 408, QStringLiteral("status %1").arg(answer.status));
    bench.check(client.waitForClose(), QStringLiteral("the connection is closed"));
}

void silentClients(Bench& bench) {
    SlowClients::Parts& parts = SlowClients::begun();
    bench.check(bench.get("/api/health").status == 200, QStringLiteral("others are served meanwhile"));
    bench.check(parts.silent.waitForClose() && parts.silent.buffered().isEmpty(),
                QStringLiteral("who sends nothing is left without a word"));
    for (const auto& client : parts.idle)
        bench.check(client->waitForClose(), QStringLiteral("each idle connection is closed"));
}

void slowReader(Bench& bench) {
    RawClient& client = SlowClients::begun().reader;
    const double stalls = bench.metric("http_guard_rejections_total{reason=\"write_stall\"}");
    const bool cut =
        stalls > 0 ||
        QTest::qWaitFor(
            [&] { return bench.metric("http_guard_rejections_total{reason=\"write_stall\"}") > stalls; },
            kHangLimitMs);
    bench.check(cut, QStringLiteral("who does not read is cut off"));
    client.socket.setReadBufferSize(0);
    bench.check(client.waitForClose(), QStringLiteral("the connection is closed"));
}

} // namespace

SlowClients::SlowClients(Bench& bench) : m_parts(std::make_unique<Parts>(bench.server->port())) {
    theParts = m_parts.get();
    Parts& parts = *m_parts;
    parts.reader.socket.setReadBufferSize(1);
    QList<FormPart> form = Bench::goodParts();
    form[0].content = largePicture();
    form[1].content = maskPng({1500, 1500}, QRect(300, 300, 20, 20));
    parts.reader.send(postOf(formOf(form)));
    bench.owe(1);
    const int charged = bench.upstream.charged();
    parts.head.send("GET / HT");
    parts.body.send("POST /api/edit HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                    "Content-Length: 100000\r\n\r\n");
    QObject::connect(&parts.tick, &QTimer::timeout, &parts.tick, [&parts] {
        for (RawClient* client : {&parts.head, &parts.body})
            if (client->isOpen())
                client->send("x");
    });
    parts.tick.start(std::chrono::seconds(1));
    const bool paid = QTest::qWaitFor([&] { return bench.upstream.charged() > charged; }, kHangLimitMs);
    bench.check(paid, QStringLiteral("the slow reader's edit is made"));
}

SlowClients::~SlowClients() {
    theParts = nullptr;
}

SlowClients::Parts& SlowClients::begun() {
    return *theParts;
}

QList<HostileCase> slowCases() {
    return {{27, "a head that comes byte by byte", slowHead,
             "http_guard_rejections_total{reason=\"timeout_header\"}"},
            {28, "a body that comes byte by byte", slowBody,
             "http_guard_rejections_total{reason=\"timeout_body\"}"},
            {29, "connections that send nothing", silentClients},
            {35, "a client that does not read", slowReader,
             "http_guard_rejections_total{reason=\"write_stall\"}"}};
}

} // namespace nb::test
