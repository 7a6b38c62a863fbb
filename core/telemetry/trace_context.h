#pragma once
// Where a request belongs in a trace: the W3C Trace Context headers, as they come in and as ids of our own.
// It records nothing; core/telemetry/tracer.h does.

#include <QByteArray>
#include <QByteArrayList>
#include <optional>

namespace nb::telemetry {

// The ids are bytes, not text: 16 of a trace, 8 of a span, never all zero. An empty one means that there is
// none.
constexpr int kTraceIdBytes = 16;
constexpr int kSpanIdBytes = 8;
// A longer tracestate is left out, as the specification allows.
constexpr int kMaxTraceStateBytes = 512;

// What a caller sent.
struct TraceParent {
    QByteArray traceId;
    QByteArray spanId; // of the caller's span
    bool sampled = false;
    QByteArray state = {}; // tracestate as it came; empty = none, or one that cannot be passed on
};

// From the values of all `traceparent` and `tracestate` header fields, in their order. nullopt if there is
// not exactly one traceparent, or one that the specification calls invalid: a new trace begins.
[[nodiscard]] std::optional<TraceParent> parseTraceParent(const QByteArrayList& traceparents,
                                                          const QByteArrayList& tracestates);

// "00-<trace>-<span>-01" in lower case.
[[nodiscard]] QByteArray traceParentText(const QByteArray& traceId, const QByteArray& spanId, bool sampled);

// The bytes of a text of 2 * size lower-case hexadecimal digits that are not all zero; else empty.
[[nodiscard]] QByteArray idOfHex(const QByteArray& text, int size);

// Random, from the kernel-seeded generator. Any thread.
[[nodiscard]] QByteArray newTraceId();
[[nodiscard]] QByteArray newSpanId();

} // namespace nb::telemetry
