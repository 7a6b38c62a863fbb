#pragma once
// What all edits of a server share.

#include "core/config/settings.h"
#include "core/server/api/admission.h"
#include "core/server/store/idempotency_store.h"
#include "core/telemetry/tracer.h"

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
    const telemetry::Tracer& tracer;
    Admission& admission;
    ResultStore& results; // asked only while the cache is on
    IdempotencyStore& claims;
};

} // namespace nb::server
