#pragma once
// The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header): a name that a client gives to one
// request and to its repetitions, so that the edit is paid for once.

#include "core/base/result.h"
#include "core/server/http/request_head.h"

namespace nb::server {

inline constexpr qsizetype kMaxIdempotencyKeyLength = 255;

// The key; empty if the request has none. It is a string in quotes, as the draft has it, or the same without
// quotes, as many clients send it: 1 to 255 characters, visible ASCII (in quotes also spaces). "a" and a are
// the same key. Error: Malformed, also for two headers.
[[nodiscard]] Result<QByteArray> idempotencyKey(const RequestHead& head);

// The key of that client (core/server/api/client_key.h), for the IdempotencyStore: a digest, so that no
// client gets the result of another by guessing its key, or takes its keys away, and no store has either in
// it.
[[nodiscard]] QByteArray scopedKey(const QByteArray& key, const QByteArray& client);

} // namespace nb::server
