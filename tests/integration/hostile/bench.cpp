#include "tests/integration/hostile/bench.h"

#include "core/image/encode.h"
#include <QFile>
#include <opencv2/core.hpp>

namespace nb::test {

QByteArray formOf(const QList<FormPart>& parts, const QByteArray& boundary) {
    QByteArray form;
    for (const FormPart& part : parts) {
        const QByteArray usual = "Content-Disposition: form-data; name=\"" + part.name + '"' +
                                 (part.isFile ? "; filename=\"x\"" : "");
        form += "--" + boundary + "\r\n" + (part.head.isEmpty() ? usual : part.head) + "\r\n\r\n" +
                part.content + "\r\n";
    }
    return form + "--" + boundary + "--\r\n";
}

QByteArray postOf(const QByteArray& body, const QByteArray& contentType, const QByteArray& moreHeaders) {
    return "POST /api/edit HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: " +
           (contentType.isEmpty() ? "multipart/form-data; boundary=" + kBoundary : contentType) + "\r\n" +
           moreHeaders + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

Bench::Bench(const Variables& environment, const ServerLaunch& launch) {
    Variables variables{{QStringLiteral("RATE_LIMIT_ENABLED"), QStringLiteral("false")},
                        {QStringLiteral("NANOBANANA_URL"), upstream.url().toString()},
                        {QStringLiteral("NANOBANANA_KEY"), QString::fromLatin1(upstream.key())}};
    variables.insert(environment);
    server = std::make_unique<ServerProcess>(variables, QStringList(), launch);
    check(server->started(), QStringLiteral("the server starts: ") + QString::fromUtf8(server->errors()));
}

void Bench::check(bool holds, const QString& sentence) {
    if (!holds)
        m_faults += sentence;
}

RawAnswer Bench::exchange(const QByteArray& request, const QByteArray& method) {
    RawClient client(server->port());
    client.send(request);
    const RawAnswer answer = client.answer(method);
    if (answer.status >= 300) {
        const QJsonObject body = answer.json();
        const QString code = answer.status == 500 ? QStringLiteral("INTERNAL_ERROR")
                                                  : QStringLiteral("HTTP_%1").arg(answer.status);
        check(body[QStringLiteral("success")] == false && body[QStringLiteral("error_code")] == code,
              QStringLiteral("an error is JSON: ") + QString::fromUtf8(answer.body.left(200)));
    }
    check(client.waitForClose(), QStringLiteral("the connection is closed"));
    check(client.buffered().isEmpty(),
          QStringLiteral("one answer and no more: ") + QString::fromLatin1(client.buffered().left(200)));
    return answer;
}

RawAnswer Bench::get(const QByteArray& path) {
    return exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET");
}

RawAnswer Bench::expect(std::initializer_list<int> statuses, const QByteArray& request, const QString& what) {
    const RawAnswer answer = exchange(request);
    check(std::find(statuses.begin(), statuses.end(), answer.status) != statuses.end(),
          QStringLiteral("%1: status %2 %3")
              .arg(what, QString::number(answer.status), QString::fromUtf8(answer.body.left(160))));
    return answer;
}

RawAnswer Bench::edit(const QByteArray& picture, const QByteArray& mask) {
    QList<FormPart> parts = goodParts();
    if (!picture.isNull())
        parts[0].content = picture;
    if (!mask.isNull())
        parts[1].content = mask;
    return exchange(postOf(formOf(parts)));
}

RawAnswer Bench::expectEdit(std::initializer_list<int> statuses, const QString& what,
                            const QByteArray& picture, const QByteArray& mask) {
    const RawAnswer answer = edit(picture, mask);
    check(std::find(statuses.begin(), statuses.end(), answer.status) != statuses.end(),
          QStringLiteral("%1: status %2 %3")
              .arg(what, QString::number(answer.status), QString::fromUtf8(answer.body.left(160))));
    if (answer.status == 200)
        owe(1);
    return answer;
}

double Bench::metric(const QByteArray& series) {
    double sum = 0;
    for (const QByteArray& line : get("/metrics").body.split('\n'))
        if (line.startsWith(series))
            sum += line.mid(line.lastIndexOf(' ') + 1).toDouble();
    return sum;
}

qint64 Bench::residentBytes() const {
    QFile file(QStringLiteral("/proc/%1/status").arg(server->processId()));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').first().toLongLong() * 1024;
    return 0;
}

QByteArray Bench::goodPicture() {
    static const QByteArray png = *image::encodePng({spottedPixels(kSize, CV_8UC3, kSelection), {}});
    return png;
}

QByteArray Bench::goodMask() {
    static const QByteArray png = maskPng(kSize, kSelection);
    return png;
}

QList<FormPart> Bench::goodParts() {
    return {{"image", goodPicture(), true}, {"mask", goodMask(), true}, {"prompt", "a red rose"}};
}

} // namespace nb::test
