#include "app/cli/batch_runner.h"

#include "app/services.h"
#include "core/providers/provider.h"
#include <QFileInfo>

namespace nb::app {

BatchRunner::BatchRunner(std::vector<FileEdit> edits, int atOnce, Existing existing, Services& services,
                         std::stop_token cancel, ItemDone itemDone)
    : m_edits(std::move(edits)), m_atOnce(atOnce), m_existing(existing), m_services(services),
      m_cancel(std::move(cancel)), m_itemDone(std::move(itemDone)) {
    m_counts.total = static_cast<int>(m_edits.size());
}

QFuture<Result<BatchCounts>> BatchRunner::start() {
    m_promise.start();
    startMore();
    finishIfIdle();
    return m_promise.future();
}

void BatchRunner::startMore() {
    while (m_inFlight < m_atOnce && m_next < m_edits.size() && !m_cancel.stop_requested()) {
        const FileEdit& edit = m_edits[m_next++];
        if (m_existing == Existing::Skip && QFileInfo::exists(edit.output))
            ++m_counts.skipped;
        else
            startOne(edit);
    }
}

void BatchRunner::startOne(const FileEdit& edit) {
    ++m_inFlight;
    const providers::Context context{.cancel = m_cancel, .deadline = m_services.deadline()};
    (void)editFile(edit, m_services, context, this)
        .then(this, [this, edit](const Result<FileEdited>& edited) {
            --m_inFlight;
            ++(edited ? m_counts.done : m_counts.failed);
            m_itemDone(edit, edited);
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
