#include "core/server/redis/reply_reader.h"

#include <hiredis/hiredis.h>
#include <new>

namespace nb::redis {
namespace {

constexpr qsizetype kFraming = 64; // bytes around a text: its kind, its length, the line ends

// What the reply that is being read may still take; a part over it is refused, and with it the connection.
struct Allowance {
    qsizetype bytes = 0;
    qsizetype parts = 0;
};

// Where the part of a task goes: into the array that is being filled, or a reply of its own. Null if there is
// no room for it.
Reply* placeOf(const redisReadTask* task, Reply::Kind kind) {
    auto* allowance = static_cast<Allowance*>(task->privdata);
    if (--allowance->parts < 0)
        return nullptr;
    Reply* place = nullptr;
    if (task->parent)
        place = &static_cast<Reply*>(task->parent->obj)->elements[static_cast<size_t>(task->idx)];
    else
        place = new (std::nothrow) Reply;
    if (place)
        place->kind = kind;
    return place;
}

Reply::Kind kindOf(int type) {
    return type == REDIS_REPLY_ERROR    ? Reply::Kind::Error
           : type == REDIS_REPLY_STATUS ? Reply::Kind::Status
                                        : Reply::Kind::Bytes;
}

void freeReply(void* reply) {
    delete static_cast<Reply*>(reply);
}

// No exception may pass through hiredis. A part of an array belongs to its array, whatever becomes of it.
template <class Fill>
void* filled(const redisReadTask* task, Reply::Kind kind, Fill fill) {
    Reply* place = placeOf(task, kind);
    if (!place)
        return nullptr;
    try {
        fill(*place);
    } catch (const std::bad_alloc&) {
        if (!task->parent)
            delete place;
        return nullptr;
    }
    return place;
}

void* createString(const redisReadTask* task, char* text, size_t length) {
    auto* allowance = static_cast<Allowance*>(task->privdata);
    allowance->bytes -= static_cast<qsizetype>(length);
    if (allowance->bytes < 0)
        return nullptr;
    return filled(task, kindOf(task->type),
                  [&](Reply& reply) { reply.bytes = QByteArray(text, static_cast<qsizetype>(length)); });
}

void* createArray(const redisReadTask* task, qint64 elements) {
    const auto* allowance = static_cast<const Allowance*>(task->privdata);
    if (elements < 0 || elements > allowance->parts)
        return nullptr;
    return filled(task, Reply::Kind::Array,
                  [&](Reply& reply) { reply.elements.resize(static_cast<size_t>(elements)); });
}

void* createInteger(const redisReadTask* task, long long value) {
    return filled(task, Reply::Kind::Integer, [&](Reply& reply) { reply.integer = value; });
}

void* createNil(const redisReadTask* task) {
    return filled(task, Reply::Kind::Nil, [](Reply&) {});
}

// hiredis 1 has more kinds of reply, of RESP3, which nobody asks for; without a function it would hand out
// numbers as pointers.
template <class Functions>
void refuseResp3(Functions& functions) {
    if constexpr (requires { functions.createDouble; }) {
        functions.createDouble = [](const redisReadTask*, double, char*, size_t) -> void* { return nullptr; };
        functions.createBool = [](const redisReadTask*, int) -> void* { return nullptr; };
    }
}

redisReplyObjectFunctions* functions() {
    static redisReplyObjectFunctions table = [] {
        redisReplyObjectFunctions made{};
        made.createString = createString;
        // The number's type is int in hiredis 0.14, size_t in 1.
        made.createArray = [](const redisReadTask* task, auto elements) -> void* {
            return createArray(task, static_cast<qint64>(elements));
        };
        made.createInteger = createInteger;
        made.createNil = createNil;
        made.freeObject = freeReply;
        refuseResp3(made);
        return made;
    }();
    return &table;
}

struct FreeReader {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
};

} // namespace

struct ReplyReader::Data {
    explicit Data(const Limits& l)
        : limits(l), allowance{l.maxBytes, l.maxParts}, reader(redisReaderCreateWithFunctions(functions())) {
        if (!reader)
            throw std::bad_alloc();
        reader->privdata = &allowance;
    }

    [[nodiscard]] Error fault() const {
        const QString what = QString::fromLatin1(reader->errstr);
        const bool over = reader->err == REDIS_ERR_OOM;
        return Error{ErrorCode::Malformed,
                     over ? QStringLiteral("a reply of Redis is too large")
                          : QStringLiteral("not a reply of Redis"),
                     what};
    }

    Limits limits;
    Allowance allowance;
    std::unique_ptr<redisReader, FreeReader> reader;
};

ReplyReader::ReplyReader(const Limits& limits) : m_data(std::make_unique<Data>(limits)) {}
ReplyReader::~ReplyReader() = default;

Result<> ReplyReader::feed(QByteArrayView bytes) {
    redisReader& reader = *m_data->reader;
    // hiredis keeps all bytes of a reply that is not whole yet.
    if (static_cast<qsizetype>(reader.len - reader.pos) > m_data->limits.maxBytes + kFraming)
        return Error{ErrorCode::Malformed, QStringLiteral("a reply of Redis is too large")};
    if (redisReaderFeed(&reader, bytes.data(), static_cast<size_t>(bytes.size())) != REDIS_OK)
        return m_data->fault();
    return {};
}

Result<std::optional<Reply>> ReplyReader::next() {
    void* found = nullptr;
    if (redisReaderGetReply(m_data->reader.get(), &found) != REDIS_OK)
        return m_data->fault();
    if (!found)
        return std::optional<Reply>();
    m_data->allowance = {m_data->limits.maxBytes, m_data->limits.maxParts};
    const std::unique_ptr<Reply> reply(static_cast<Reply*>(found));
    return std::optional<Reply>(std::move(*reply));
}

} // namespace nb::redis
