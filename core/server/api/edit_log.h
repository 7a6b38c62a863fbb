#pragma once
// The log lines of an edit, each with the ids of the request that it belongs to. Never the prompt, the key or
// picture bytes.

#include "core/base/result.h"
#include "core/server/api/request_record.h"
#include "core/server/store/result_store.h"
#include <QStringList>

namespace nb::server {

// A debug line: what was done, and how long it took.
void logStage(const LogIds& ids, const QString& stage, std::chrono::nanoseconds duration);
// About what was sent; no line if there are none.
void logWarnings(const LogIds& ids, const QStringList& sentences);
void logSuccess(const RequestRecord& record, const StoredResult& result, std::chrono::nanoseconds total);
// An error of the request itself is worth a debug line only.
void logFailure(const RequestRecord& record, const Error& error);

} // namespace nb::server
