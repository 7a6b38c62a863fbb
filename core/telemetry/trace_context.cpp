#include "core/telemetry/trace_context.h"

#include <QRandomGenerator>
#include <algorithm>

namespace nb::telemetry {
namespace {

constexpr char kSampledFlag = 0x01;
// Version, trace id, span id and flags with the dashes between them.
constexpr int kTraceParentLength = 55;

bool isLowerHex(const QByteArray& text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isAllZero(const QByteArray& bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == 0; });
}

QByteArray randomId(int size) {
    QByteArray id(size, 0);
    do {
        for (char& byte : id)
            byte = static_cast<char>(QRandomGenerator::global()->bounded(256));
    } while (isAllZero(id));
    return id;
}

// The list of a tracestate over all its header fields; empty if it may not be passed on.
QByteArray joinedState(const QByteArrayList& fields) {
    const QByteArray state = fields.join(',').trimmed();
    const bool printable =
        std::all_of(state.begin(), state.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
    return printable && state.size() <= kMaxTraceStateBytes ? state : QByteArray();
}

} // namespace

QByteArray idOfHex(const QByteArray& text, int size) {
    if (text.size() != 2 * size || !isLowerHex(text))
        return {};
    const QByteArray id = QByteArray::fromHex(text);
    return isAllZero(id) ? QByteArray() : id;
}

std::optional<TraceParent> parseTraceParent(const QByteArrayList& traceparents,
                                            const QByteArrayList& tracestates) {
    if (traceparents.size() != 1)
        return {};
    const QByteArray text = traceparents.first().trimmed();
    const QByteArray version = text.left(2);
    // A later version may append fields, behind a dash; this one has none.
    const bool lengthFits =
        text.size() == kTraceParentLength ||
        (version != "00" && text.size() > kTraceParentLength && text.at(kTraceParentLength) == '-');
    if (!lengthFits || version == "ff" || !isLowerHex(version) || text.at(2) != '-' || text.at(35) != '-' ||
        text.at(52) != '-')
        return {};
    const QByteArray flags = text.mid(53, 2);
    TraceParent parent{idOfHex(text.mid(3, 2 * kTraceIdBytes), kTraceIdBytes),
                       idOfHex(text.mid(36, 2 * kSpanIdBytes), kSpanIdBytes)};
    if (parent.traceId.isEmpty() || parent.spanId.isEmpty() || !isLowerHex(flags))
        return {};
    parent.sampled = (QByteArray::fromHex(flags).at(0) & kSampledFlag) != 0;
    parent.state = joinedState(tracestates);
    return parent;
}

QByteArray traceParentText(const QByteArray& traceId, const QByteArray& spanId, bool sampled) {
    return "00-" + traceId.toHex() + '-' + spanId.toHex() + (sampled ? "-01" : "-00");
}

QByteArray newTraceId() {
    return randomId(kTraceIdBytes);
}

QByteArray newSpanId() {
    return randomId(kSpanIdBytes);
}

} // namespace nb::telemetry
