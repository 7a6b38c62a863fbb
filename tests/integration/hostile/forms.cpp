#include "tests/integration/hostile/cases.h"

namespace nb::test {
namespace {

QList<FormPart> with(qsizetype index, const FormPart& part) {
    QList<FormPart> parts = Bench::goodParts();
    parts[index] = part;
    return parts;
}

FormPart prompt(const QByteArray& text) {
    return {"prompt", text};
}

void emptyPart(Bench& bench) {
    bench.expect({422}, postOf(formOf(with(0, {"image", "", true}))), QStringLiteral("an empty picture"));
    bench.expect({422}, postOf(formOf(with(1, {"mask", "", true}))), QStringLiteral("an empty mask"));
}

void boundaries(Bench& bench) {
    const QByteArray form = formOf(Bench::goodParts());
    bench.expect({400}, postOf(form, "multipart/form-data"), QStringLiteral("no boundary"));
    bench.expect({400}, postOf(form, "multipart/form-data; boundary=" + QByteArray(71, 'b')),
                 QStringLiteral("a boundary of 71"));
    bench.expect({400}, postOf(form, "multipart/form-data; boundary=another"),
                 QStringLiteral("another boundary"));
}

void unclosed(Bench& bench) {
    bench.expect({400}, postOf(formOf(Bench::goodParts()).chopped(4 + kBoundary.size())),
                 QStringLiteral("not closed"));
}

void repeated(Bench& bench) {
    for (const qsizetype index : {0, 1, 2}) {
        QList<FormPart> parts = Bench::goodParts();
        parts.append(parts[index]);
        bench.expect({422}, postOf(formOf(parts)), QStringLiteral("a part that comes twice"));
    }
}

void manyParts(Bench& bench) {
    QList<FormPart> parts = Bench::goodParts();
    for (int i = 0; i < 10'000; ++i)
        parts.append({"x" + QByteArray::number(i), "y"});
    bench.expect({422}, postOf(formOf(parts)), QStringLiteral("10,003 parts"));
}

void longPartHead(Bench& bench) {
    bench.expect({400, 431}, postOf(formOf(with(2, {"", "x", false, "X-Long: " + QByteArray(1 << 20, 'a')}))),
                 QStringLiteral("a part's header of 1 MB"));
}

void fileNames(Bench& bench) {
    const QByteArray begin = "Content-Disposition: form-data; name=\"image\"; filename";
    const QByteArray names[] = {"=\"a\"",
                                QByteArray("=\"a\0b\"", 6),
                                "=\"../../../tmp/hostile-name.png\"",
                                "=\"a\r\nX-Injected: yes\"",
                                "=\"" + QByteArray(64 << 10, 'n') + '"',
                                "*=UTF-8''%2e%2e%2f%00%0d%0a.png",
                                "=\"\xe2\x80\xae.png\""};
    for (const QByteArray& name : names) {
        FormPart part = Bench::goodParts()[0];
        part.head = begin + name;
        const RawAnswer answer =
            bench.expect({200, 400, 431}, postOf(formOf(with(0, part))),
                         QStringLiteral("file name ") + QString::fromLatin1(name.left(40)));
        if (answer.status == 200)
            bench.owe(1);
        bench.check(!answer.head.contains("Injected"), QStringLiteral("no name gets into a header"));
    }
    bench.check(!QFile::exists(QStringLiteral("/tmp/hostile-name.png")), QStringLiteral("no name is a path"));
    for (const QJsonObject& line : bench.server->log())
        bench.check(!line.isEmpty(), QStringLiteral("each line of the log is one JSON object"));
}

void prompts(Bench& bench) {
    const auto refused = [&](const QByteArray& text, const char* what) {
        const RawAnswer answer =
            bench.expect({422}, postOf(formOf(with(2, prompt(text)))), QLatin1String(what));
        bench.check(answer.body.contains("prompt"), QStringLiteral("the field is named"));
    };
    refused("\xff\xfe rose", "invalid UTF-8");
    refused(QByteArray(501, 'a'), "501 characters");
    refused("a\1rose", "a control character");
    refused("", "empty");
    refused(" \t\n", "blank");
    const RawAnswer bidi = bench.expect({200, 422}, postOf(formOf(with(2, prompt("a \xe2\x80\xae rose")))),
                                        QStringLiteral("a direction override"));
    if (bidi.status == 200)
        bench.owe(1);
}

void nested(Bench& bench) {
    const FormPart mixed{
        "image", "--q\r\n\r\nx\r\n--q--", false,
        "Content-Disposition: form-data; name=\"image\"\r\nContent-Type: multipart/mixed; boundary=q"};
    bench.expect({400}, postOf(formOf(with(0, mixed))), QStringLiteral("multipart in multipart"));
    const FormPart base64{"image", Bench::goodPicture().toBase64(), false,
                          "Content-Disposition: form-data; name=\"image\"; filename=\"x\"\r\n"
                          "Content-Transfer-Encoding: base64"};
    bench.expect({400}, postOf(formOf(with(0, base64))), QStringLiteral("base64"));
}

void otherTypes(Bench& bench) {
    bench.expect({415}, postOf("{\"image\": \"x\"}", "application/json"), QStringLiteral("JSON"));
    const QByteArray form = formOf(Bench::goodParts());
    bench.expect({415},
                 "POST /api/edit HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " +
                     QByteArray::number(form.size()) + "\r\n\r\n" + form,
                 QStringLiteral("no type"));
}

void encoded(Bench& bench) {
    for (const char* encoding : {"gzip", "deflate", "br", "x-unknown"})
        bench.expect({415},
                     postOf(qCompress(QByteArray(1 << 20, '\0')).sliced(4), {},
                            QByteArray("Content-Encoding: ") + encoding + "\r\n"),
                     QStringLiteral("Content-Encoding: ") + QLatin1String(encoding));
}

} // namespace

QList<HostileCase> formCases() {
    const QByteArray answered = "http_requests_total{endpoint=\"/api/edit\",method=\"POST\",status_code=\"4";
    return {{13, "a part of no bytes", emptyPart, answered},
            {14, "boundaries that are none", boundaries, answered},
            {15, "no closing boundary", unclosed, answered},
            {16, "a part that comes twice", repeated, answered},
            {17, "10,000 parts", manyParts, answered},
            {18, "a part's header of 1 MB", longPartHead, answered},
            {19, "file names with paths and line ends", fileNames},
            {20, "prompts that are none", prompts, answered},
            {21, "nested and encoded parts", nested, answered},
            {22, "other types", otherTypes, answered},
            {23, "compressed bodies", encoded, answered}};
}

} // namespace nb::test
