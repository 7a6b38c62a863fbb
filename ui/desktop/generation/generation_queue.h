#pragma once
// The requests of a document to its providers: one runs at a time, two of its variants at once, the others
// wait. What arrives goes into the document as a result; what fails is kept whole, so that it can be asked
// for again. It shows nothing and chooses nothing: see ResultSelection and the panels.

#include "core/base/result.h"
#include "ui/desktop/generation/generation.h"
#include "ui/desktop/generation/variant_edit.h"
#include <QObject>
#include <map>
#include <stop_token>

namespace nb::desktop {

class StudioDocument;

// Lives on the thread of the user interface, which is the providers' thread.
class GenerationQueue : public QObject {
    Q_OBJECT

public:
    // Both outlive the queue.
    GenerationQueue(StudioDocument& document, WorkerPool& pool, QObject* parent = nullptr);
    ~GenerationQueue() override; // cancels everything

    // In which every edit is recorded before its call; it outlives the pool's work. nullptr = no journal.
    void setJournal(journal::Journal* journal) { m_journal = journal; }

    // Begins at once if nothing else runs. Errors: InvalidArgument. That nothing is selected comes out when
    // it runs, as the failure of its variants.
    Result<GenerationId> add(GenerationRequest request);
    // Asks again for the variants that failed, with their seeds. Ignored unless it is over.
    void retry(GenerationId id);
    // At once: variants that are ready stay, the answers of others are not waited for.
    void cancel(GenerationId id);
    void cancelVariant(GenerationId id, int index);
    void cancelAll();
    // Makes one that waits the next to run; ignored for others.
    void moveToFront(GenerationId id);
    // Forgets one that is over.
    void dismiss(GenerationId id);

    // Those that wait, run, or have failed; in the order of asking.
    [[nodiscard]] const std::map<GenerationId, Generation>& generations() const { return m_generations; }
    [[nodiscard]] const Generation* find(GenerationId id) const; // nullptr = none
    [[nodiscard]] const Generation* running() const;             // nullptr = none
    // Requests that have not begun, the next one first.
    [[nodiscard]] std::vector<GenerationId> waiting() const;

Q_SIGNALS:
    void listChanged();                         // one came, went, or changed its position
    void started(quint64 id);                   // it began to run, also after retry()
    void variantChanged(quint64 id, int index); // state or progress
    void variantReady(quint64 id, int index);   // its layer is among the document's results
    void finished(quint64 id);                  // it is over: gone from the list unless something failed
    void journalFailed(const nb::Error& error); // the result is there, its journal entry is incomplete

private:
    struct RunningVariant; // a call under way

    void startNext();
    void startPrepared(GenerationId id, const Result<VariantInputPtr>& input);
    void startVariants(GenerationId id);
    void startVariant(Generation& generation, int index);
    void handleResult(const std::shared_ptr<RunningVariant>& run, Result<project::Layer> layer);
    void endVariant(Generation& generation, int index, VariantState state, std::optional<Error> error = {});
    void finishIfOver(GenerationId id);
    void removeOldFailures();
    void clear();
    [[nodiscard]] providers::Context contextFor(const Generation& generation,
                                                const std::shared_ptr<RunningVariant>& run);

    StudioDocument& m_document;
    WorkerPool& m_pool;
    journal::Journal* m_journal = nullptr;
    std::map<GenerationId, Generation> m_generations;
    std::vector<std::shared_ptr<RunningVariant>> m_runs;
    GenerationId m_lastId = 0;
    GenerationId m_runningId = 0; // 0 = none
    VariantInputPtr m_input;      // of the running one
};

} // namespace nb::desktop
