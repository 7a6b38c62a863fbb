#pragma once
// What all edits of a server share.

#include "core/config/settings.h"
#include "core/server/api/admission.h"
#include "core/server/store/idempotency_store.h"

namespace nb {
class WorkerPool;
}

namespace nb::providers {
class Provider;
}

namespace nb::server {

// All outlive the edits.
struct EditServices {
    const config::Settings& settings;
    providers::Provider& provider;
    WorkerPool& pool;
    telemetry::Metrics& metrics;
    Admission& admission;
    ResultStore& results; // asked only while the cache is on
    IdempotencyStore& claims;
};

} // namespace nb::server
