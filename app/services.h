#pragma once
// The composition root: the one place that builds the object graph, in dependency order.

#include "core/base/result.h"
#include "core/base/worker_pool.h"
#include "core/config/settings.h"
#include <QDeadlineTimer>
#include <memory>

namespace nb::providers {
class Provider;
}

namespace nb::journal {
class Journal;
}

namespace nb::app {

// Lives on the thread of the event loop. Members are destroyed in reverse order: whoever uses one comes after
// it.
struct Services {
    explicit Services(const config::Settings& settings);
    ~Services();

    config::Settings settings;
    std::unique_ptr<journal::Journal> journal; // of the edits of files; null = none is kept
    WorkerPool pool;
    std::unique_ptr<providers::Provider> provider;

    // For one edit that starts now.
    [[nodiscard]] QDeadlineTimer deadline() const { return QDeadlineTimer(settings.provider.timeout); }
};

// Error: InvalidArgument if the settings name no provider that can be built.
Result<std::unique_ptr<Services>> makeServices(const config::Settings& settings);

} // namespace nb::app
