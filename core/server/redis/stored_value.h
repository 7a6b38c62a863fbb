#pragma once
// A StoredResult as a Value and back. Another version of this program may have written the value: what is not
// understood is no result.

#include "core/server/redis/value_store.h"
#include "core/server/store/result_store.h"

namespace nb::redis {

[[nodiscard]] Value valueOf(const server::StoredResult& result);
[[nodiscard]] std::optional<server::StoredResult> resultOf(const Value& value);

} // namespace nb::redis
