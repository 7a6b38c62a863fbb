#include "app/cli/batch_runner.h"

#include "app/services.h"
#include "core/providers/provider.h"
#include "core/storage/durable_file.h"
#include <utility>

namespace nb::app {

BatchRunner::BatchRunner(std::vector<FileEdit> edits, int atOnce, Existing existing, Services& services,
                         std::stop_token cancel, Report report, BatchCounts before)
    : m_edits(std::move(edits)), m_atOnce(atOnce), m_existing(existing), m_services(services),
      m_cancel(std::move(cancel)), m_report(std::move(report)), m_counts(before) {
    m_counts.total += static_cast<int>(m_edits.size());
}

QFuture<Result<BatchCounts>> BatchRunner::start() {
    m_promise.start();
    sortOut();
    startMore();
    finishIfIdle();
    return m_promise.future();
}

// Nothing is paid for that cannot be kept.
void BatchRunner::sortOut() {
    std::vector<FileEdit> possible;
    for (FileEdit& edit : std::exchange(m_edits, {})) {
        if (skip(edit))
            continue;
        if (const Result<> writable = storage::checkReplaceable(edit.output); !writable) {
            ++m_counts.failed;
            m_report.ended(edit, writable.error());
            continue;
        }
        possible.push_back(std::move(edit));
    }
    m_edits = std::move(possible);
}

// A folder or the like of that name is no result.
bool BatchRunner::skip(const FileEdit& edit) {
    std::error_code error;
    if (m_existing != Existing::Skip || !std::filesystem::is_regular_file(edit.output, error))
        return false;
    ++m_counts.skipped;
    m_report.skipped(edit);
    return true;
}

void BatchRunner::startMore() {
    while (m_inFlight < m_atOnce && m_next < m_edits.size() && !m_cancel.stop_requested())
        // Looked at again: another process may have made it meanwhile.
        if (const FileEdit& edit = m_edits[m_next++]; !skip(edit))
            startOne(edit);
}

void BatchRunner::startOne(const FileEdit& edit) {
    ++m_inFlight;
    const providers::Context context{.cancel = m_cancel, .deadline = m_services.deadline()};
    (void)editFile(edit, m_services, context, this)
        .then(this, [this, edit](const Result<FileEdited>& edited) {
            --m_inFlight;
            ++(edited ? m_counts.done : m_counts.failed);
            m_report.ended(edit, edited);
            startMore();
            finishIfIdle();
        });
}

void BatchRunner::finishIfIdle() {
    if (m_inFlight > 0)
        return;
    m_promise.addResult(m_cancel.stop_requested()
                            ? Result<BatchCounts>(Error{ErrorCode::Cancelled, QStringLiteral("Cancelled")})
                            : Result<BatchCounts>(m_counts));
    m_promise.finish();
}

} // namespace nb::app
