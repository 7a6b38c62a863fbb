#include "tests/integration/hostile/cases.h"
#include "tests/support/fake_openai.h"

namespace nb::test {
namespace {

// A bench of its own for each fault: a circuit breaker that has opened would answer for the next one.
void against(Bench& bench, const char* what, const std::function<void(Bench&)>& run,
             const Variables& variables = {}) {
    Bench own(variables);
    run(own);
    own.check(own.server->isRunning(), QStringLiteral("the server lives"));
    own.check(own.get("/api/health").status == 200, QStringLiteral("health answers"));
    for (const QString& fault : own.faults())
        bench.check(false, QLatin1String(what) + QStringLiteral(": ") + fault);
}

void asked(Bench& own, int least, int most) {
    const int requests = own.upstream.requests();
    own.check(own.upstream.server().receivePending(), QStringLiteral("the service has seen all"));
    own.check(requests >= least && requests <= most,
              QStringLiteral("%1 requests to the service").arg(requests));
}

void refusals(Bench& bench) {
    struct Row {
        int status;
        const char* text;
        std::initializer_list<int> answers;
    };
    for (const Row& row :
         {Row{401, "bad key", {502}}, Row{403, "not for you", {502}}, Row{400, "no such thing", {422}},
          Row{402, "pay first", {502, 503}}, Row{429, "insufficient_quota", {502, 503}}})
        against(bench, row.text, [&](Bench& own) {
            own.upstream.setStatus(row.status, QLatin1String(row.text));
            own.upstream.setHeaders({{"Retry-After", row.status == 429 ? "86400" : "0"}});
            own.expectEdit(row.answers, QStringLiteral("status %1 of the service").arg(row.status));
            asked(own, 1, 1);
            own.check(own.metric("upstream_attempts_total{") >= 1, QStringLiteral("the attempt is counted"));
        });
}

void waits(Bench& bench) {
    against(bench, "Retry-After: 1", [](Bench& own) {
        own.upstream.server().enqueue(
            {429, "application/json", "{\"error\":\"slow down\"}", {{"Retry-After", "1"}}});
        own.expectEdit({200}, QStringLiteral("a short wait"));
    });
    for (const char* later : {"3600", "Tue, 31 Dec 2199 23:59:59 GMT"})
        against(bench, later, [&](Bench& own) {
            own.upstream.setStatus(429, QStringLiteral("slow down"));
            own.upstream.setHeaders({{"Retry-After", later}});
            const RawAnswer answer = own.expectEdit({502, 503}, QStringLiteral("a wait that is too long"));
            asked(own, 1, 1);
            own.check(answer.status != 503 || !answer.header("Retry-After").isEmpty(),
                      QStringLiteral("the wait is told"));
        });
    for (const char* nonsense : {"-5", "soon", "99999999999999999999999"})
        against(bench, nonsense, [&](Bench& own) {
            own.upstream.setStatus(429, QStringLiteral("slow down"));
            own.upstream.setHeaders({{"Retry-After", nonsense}});
            own.expectEdit({502, 503}, QStringLiteral("a wait that is none"));
            asked(own, 1, 3);
        });
}

const QByteArray kRedirected = "http://169.254.169.254/latest/meta-data/";

void brokenAnswers(Bench& bench) {
    const auto answered = [&](const char* what, const Reply& reply, std::initializer_list<int> statuses,
                              int most) {
        against(bench, what, [&](Bench& own) {
            own.upstream.server().setHandler([reply](const Received&) { return reply; });
            own.expectEdit(statuses, QLatin1String(what));
            const auto received = own.upstream.server().received().size();
            own.check(received >= 1 && received <= most,
                      QStringLiteral("%1 requests to the service").arg(received));
        });
    };
    answered("500", {500, "text/plain", "oops"}, {502}, 3);
    answered("503", {503, "text/html", "<html>busy</html>"}, {502, 503}, 3);
    answered("HTML", {200, "text/html", "<html>hello</html>"}, {502}, 1);
    answered("cut JSON", {200, "application/json", "{\"image\": \"iVBOR"}, {502}, 1);
    answered("no base64", {200, "application/json", "{\"image\": \"%%%%\"}"}, {502}, 1);
    answered("a redirect", {302, "text/plain", "", {{"Location", kRedirected}}}, {502}, 1);
    answered("a reset before the answer", {.fault = Fault::ResetAfterBody}, {502}, 1);
    answered("half an answer", {.body = QByteArray(1000, '{'), .fault = Fault::HalfAnswer}, {502}, 1);
    answered("no HTTP", {.fault = Fault::Garbage}, {502}, 1);
    answered("200 MB", {200, "image/png", Bench::goodPicture() + QByteArray(200 << 20, '\0')}, {200, 502}, 1);
}

void deadEnds(Bench& bench) {
    const Variables soon{{QStringLiteral("REQUEST_TIMEOUT"), QStringLiteral("2")}};
    for (const Fault fault : {Fault::Silent, Fault::Drip})
        against(
            bench, fault == Fault::Silent ? "silence" : "a drip",
            [&](Bench& own) {
                own.upstream.server().setHandler([fault](const Received&) {
                    return Reply{.body = QByteArray(1 << 20, 'x'), .fault = fault};
                });
                own.expectEdit({502, 504}, QStringLiteral("an answer that does not come"));
            },
            soon);
    against(bench, "nobody listens", [](Bench& own) { own.expectEdit({502}, QStringLiteral("refused")); },
            {{QStringLiteral("NANOBANANA_URL"), QStringLiteral("http://127.0.0.1:1/")}});
    against(bench, "no such name", [](Bench& own) { own.expectEdit({502}, QStringLiteral("no address")); },
            {{QStringLiteral("NANOBANANA_URL"), QStringLiteral("http://nowhere.invalid/")}});
}

void otherPictures(Bench& bench) {
    against(bench, "another size", [](Bench& own) {
        own.upstream.setSpoiling({.size = {123, 77}});
        own.expectEdit({200, 502}, QStringLiteral("a picture of another size"));
    });
    FakeOpenai service;
    against(bench, "an address of the machine's own network",
            [&](Bench& own) {
                service.server().setHandler([](const Received&) {
                    return Reply{.body = "{\"data\":[{\"url\":\"" + kRedirected + "\"}]}"};
                });
                own.expectEdit({502}, QStringLiteral("an address to fetch from"));
            },
            {{QStringLiteral("NANOBANANA_PROVIDER"), QStringLiteral("openai")},
             {QStringLiteral("NANOBANANA_URL"), service.url().toString()}});
}

void broken(Bench& bench) {
    brokenAnswers(bench);
    deadEnds(bench);
    otherPictures(bench);
}

} // namespace

QList<HostileCase> serviceCases() {
    return {{36, "a service that refuses", refusals},
            {37, "a service that asks to wait", waits},
            {38, "a service that is broken", broken}};
}

} // namespace nb::test
