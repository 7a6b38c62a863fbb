#pragma once
// The composition root of what both programs have in common: pool, journal and provider, in dependency order.
// The command line takes all of it; the studio (app/studio/studio.h) takes pool and journal and lets its
// desktop::Engine make providers as the preferences change.

#include "core/base/result.h"
#include "core/base/worker_pool.h"
#include "core/config/settings.h"
#include "core/telemetry/log.h"
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
    // Without journal and provider.
    explicit Services(const config::Settings& settings);
    ~Services();

    // Opens the journal in this folder, or makes it; replaces one that is open. Blocks on the disk. Errors:
    // those of journal::Journal::open.
    Result<> openJournal(const QString& folder);

    // From now on these tokens are hidden in the log instead of those of the settings.
    void hideTokens(const QStringList& apiTokens);

    config::Settings settings;
    log::HiddenSecrets secrets;                // those of the settings
    std::unique_ptr<journal::Journal> journal; // of the edits of files; null = none is kept
    WorkerPool pool;
    std::unique_ptr<providers::Provider> provider;

    // For one edit that starts now.
    [[nodiscard]] QDeadlineTimer deadline() const { return QDeadlineTimer(settings.provider.timeout); }
};

// Of programs that log to stderr, where a person reads: warnings, unless debug lines are asked for.
[[nodiscard]] log::Level stderrLevel(const config::Settings& settings);

// With the provider that the settings name, without a journal. Error: InvalidArgument if the settings name no
// provider that can be built.
Result<std::unique_ptr<Services>> makeServices(const config::Settings& settings);

} // namespace nb::app
