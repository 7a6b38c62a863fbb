#pragma once
// Runs a list of edits, some at a time. Resumable: an edit whose output exists is done, since outputs appear
// whole or not at all.

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
    using ItemDone = std::function<void(const FileEdit&, const Result<FileEdited>&)>;

    // atOnce: edits in flight, 1 or more. itemDone is called for each edit as it ends, skipped ones excepted.
    BatchRunner(std::vector<FileEdit> edits, int atOnce, Existing existing, Services& services,
                std::stop_token cancel, ItemDone itemDone);

    // The future finishes when the last edit has ended; after cancelling with Cancelled, and no new one is
    // begun.
    [[nodiscard]] QFuture<Result<BatchCounts>> start();

    [[nodiscard]] const BatchCounts& counts() const { return m_counts; }

private:
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
    ItemDone m_itemDone;
    BatchCounts m_counts;
    QPromise<Result<BatchCounts>> m_promise;
};

} // namespace nb::app
