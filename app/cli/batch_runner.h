#pragma once
// Runs a list of edits, some at a time. Resumable: an edit whose output exists is done, since outputs appear
// whole or not at all. An edit whose output cannot be written fails before the first one is begun.

#include "app/cli/file_edit.h"
#include <QObject>
#include <QPromise>
#include <functional>
#include <stop_token>
#include <vector>

namespace nb::app {

struct Services;

enum class Existing { Skip, Replace };

struct BatchCounts {
    int done = 0;
    int skipped = 0;
    int failed = 0;
    int total = 0;
};

// Lives on the provider's thread.
class BatchRunner : public QObject {
public:
    // What is called for each edit, once, on the runner's thread.
    struct Report {
        std::function<void(const FileEdit&, const Result<FileEdited>&)> ended;
        std::function<void(const FileEdit&)> skipped; // its output exists
    };

    // atOnce: edits in flight, 1 or more. `before` counts what is no edit: files that were left out.
    BatchRunner(std::vector<FileEdit> edits, int atOnce, Existing existing, Services& services,
                std::stop_token cancel, Report report, BatchCounts before = {});

    // Blocks on the disk until it is known which outputs can be written. The future finishes when the last
    // edit has ended; after cancelling with Cancelled, and no new one is begun.
    [[nodiscard]] QFuture<Result<BatchCounts>> start();

    [[nodiscard]] const BatchCounts& counts() const { return m_counts; }

private:
    void sortOut();
    bool skip(const FileEdit& edit);
    void startMore();
    void startOne(const FileEdit& edit);
    void finishIfIdle();

    std::vector<FileEdit> m_edits;
    size_t m_next = 0;
    int m_atOnce;
    int m_inFlight = 0;
    Existing m_existing;
    Services& m_services;
    std::stop_token m_cancel;
    Report m_report;
    BatchCounts m_counts;
    QPromise<Result<BatchCounts>> m_promise;
};

} // namespace nb::app
