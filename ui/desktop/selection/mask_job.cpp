#include "ui/desktop/selection/mask_job.h"

#include "ui/desktop/document/studio_document.h"
#include <utility>

namespace nb::desktop {

struct MaskJob::Current {
    QString name;
    Work work;
    std::stop_source stop;
};

MaskJob::MaskJob(StudioDocument& document, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_document(document), m_pool(pool) {
    connect(&document, &StudioDocument::aboutToClose, this, &MaskJob::cancel);
    connect(&document, &StudioDocument::maskEditEnded, this, [this] {
        if (std::exchange(m_waitsForEdit, false))
            start();
    });
}

MaskJob::~MaskJob() {
    if (isRunning())
        m_current->stop.request_stop();
}

void MaskJob::run(const QString& name, Where where, Work work) {
    cancel();
    if (!m_document.isOpen())
        return;
    m_current = std::make_shared<Current>(Current{name, std::move(work), {}});
    if (where == Where::Here && !m_document.isMaskBeingEdited()) {
        const std::shared_ptr<Current> job = m_current;
        m_document.settleMask();
        handleResult(job, m_document.maskRevision(), job->work(m_document.mask(), job->stop.get_token()));
        return;
    }
    start();
    Q_EMIT runningChanged();
}

void MaskJob::start() {
    m_pool
        .run([job = m_current, mask = m_document.maskSnapshot()]() mutable {
            const std::shared_ptr<const mask::Mask> held = std::move(mask);
            return job->work(*held, job->stop.get_token());
        })
        .then(this, [this, job = m_current, revision = m_document.maskRevision()](
                        const Result<mask::Delta>& delta) { handleResult(job, revision, delta); });
}

void MaskJob::handleResult(const std::shared_ptr<Current>& job, quint64 revision, Result<mask::Delta> delta) {
    if (job != m_current) // cancelled, or another one runs
        return;
    if (!delta.has_value()) {
        end();
        if (delta.error().code != ErrorCode::Cancelled)
            Q_EMIT failed(delta.error());
        return;
    }
    if (m_document.isMaskBeingEdited()) {
        m_waitsForEdit = true;
        return;
    }
    if (m_document.maskRevision() != revision) {
        start();
        return;
    }
    m_document.changeMask(std::move(*delta), job->name);
    end();
}

void MaskJob::cancel() {
    if (!isRunning())
        return;
    m_current->stop.request_stop();
    end();
}

void MaskJob::end() {
    m_current.reset();
    m_waitsForEdit = false;
    Q_EMIT runningChanged();
}

} // namespace nb::desktop
