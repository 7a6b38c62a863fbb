#pragma once
// Makes replies of the bytes that Redis sends (hiredis' parser for the protocol RESP), in pieces as they
// come. The peer is not trusted: the size of a reply and the number of its parts are bounded.

#include "core/base/result.h"
#include "core/server/redis/reply.h"
#include <QByteArrayView>
#include <memory>
#include <optional>

namespace nb::redis {

class ReplyReader {
public:
    struct Limits {
        qsizetype maxBytes = 1024 * 1024; // of one reply, all of its parts together
        int maxParts = 256;               // of one reply, at all depths
    };

    explicit ReplyReader(const Limits& limits);
    ~ReplyReader();
    ReplyReader(const ReplyReader&) = delete;
    ReplyReader& operator=(const ReplyReader&) = delete;

    // Takes bytes; next() is to be called until it returns nothing before more are given.
    // Error: Malformed, for what is not RESP, exceeds a limit or finds no memory. The reader is of no use
    // then.
    [[nodiscard]] Result<> feed(QByteArrayView bytes);
    // The next whole reply; nothing if more bytes are needed. Errors as feed().
    [[nodiscard]] Result<std::optional<Reply>> next();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace nb::redis
