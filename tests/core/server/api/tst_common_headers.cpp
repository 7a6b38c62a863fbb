#include "core/server/api/common_headers.h"
#include "tests/support/test_main.h"

#include <QLocale>
#include <QSet>
#include <QTest>
#include <QUuid>

using namespace nb;
using namespace nb::server;
using namespace std::chrono_literals;

namespace {

RequestHead headWith(const QByteArray& name, const QByteArray& value) {
    RequestHead head;
    head.fields.append({name, value});
    return head;
}

QList<HeaderField> headersFor(const config::Settings& settings, const RequestHead& head) {
    Response response;
    addCommonHeaders(response, Identity::of(head), 1500ms, settings);
    return response.headers;
}

// The one value of that name; "none" without it.
QByteArray valueOf(const QList<HeaderField>& headers, const QByteArray& name) {
    for (const HeaderField& header : headers)
        if (header.name == name)
            return header.value;
    return "none";
}

config::Settings allowing(const QStringList& origins) {
    config::Settings settings;
    settings.server.allowedOrigins = origins;
    return settings;
}

bool isNewId(const QByteArray& id) {
    return id.size() == 36 && !QUuid::fromString(QString::fromLatin1(id)).isNull();
}

const char* const kCors = "Access-Control-Allow-Origin";

} // namespace

