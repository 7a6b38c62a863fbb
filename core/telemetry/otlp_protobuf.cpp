#include "core/telemetry/otlp_protobuf.h"

#include <cstring>

namespace nb::telemetry {
namespace {

enum class WireType : quint32 { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

// One protobuf message as it grows. Values that are the default of their type are left out, as proto3 does.
class Message {
public:
    void bytes(quint32 field, const QByteArray& value) {
        if (!value.isEmpty())
            sub(field, value);
    }
    void text(quint32 field, const QString& value) { bytes(field, value.toUtf8()); }
    void varint(quint32 field, quint64 value) {
        if (value != 0)
            oneOfVarint(field, value);
    }
    void fixed64(quint32 field, quint64 value) {
        tag(field, WireType::Fixed64);
        littleEndian(value, 8);
    }
    void fixed32(quint32 field, quint32 value) {
        tag(field, WireType::Fixed32);
        littleEndian(value, 4);
    }
    // A message, and a value of a oneof, is there even if it is empty or 0.
    void sub(quint32 field, const QByteArray& message) {
        tag(field, WireType::Bytes);
        raw(static_cast<quint64>(message.size()));
        m_bytes += message;
    }
    void oneOfVarint(quint32 field, quint64 value) {
        tag(field, WireType::Varint);
        raw(value);
    }

    [[nodiscard]] const QByteArray& encoded() const { return m_bytes; }

private:
    void tag(quint32 field, WireType type) { raw(field << 3U | static_cast<quint32>(type)); }
    void raw(quint64 value) {
        for (; value >= 0x80; value >>= 7U)
            m_bytes += static_cast<char>(value | 0x80U);
        m_bytes += static_cast<char>(value);
    }
    void littleEndian(quint64 value, int size) {
        for (int i = 0; i < size; ++i, value >>= 8U)
            m_bytes += static_cast<char>(value & 0xffU);
    }

    QByteArray m_bytes;
};

QByteArray anyValue(const std::variant<bool, qint64, double, QString>& value) {
    Message message;
    if (const auto* text = std::get_if<QString>(&value)) {
        message.sub(1, text->toUtf8());
    } else if (const auto* flag = std::get_if<bool>(&value)) {
        message.oneOfVarint(2, *flag ? 1 : 0);
    } else if (const auto* number = std::get_if<qint64>(&value)) {
        message.oneOfVarint(3, static_cast<quint64>(*number));
    } else {
        quint64 bits = 0;
        std::memcpy(&bits, &std::get<double>(value), sizeof bits);
        message.fixed64(4, bits);
    }
    return message.encoded();
}

void addAttributes(Message& message, quint32 field, const SpanAttributes& attributes) {
    for (const SpanAttribute& attribute : attributes) {
        Message keyValue;
        keyValue.bytes(1, attribute.key);
        keyValue.sub(2, anyValue(attribute.value));
        message.sub(field, keyValue.encoded());
    }
}

QByteArray encoded(const Span& span) {
    constexpr quint32 kSampled = 0x1;
    constexpr quint32 kKnowsRemote = 0x100; // the next bit means something
    constexpr quint32 kRemoteParent = 0x200;
    Message message;
    message.bytes(1, span.traceId);
    message.bytes(2, span.spanId);
    message.bytes(3, span.traceState);
    message.bytes(4, span.parentId);
    message.text(5, span.name);
    message.varint(6, static_cast<quint64>(span.kind));
    message.fixed64(7, span.beganNs);
    message.fixed64(8, span.endedNs);
    addAttributes(message, 9, span.attributes);
    if (span.status != SpanStatus::Unset) {
        Message status;
        status.text(2, span.statusMessage);
        status.varint(3, static_cast<quint64>(span.status));
        message.sub(15, status.encoded());
    }
    message.fixed32(16, kSampled | kKnowsRemote | (span.hasRemoteParent ? kRemoteParent : 0));
    return message.encoded();
}

// Reads the fields of one message from front to back.
class Fields {
public:
    explicit Fields(const QByteArray& message) : m_bytes(message) {}

    // False at the end, and at what is no protobuf.
    bool next() {
        quint64 tag = 0;
        if (m_at >= m_bytes.size() || !varint(tag))
            return false;
        field = static_cast<quint32>(tag >> 3U);
        switch (static_cast<WireType>(tag & 7U)) {
        case WireType::Varint:
            return varint(number);
        case WireType::Fixed64:
            return skip(8);
        case WireType::Bytes: {
            quint64 size = 0;
            if (!varint(size) || size > static_cast<quint64>(m_bytes.size() - m_at))
                return false;
            bytes = m_bytes.mid(m_at, static_cast<qsizetype>(size));
            return skip(static_cast<qsizetype>(size));
        }
        case WireType::Fixed32:
            return skip(4);
        }
        return false;
    }

    quint32 field = 0;
    quint64 number = 0;
    QByteArray bytes;

private:
    bool varint(quint64& value) {
        value = 0;
        for (unsigned shift = 0; shift < 64 && m_at < m_bytes.size(); shift += 7) {
            const auto byte = static_cast<quint8>(m_bytes.at(m_at++));
            value |= static_cast<quint64>(byte & 0x7fU) << shift;
            if (byte < 0x80)
                return true;
        }
        return false;
    }
    bool skip(qsizetype size) {
        m_at += size;
        return m_at <= m_bytes.size();
    }

    QByteArray m_bytes;
    qsizetype m_at = 0;
};

} // namespace

QByteArray exportRequest(const SpanAttributes& resource, const QByteArray& scopeName,
                         const QByteArray& scopeVersion, const QList<Span>& spans) {
    Message scope;
    scope.bytes(1, scopeName);
    scope.bytes(2, scopeVersion);
    Message scopeSpans;
    scopeSpans.sub(1, scope.encoded());
    for (const Span& span : spans)
        scopeSpans.sub(2, encoded(span));
    Message resourceMessage;
    addAttributes(resourceMessage, 1, resource);
    Message resourceSpans;
    resourceSpans.sub(1, resourceMessage.encoded());
    resourceSpans.sub(2, scopeSpans.encoded());
    Message request;
    request.sub(1, resourceSpans.encoded());
    return request.encoded();
}

std::optional<PartialSuccess> partialSuccess(const QByteArray& response) {
    for (Fields outer(response); outer.next();) {
        if (outer.field != 1)
            continue;
        PartialSuccess partial;
        for (Fields inner(outer.bytes); inner.next();) {
            if (inner.field == 1)
                partial.rejectedSpans = static_cast<qint64>(inner.number);
            else if (inner.field == 2)
                partial.message = QString::fromUtf8(inner.bytes);
        }
        if (partial.rejectedSpans != 0 || !partial.message.isEmpty())
            return partial;
    }
    return {};
}

} // namespace nb::telemetry
