// The server's framing against a parser of its own kind: RFC 9112 read strictly over the whole bytes at once,
// where Framing takes them in any pieces. Both must say the same, byte for byte.

#include "core/server/http/framing.h"

#include "tests/fuzz/fuzz_target.h"
#include <QRegularExpression>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace nb::fuzz {
namespace {

using server::Framing;
using server::GuardLimits;
using server::RequestBody;
using server::RequestHead;

// Small, so that short inputs reach them.
GuardLimits limitsOf(quint8 choice) {
    GuardLimits limits;
    limits.maxTargetBytes = choice & 1 ? 24 : 200;
    limits.maxHeaderBytes = choice & 2 ? 96 : 600;
    limits.maxHeaderCount = choice & 4 ? 3 : 12;
    limits.maxChunkExtensionBytes = 8;
    limits.maxBodyBytes = choice & 8 ? 16 : 300;
    return limits;
}

// One thing that was found, and where: behind how many bytes of the input.
struct Step {
    enum class Kind { Head, End, Rejected, More } kind = Kind::More;
    qsizetype at = 0; // 0 for Rejected: how early a fault is seen is no matter of the grammar
    ErrorCode code = ErrorCode::Internal;
    RequestHead head = {};
    QByteArray body = {};
};

bool same(const RequestHead& a, const RequestHead& b) {
    return a.method == b.method && a.target == b.target && a.minorVersion == b.minorVersion &&
           a.contentLength == b.contentLength && a.chunked == b.chunked &&
           a.expectsContinue == b.expectsContinue && a.keepAlive == b.keepAlive &&
           std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                      [](const auto& x, const auto& y) { return x.name == y.name && x.value == y.value; });
}

bool same(const Step& a, const Step& b) {
    return a.kind == b.kind && a.at == b.at && a.code == b.code && a.body == b.body &&
           (a.kind != Step::Kind::Head || same(a.head, b.head));
}

// Framing, fed pieces whose lengths follow from `seed`; 0 = all at once.
std::vector<Step> framed(QByteArrayView input, const GuardLimits& limits, quint32 seed) {
    std::vector<Step> steps;
    Framing framing(limits);
    RequestBody body;
    qsizetype at = 0;
    while (true) {
        seed = seed * 1664525 + 1013904223;
        const qsizetype length = seed == 1013904223 ? input.size() : 1 + (seed >> 16) % 7;
        const QByteArray piece = input.sliced(at, std::min(length, input.size() - at)).toByteArray();
        QByteArrayView bytes = piece; // in memory of its own
        for (bool more = true; more;) {
            const qsizetype before = bytes.size();
            const Framing::Event event = framing.feed(bytes, &body);
            at += before - bytes.size();
            switch (event) {
            case Framing::Event::HeadComplete:
                steps.push_back({Step::Kind::Head, at, ErrorCode::Internal, framing.head()});
                break;
            case Framing::Event::MessageComplete:
                require(framing.bodyBytes() == body.bytes().size(), "the body is as long as it is counted");
                steps.push_back({Step::Kind::End, at, ErrorCode::Internal, {}, body.bytes()});
                body = RequestBody();
                break;
            case Framing::Event::Rejected:
                steps.push_back({Step::Kind::Rejected, 0, framing.rejection().error.code});
                return steps;
            case Framing::Event::NeedMore:
                require(bytes.isEmpty(), "more is asked for only when nothing is left");
                more = false;
            }
        }
        if (at == input.size()) {
            require(framing.atStart() || framing.insideHead() || framing.insideBody(),
                    "between two pieces it is at the start, in a head or in a body");
            steps.push_back({Step::Kind::More, at});
            return steps;
        }
    }
}

// The other parser. It knows nothing of pieces: it has all bytes and an index.
class Reference {
public:
    Reference(QByteArrayView input, const GuardLimits& limits)
        : m_in(input.data(), static_cast<size_t>(input.size())), m_limits(limits) {}

