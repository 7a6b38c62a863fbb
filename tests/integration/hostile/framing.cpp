#include "tests/integration/hostile/cases.h"
#include <sys/socket.h>

namespace nb::test {
namespace {

const QByteArray kPost =
    "POST /api/edit HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n";
// Behind a body whose end two parsers see in different places: it must never be taken for a request.
const QByteArray kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

void overTheCap(Bench& bench) {
    // The head alone: the answer has to come without the body.
    bench.expect({413}, kPost + "Content-Length: 900000000\r\n\r\n",
                 QStringLiteral("a Content-Length of 900 MB"));
    RawClient client(bench.server->port());
    client.send(kPost + "Transfer-Encoding: chunked\r\n\r\n");
    const QByteArray chunk = "100000\r\n" + QByteArray(1 << 20, 'x') + "\r\n";
    for (int megabytes = 0; megabytes < 64 && client.isOpen() && client.buffered().isEmpty(); ++megabytes) {
        client.send(chunk);
        const bool sent = QTest::qWaitFor(
            [&] {
                return client.socket.bytesToWrite() == 0 || !client.isOpen() || !client.buffered().isEmpty();
            },
            kHangLimitMs);
        bench.check(sent, QStringLiteral("the server goes on reading, or answers"));
    }
    bench.check(client.answer().status == 413, QStringLiteral("chunks over the cap are answered with 413"));
}

void lengths(Bench& bench) {
    const QByteArray tooLarge[] = {"9223372036854775808", "18446744073709551615"};
    for (const QByteArray& length : tooLarge)
        bench.expect({400, 413}, kPost + "Content-Length: " + length + "\r\n\r\n" + kSmuggled,
                     QStringLiteral("Content-Length: ") + QString::fromLatin1(length));
    const QByteArray faults[] = {"Content-Length: -5",
                                 "Content-Length: +3",
                                 "Content-Length: 0x3",
                                 "Content-Length: 3, 3",
                                 "Content-Length: 3\r\nContent-Length: 40",
                                 "Content-Length: 3\r\nTransfer-Encoding: chunked",
                                 "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                                 "Content-Length : 3"};
    for (const QByteArray& fault : faults)
        bench.expect({400}, kPost + fault + "\r\n\r\nabc" + kSmuggled, QString::fromLatin1(fault));
    for (const QByteArray& encoding :
         {QByteArray("xchunked"), QByteArray("gzip"), QByteArray("gzip, chunked")})
        bench.expect({400, 501}, kPost + "Transfer-Encoding: " + encoding + "\r\n\r\n0\r\n\r\n" + kSmuggled,
                     QStringLiteral("Transfer-Encoding: ") + QString::fromLatin1(encoding));
    for (const QByteArray& chunks :
         {QByteArray("ZZ\r\n"), QByteArray("-5\r\n"), QByteArray("0\r\nX: trailer\r\n\r\n"),
          QByteArray("0\r\nXX"), "5;" + QByteArray(1000, 'e')})
        bench.expect({400}, kPost + "Transfer-Encoding: chunked\r\n\r\n" + chunks + kSmuggled,
                     QStringLiteral("chunk ") + QString::fromLatin1(chunks.left(20)));
    bench.check(!bench.server->rawLog().contains("smuggled"), QStringLiteral("nothing behind is a request"));
}

void longHeads(Bench& bench) {
    bench.expect({431}, "GET / HTTP/1.1\r\nHost: a\r\nX: " + QByteArray(70'000, 'x') + "\r\n\r\n",
                 QStringLiteral("70 KB of headers"));
    bench.expect({431}, "GET / HTTP/1.1\r\nHost: a\r\n" + QByteArray("X: y\r\n").repeated(129) + "\r\n",
                 QStringLiteral("130 headers"));
    bench.expect({414}, "GET /" + QByteArray(9000, 'u') + " HTTP/1.1\r\nHost: a\r\n\r\n",
                 QStringLiteral("an address of 9 KB"));
}

void otherProtocols(Bench& bench) {
    const QByteArray hello = QByteArray::fromHex("16030100c8010000c40303") + QByteArray(190, '\7') + "\n\r\n";
    bench.expect({400}, hello, QStringLiteral("TLS"));
    bench.expect({400, 505}, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", QStringLiteral("HTTP/2"));
    QByteArray junk;
    for (int i = 0; i < 4096; ++i)
        junk += char(i * 37 + i / 7);
    bench.expect({400}, junk, QStringLiteral("junk"));
    bench.expect({400}, "\r\n\r\n\r\n", QStringLiteral("empty lines"));
    bench.expect({400, 505}, "GET / HTTP/9.9\r\nHost: a\r\n\r\n", QStringLiteral("HTTP/9.9"));
}

void upgrades(Bench& bench) {
    bench.expect({400},
                 kPost + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 0\r\n\r\n",
                 QStringLiteral("WebSocket"));
    bench.expect({405}, "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", QStringLiteral("CONNECT"));
    bench.expect({405}, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", QStringLiteral("TRACE"));
    bench.expect({200},
                 "GET /api/health HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n",
                 QStringLiteral("h2c is an offer"));
}

// The client says that it will send nothing more, and waits for its answer.
void halfClosed(Bench& bench) {
    RawClient client(bench.server->port());
    client.send(postOf(formOf(Bench::goodParts())));
    const bool sent = QTest::qWaitFor([&] { return client.socket.bytesToWrite() == 0; }, kHangLimitMs);
    bench.check(sent, QStringLiteral("the request is sent"));
    ::shutdown(static_cast<int>(client.socket.socketDescriptor()), SHUT_WR);
    const RawAnswer answer = client.answer();
    bench.check(answer.status == 200 || answer.status == 0, QStringLiteral("an answer, or none"));
    bench.check(client.waitForClose(), QStringLiteral("the connection ends"));
    const bool settled = bench.upstream.server().receivePending();
    bench.check(settled, QStringLiteral("the service has seen all that was sent to it"));
    if (answer.status == 200)
        bench.owe(1);
}

// The call may have been charged for by then: it is given up, and at most that one is on the bill.
void resetWhileTheServiceWorks(Bench& bench) {
    FakeNanoBanana& upstream = bench.upstream;
    upstream.setDelay(std::chrono::minutes(10));
    const int requests = upstream.requests(), abandoned = upstream.server().abandoned();
    {
        RawClient client(bench.server->port());
        client.send(postOf(formOf(Bench::goodParts())));
        const bool asked = QTest::qWaitFor([&] { return upstream.requests() == requests + 1; }, kHangLimitMs);
        bench.check(asked, QStringLiteral("the service is asked"));
        const linger reset{1, 0};
        ::setsockopt(static_cast<int>(client.socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset,
                     sizeof reset);
        client.socket.abort();
    }
    const bool given =
        QTest::qWaitFor([&] { return upstream.server().abandoned() == abandoned + 1; }, kHangLimitMs);
    bench.check(given, QStringLiteral("the call is given up"));
    upstream.setDelay(std::chrono::milliseconds(0));
    bench.owe(1); // the fake counts what it began
}

void pipelined(Bench& bench) {
    RawClient client(bench.server->port());
    client.send(postOf(formOf(Bench::goodParts())) + "GET /api/health HTTP/1.1\r\nHost: a\r\n\r\n");
    const RawAnswer first = client.answer();
    bench.check(first.status == 200 || first.status == 400,
                QStringLiteral("the edit is answered first, or refused"));
    bench.check(first.status != 200 || first.header("Content-Type") == "image/png",
                QStringLiteral("with its picture"));
    client.socket.disconnectFromHost();
    bench.check(client.waitForClose(), QStringLiteral("the connection ends"));
    const bool settled = bench.upstream.server().receivePending();
    bench.check(settled, QStringLiteral("the service has seen all that was sent to it"));
    if (first.status == 200)
        bench.owe(1);
}

} // namespace

QList<HostileCase> framingCases() {
    const QByteArray guard = "http_guard_rejections_total{reason=";
    return {
        {24, "bodies over the cap", overTheCap, guard + "\"body_size\""},
        {25, "lengths and encodings that two parsers read differently", lengths, guard + "\"bad_length\""},
        {26, "long heads", longHeads, guard + "\"header_size\""},
        {30, "TLS, HTTP/2 and junk", otherProtocols, guard + "\"request_line\""},
        {31, "upgrades and tunnels", upgrades, guard + "\"upgrade\""},
        {32, "a half-closed connection", halfClosed},
        {33, "a reset while the service works", resetWhileTheServiceWorks,
         "http_client_disconnects_total{phase=\"edit\"}"},
        {34, "a request behind a request", pipelined}};
}

} // namespace nb::test