class TestCommonHeaders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsThatAreEchoed_data() {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<bool>("echoed");
        QTest::newRow("every kind of character") << QByteArray("aZ09._-") << true;
        QTest::newRow("one character") << QByteArray("-") << true;
        QTest::newRow("128 characters") << QByteArray(128, 'a') << true;
        QTest::newRow("129 characters") << QByteArray(129, 'a') << false;
        QTest::newRow("a megabyte") << QByteArray(1'000'000, 'a') << false;
        QTest::newRow("with a null") << QByteArray("a\0b", 3) << false;
        for (const char* bad : {"", "a b", "a;b", "a\tb", "a\r\nSet-Cookie: b", "a\n", "\xe4", "\xc3\xa4",
                                "a/b", "a\"", "<b>", "%0d"})
            QTest::newRow(QByteArray(bad).toPercentEncoding().constData()) << QByteArray(bad) << false;
    }
    void idsThatAreEchoed() {
        QFETCH(QByteArray, id);
        QFETCH(bool, echoed);
        const QByteArray requestId = valueOf(headersFor({}, headWith("x-request-id", id)), "X-Request-ID");
        QVERIFY2(echoed ? requestId == id : isNewId(requestId), requestId);
        const QByteArray none("none");
        QCOMPARE(valueOf(headersFor({}, headWith("X-Correlation-Id", id)), "X-Correlation-ID"),
                 echoed ? id : none);
        QCOMPARE(valueOf(headersFor({}, headWith("X-TRACE-ID", id)), "X-Trace-ID"), echoed ? id : none);
    }

    void idsOfTheServersOwn() {
        const Identity first = Identity::of({}), second = Identity::of({});
        QVERIFY(isNewId(first.requestId) && isNewId(second.requestId));
        QVERIFY(first.requestId != second.requestId);
        QVERIFY(first.correlationId.isEmpty() && first.traceId.isEmpty() && first.origin.isEmpty());
    }

    // What else could be meant by two of them is not looked for.
    void theFirstOfTwoIdsCounts() {
        RequestHead head = headWith("X-Request-ID", "one");
        head.fields.append(HeaderField{"x-request-id", "two"});
        QCOMPARE(Identity::of(head).requestId, QByteArray("one"));
        head.fields[0].value = "not one";
        QVERIFY(isNewId(Identity::of(head).requestId));
    }

    void seconds_data() {
        QTest::addColumn<qint64>("nanoseconds");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](std::chrono::nanoseconds time, const char* text) {
            QTest::newRow(text) << qint64(time.count()) << QByteArray(text);
        };
        row(0ns, "0.000000");
        row(499ns, "0.000000");
        row(501ns, "0.000001");
        row(1us, "0.000001");
        row(1500us, "0.001500");
        row(999'999'600ns, "1.000000");
        row(90s, "90.000000");
        row(24h * 365, "31536000.000000"); // never as a power of ten
    }
    void seconds() {
        QFETCH(qint64, nanoseconds);
        QFETCH(QByteArray, text);
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::German)); // where a comma stands before the fraction
        const QByteArray written = secondsText(std::chrono::nanoseconds(nanoseconds));
        QLocale::setDefault(before);
        QCOMPARE(written, text);
    }

    void securityHeaders() {
        const auto headers = headersFor({}, {});
        const QByteArray policy = valueOf(headers, "Content-Security-Policy");
        for (const char* part :
             {"default-src 'none';", "frame-ancestors 'none';", "base-uri 'none';", "form-action 'none'"})
            QVERIFY2(policy.contains(part), part);
        QVERIFY(!policy.contains("unsafe-eval") && !policy.contains("script-src 'self' 'unsafe-inline'"));
        QCOMPARE(valueOf(headers, "X-Frame-Options"), QByteArray("DENY"));
        QCOMPARE(valueOf(headers, "X-Content-Type-Options"), QByteArray("nosniff"));
        QCOMPARE(valueOf(headers, "X-XSS-Protection"), QByteArray("1; mode=block"));
        QCOMPARE(valueOf(headers, "Referrer-Policy"), QByteArray("no-referrer"));
        QVERIFY(valueOf(headers, "Permissions-Policy").contains("camera=()"));
        QCOMPARE(valueOf(headers, "Cache-Control"), QByteArray("no-store"));
        QCOMPARE(valueOf(headers, "X-Process-Time"), QByteArray("1.500000"));
    }

    // The page's are others than the API's.
    void whatTheResponseHasItselfStays() {
        Response response;
        response.add("Content-Security-Policy", "mine");
        response.add("Cache-Control", "no-cache");
        response.add("Vary", "Accept-Encoding");
        addCommonHeaders(response, Identity::of({}), 1s, {});
        QCOMPARE(valueOf(response.headers, "Content-Security-Policy"), QByteArray("mine"));
        QCOMPARE(valueOf(response.headers, "Cache-Control"), QByteArray("no-cache"));
        QCOMPARE(valueOf(response.headers, "Vary"), QByteArray("Accept-Encoding, Origin"));
        QSet<QByteArray> names;
        for (const HeaderField& header : response.headers) {
            QVERIFY2(!names.contains(header.name), header.name);
            names.insert(header.name);
        }
    }

    void onlyProductionInsistsOnTls() {
        const QByteArray name = "Strict-Transport-Security";
        config::Settings settings;
        for (const char* other : {"", "development", "staging", "productions"}) {
            settings.environment = QString::fromLatin1(other);
            QCOMPARE(valueOf(headersFor(settings, {}), name), QByteArray("none"));
        }
        settings.environment = QStringLiteral("production");
        QVERIFY(valueOf(headersFor(settings, {}), name).startsWith("max-age="));
    }

    void origins_data() {
        QTest::addColumn<QStringList>("allowed");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<QByteArray>("answer");
        const QString a = QStringLiteral("http://a:1"), b = QStringLiteral("https://b"),
                      all = QStringLiteral("*");
        const QByteArray none("none");
        QTest::newRow("the one") << QStringList{a} << QByteArray("http://a:1") << QByteArray("http://a:1");
        QTest::newRow("one of two") << QStringList{a, b} << QByteArray("https://b")
                                    << QByteArray("https://b");
        QTest::newRow("any") << QStringList{all} << QByteArray("http://x") << QByteArray("*");
        QTest::newRow("any beside one") << QStringList{a, all} << QByteArray("http://a:1") << QByteArray("*");
        QTest::newRow("any, of a file") << QStringList{all} << QByteArray("null") << QByteArray("*");
        QTest::newRow("any, and none sent") << QStringList{all} << QByteArray() << none;
        QTest::newRow("none allowed") << QStringList() << QByteArray("http://a:1") << none;
        for (const char* other :
             {"http://a", "http://a:10", "http://a:1/", "https://a:1", "HTTP://A:1", "http://a:1.x",
              "http://x.a:1", "http://a:1, https://b", "null", "*", "\xe4", ""})
            QTest::newRow(QByteArray("not ").append(other).constData())
                << QStringList{a, b} << QByteArray(other) << none;
    }
    void origins() {
        QFETCH(QStringList, allowed);
        QFETCH(QByteArray, origin);
        QFETCH(QByteArray, answer);
        const config::Settings settings = allowing(allowed);
        const auto headers = headersFor(settings, headWith("Origin", origin));
        QCOMPARE(valueOf(headers, kCors), answer);
        // A cache must not give one origin's answer to another, whichever came first.
        QCOMPARE(valueOf(headers, "Vary"), QByteArray("Origin"));
        QCOMPARE(valueOf(headers, "Access-Control-Expose-Headers") != "none", answer != "none");
        QCOMPARE(valueOf(headers, "Access-Control-Allow-Credentials"), QByteArray("none"));
        if (!origin.isEmpty())
            QCOMPARE(isAllowedOrigin(settings.server, origin), answer != "none");
    }

    void scriptsMayReadTheIdAndTheWaits() {
        const QByteArray exposed =
            valueOf(headersFor(allowing({QStringLiteral("*")}), headWith("Origin", "http://x")),
                    "Access-Control-Expose-Headers");
        for (const char* name : {"X-Request-ID", "X-RateLimit-Reset", "Retry-After"})
            QVERIFY2(exposed.split(',').contains(name) || exposed.contains(QByteArray(", ") + name), name);
    }

    // Whatever a client sends: each header once, and each on one line.
    void nothingAddsALine() {
        RequestHead head;
        for (const char* name : {"X-Request-ID", "X-Correlation-ID", "X-Trace-ID", "Origin"})
            head.fields.append(HeaderField{name, "a\r\nSet-Cookie: b"});
        config::Settings settings = allowing({QStringLiteral("*"), QStringLiteral("http://a:1")});
        settings.environment = QStringLiteral("production");
        QSet<QByteArray> names;
        for (const HeaderField& header : headersFor(settings, head)) {
            QVERIFY2(!names.contains(header.name.toLower()), header.name);
            names.insert(header.name.toLower());
            QVERIFY2(!header.value.isEmpty() && !header.value.contains('\r') && !header.value.contains('\n'),
                     header.name);
        }
        QVERIFY(names.size() > 10);
    }
};

NB_TEST(TestCommonHeaders)
#include "tst_common_headers.moc"