    std::vector<Step> run() {
        while (m_at < m_in.size() && message()) {
        }
        if (!m_rejected)
            m_steps.push_back({Step::Kind::More, static_cast<qsizetype>(m_in.size())});
        return m_steps;
    }

private:
    // False: it does not end here, or is refused.
    bool message() {
        m_head = {};
        m_headerBytes = 0;
        std::string_view line;
        if (!takeLine(line, true) || !requestLine(line))
            return false;
        while (true) {
            if (!takeLine(line, false))
                return false;
            if (line.empty())
                break;
            if (!field(line))
                return false;
        }
        if (!host() || !bodyFraming() || !expectations())
            return false;
        m_steps.push_back({Step::Kind::Head, at(), ErrorCode::Internal, m_head});
        const qint64 length = m_head.contentLength.value_or(0);
        if (length > m_limits.maxBodyBytes) // said behind the head, which may be refused for something else
            return reject(ErrorCode::BodyTooLarge);
        QByteArray body;
        if (m_head.chunked) {
            if (!chunks(body))
                return false;
        } else if (m_in.size() - m_at < static_cast<size_t>(length)) {
            return false;
        } else {
            body = bytes(m_in.substr(m_at, static_cast<size_t>(length)));
            m_at += static_cast<size_t>(length);
        }
        m_steps.push_back({Step::Kind::End, at(), ErrorCode::Internal, {}, body});
        return true;
    }

    [[nodiscard]] qsizetype at() const { return static_cast<qsizetype>(m_at); }

    bool reject(ErrorCode code) {
        m_steps.push_back({Step::Kind::Rejected, 0, code});
        m_rejected = true;
        return false;
    }

