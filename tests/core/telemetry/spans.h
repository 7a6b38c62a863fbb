#pragma once
// What the tests of the traces share: a span with every field, and an exporter that keeps what it gets.

#include "core/telemetry/span.h"
#include <mutex>

namespace nb::test {

inline telemetry::Span fullSpan() {
    telemetry::Span span;
    span.traceId = QByteArray::fromHex("4bf92f3577b34da6a3ce929d0e0e4736");
    span.spanId = QByteArray::fromHex("00f067aa0ba902b7");
    span.parentId = QByteArray::fromHex("1112131415161718");
    span.hasRemoteParent = true;
    span.traceState = "a=b";
    span.name = QStringLiteral("POST /api/edit");
    span.kind = telemetry::SpanKind::Server;
    span.beganNs = 1'700'000'000'000'000'001ULL;
    span.endedNs = 1'700'000'001'500'000'000ULL;
    span.attributes = {{"http.request.method", QStringLiteral("POST")},
                       {"http.response.status_code", qint64(502)},
                       {"negative", qint64(-1)},
                       {"zero", qint64(0)},
                       {"no", false},
                       {"share", 0.25},
                       {"umlaut", QStringLiteral("\u00e4\u20ac\U0001F34C")},
                       {"empty", QString()}};
    span.status = telemetry::SpanStatus::Error;
    return span;
}

// Any thread.
class KeptSpans : public telemetry::SpanExporter {
public:
    explicit KeptSpans(QList<telemetry::Span>& spans) : m_spans(spans) {}
    void add(telemetry::Span span) override {
        const std::lock_guard lock(m_mutex);
        m_spans.append(std::move(span));
    }

private:
    std::mutex m_mutex;
    QList<telemetry::Span>& m_spans;
};

} // namespace nb::test