    static bool isToken(char c) {
        return std::string_view(
                   "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
                   .find(c) != std::string_view::npos;
    }

    // What a line may hold, and how long it may become before its end is seen.
    bool takeLine(std::string_view& line, bool isRequestLine) {
        const size_t begin = m_at;
        for (; m_at < m_in.size(); ++m_at) {
            const char c = m_in[m_at];
            const std::string_view sofar = m_in.substr(begin, m_at - begin);
            if (c == '\n') {
                if (sofar.empty() || sofar.back() != '\r')
                    return reject(ErrorCode::Malformed);
                line = sofar.substr(0, sofar.size() - 1);
                ++m_at;
                return true;
            }
            const auto code = static_cast<unsigned char>(c);
            const bool isControl = (code < 32 && c != '\r' && (c != '\t' || isRequestLine)) || code == 127;
            if (isControl || (!sofar.empty() && sofar.back() == '\r'))
                return reject(ErrorCode::Malformed);
            if (isRequestLine && sofar.size() + 1 > static_cast<size_t>(m_limits.maxTargetBytes) + 48)
                return reject(ErrorCode::TargetTooLong);
            if (isRequestLine && c != ' ' && sofar.find(' ') == std::string_view::npos &&
                (!isToken(c) || sofar.size() >= 32))
                return reject(ErrorCode::Malformed);
            if (!isRequestLine && ++m_headerBytes > m_limits.maxHeaderBytes)
                return reject(ErrorCode::HeadersTooLarge);
        }
        return false;
    }

    static QString latin(std::string_view text) {
        return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
    }
    static bool matches(std::string_view text, const QRegularExpression& pattern) {
        return pattern.match(latin(text)).hasMatch();
    }
    static QByteArray bytes(std::string_view text) {
        return {text.data(), static_cast<qsizetype>(text.size())};
    }

    static bool isHost(std::string_view text) {
        static const QRegularExpression pattern(
            QStringLiteral("\\A(\\[[0-9A-Fa-f:.]{2,}\\]|[A-Za-z0-9._~-]+)(:[0-9]{1,5})?\\z"));
        return matches(text, pattern);
    }

    bool requestLine(std::string_view line) {
        const size_t first = line.find(' ');
        const size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
        if (first == 0 || second == std::string_view::npos ||
            line.find(' ', second + 1) != std::string_view::npos)
            return reject(ErrorCode::Malformed);
        m_head.method = bytes(line.substr(0, first));
        std::string_view target = line.substr(first + 1, second - first - 1);
        const std::string_view version = line.substr(second + 1);
        if (target.size() > static_cast<size_t>(m_limits.maxTargetBytes))
            return reject(ErrorCode::TargetTooLong);
        if (m_head.method == "CONNECT" || m_head.method == "TRACE")
            return reject(ErrorCode::MethodNotAllowed);
        if (!requestTarget(target))
            return reject(ErrorCode::Malformed);
        static const QRegularExpression served(QStringLiteral("\\AHTTP/1\\.[01]\\z"));
        static const QRegularExpression any(QStringLiteral("\\AHTTP/[0-9]\\.[0-9]\\z"));
        if (!matches(version, served))
            return reject(matches(version, any) ? ErrorCode::VersionNotSupported : ErrorCode::Malformed);
        m_head.minorVersion = version.back() == '1' ? 1 : 0;
        return true;
    }

    bool requestTarget(std::string_view target) {
        if (target == "*" && m_head.method == "OPTIONS") {
            m_head.target = "*";
            return true;
        }
        static const QRegularExpression scheme(QStringLiteral("\\Ahttp://([^/]*)"),
                                               QRegularExpression::CaseInsensitiveOption);
        if (const auto match = scheme.match(latin(target)); match.hasMatch()) {
            const size_t length = static_cast<size_t>(match.capturedLength());
            if (!isHost(target.substr(7, length - 7)))
                return false;
            target = length == target.size() ? "/" : target.substr(length);
        }
        static const QRegularExpression path(
            QStringLiteral("\\A/(%[0-9A-Fa-f]{2}|[A-Za-z0-9\\-._~:/?@!$&'()*+,;=\\[\\]])*\\z"));
        m_head.target = bytes(target);
        return matches(target, path);
    }

    bool field(std::string_view line) {
        if (m_head.fields.size() >= m_limits.maxHeaderCount)
            return reject(ErrorCode::HeadersTooLarge);
        const size_t colon = line.find(':');
        const std::string_view name = line.substr(0, colon == std::string_view::npos ? 0 : colon);
        if (name.empty() || !std::all_of(name.begin(), name.end(), isToken))
            return reject(ErrorCode::Malformed);
        std::string_view value = line.substr(colon + 1);
        const size_t begin = value.find_first_not_of(" \t");
        value = begin == std::string_view::npos
                    ? std::string_view()
                    : value.substr(begin, value.find_last_not_of(" \t") - begin + 1);
        m_head.fields.append({bytes(name), bytes(value)});
        return true;
    }

    [[nodiscard]] std::vector<std::string> valuesOf(const char* name) const {
        std::vector<std::string> values;
        for (const server::HeaderField& field : m_head.fields)
            if (field.name.toLower() == QByteArray(name))
                values.push_back(field.value.toStdString());
        return values;
    }

    bool host() {
        const std::vector<std::string> hosts = valuesOf("host");
        const bool valid = std::all_of(hosts.begin(), hosts.end(), isHost);
        const bool enough = hosts.size() == 1 || (hosts.empty() && m_head.minorVersion == 0);
        return valid && enough ? true : reject(ErrorCode::Malformed);
    }

    bool bodyFraming() {
        static const QRegularExpression digits(QStringLiteral("\\A[0-9]{1,18}\\z"));
        for (const std::string& text : valuesOf("content-length")) {
            if (!matches(text, digits))
                return reject(ErrorCode::Malformed);
            const qint64 length = std::stoll(text);
            if (m_head.contentLength && *m_head.contentLength != length)
                return reject(ErrorCode::Malformed);
            m_head.contentLength = length;
        }
        const std::vector<std::string> encodings = valuesOf("transfer-encoding");
        if (!encodings.empty()) {
            if (encodings.size() > 1 || m_head.contentLength || m_head.minorVersion == 0)
                return reject(ErrorCode::Malformed);
            if (QByteArray::fromStdString(encodings.front()).toLower() != "chunked")
                return reject(ErrorCode::MethodNotImplemented);
            m_head.chunked = true;
        }
        return true;
    }

    static bool lists(const std::vector<std::string>& values, const char* word) {
        for (const std::string& value : values)
            for (const QString& item : latin(value).split(QLatin1Char(',')))
                if (item.trimmed().compare(QLatin1String(word), Qt::CaseInsensitive) == 0)
                    return true;
        return false;
    }

    bool expectations() {
        static const QRegularExpression socket(QStringLiteral("(\\A|,)\\s*websocket\\s*(/[^,]*)?(,|\\z)"),
                                               QRegularExpression::CaseInsensitiveOption);
        // In the order of the header lines: the first fault counts.
        for (const server::HeaderField& field : m_head.fields) {
            const QByteArray name = field.name.toLower();
            if (name == "upgrade" && matches(field.value.toStdString(), socket))
                return reject(ErrorCode::Malformed);
            if (name != "expect")
                continue;
            if (field.value.toLower() != "100-continue")
                return reject(ErrorCode::ExpectationFailed);
            m_head.expectsContinue = m_head.minorVersion == 1;
        }
        const std::vector<std::string> connection = valuesOf("connection");
        const bool closes = lists(connection, "close");
        m_head.keepAlive = !closes && (m_head.minorVersion == 1 || lists(connection, "keep-alive"));
        return true;
    }

    bool chunks(QByteArray& body) {
        const auto expect = [this](char wanted) {
            if (m_at == m_in.size())
                return false;
            return m_in[m_at++] == wanted ? true : reject(ErrorCode::Malformed);
        };
        while (true) {
            qint64 size = 0;
            if (!chunkSize(size) || !expect('\r') || !expect('\n'))
                return false;
            if (size == 0)
                return expect('\r') && expect('\n');
            if (body.size() + size > m_limits.maxBodyBytes)
                return reject(ErrorCode::BodyTooLarge);
            if (m_in.size() - m_at < static_cast<size_t>(size))
                return false;
            body += bytes(m_in.substr(m_at, static_cast<size_t>(size)));
            m_at += static_cast<size_t>(size);
            if (!expect('\r') || !expect('\n'))
                return false;
        }
    }

    // Up to the CR, which is not taken.
    bool chunkSize(qint64& size) {
        const size_t begin = m_at;
        while (m_at < m_in.size() && m_at - begin < 8 &&
               std::isxdigit(static_cast<unsigned char>(m_in[m_at])))
            ++m_at;
        if (m_at == m_in.size())
            return false;
        if (m_at == begin)
            return reject(ErrorCode::Malformed);
        size = std::stoll(std::string(m_in.substr(begin, m_at - begin)), nullptr, 16);
        if (m_in[m_at] != ';')
            return true;
        for (const size_t from = ++m_at; m_at < m_in.size(); ++m_at) {
            const auto code = static_cast<unsigned char>(m_in[m_at]);
            if (code == '\r')
                return true;
            if (code < 32 || code == 127 ||
                m_at - from >= static_cast<size_t>(m_limits.maxChunkExtensionBytes))
                return reject(ErrorCode::Malformed);
        }
        return false;
    }

    std::string_view m_in;
    GuardLimits m_limits;
    size_t m_at = 0;
    int m_headerBytes = 0;
    bool m_rejected = false;
    RequestHead m_head;
    std::vector<Step> m_steps;
};

void framing(QByteArrayView input) {
    Parts parts(input);
    const GuardLimits limits = limitsOf(parts.byte());
    const quint32 seed = parts.byte();
    const QByteArrayView bytes = parts.rest();
    const std::vector<Step> whole = framed(bytes, limits, 0);
    const auto equal = [&](const std::vector<Step>& other) {
        return std::equal(whole.begin(), whole.end(), other.begin(), other.end(),
                          [](const Step& a, const Step& b) { return same(a, b); });
    };
    require(equal(Reference(bytes, limits).run()), "the framing reads what the grammar says");
    require(equal(framed(bytes, limits, seed + 1)), "the pieces in which the bytes come change nothing");
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(framing, nb::fuzz::framing)
