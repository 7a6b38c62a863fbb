#include "ui/desktop/selection/mask_preview.h"

#include <utility>

namespace nb::desktop {

MaskPreview::MaskPreview(StudioDocument& document, WorkerPool& pool, MaskOperation operation, QObject* parent)
    : QObject(parent), m_document(document), m_pool(pool), m_operation(operation),
      m_edit(document.beginMaskEdit(operationName(operation))) {
    connect(&document, &StudioDocument::aboutToClose, this, [this] { m_edit.reset(); });
}

MaskPreview::~MaskPreview() {
    m_stop.request_stop();
}

void MaskPreview::setRadius(int radiusPx) {
    m_pendingRadiusPx = radiusPx;
    m_stop.request_stop();
    if (!m_running)
        start();
}

void MaskPreview::accept() {
    m_accepts = true;
    if (m_running || m_edit == nullptr)
        return;
    m_edit->commit();
    m_edit.reset();
    Q_EMIT accepted();
}

void MaskPreview::start() {
    if (m_edit == nullptr || !m_pendingRadiusPx.has_value())
        return;
    setRunning(true);
    m_stop = {};
    m_edit->rollBack(); // the next one starts from the mask as it was
    const int radiusPx = *std::exchange(m_pendingRadiusPx, {});
    m_pool
        .run([mask = m_document.maskSnapshot(), operation = m_operation, radiusPx,
              stop = m_stop.get_token()]() mutable {
            const std::shared_ptr<const mask::Mask> held = std::move(mask);
            return mask::applyOperation(*held, operation, radiusPx, stop);
        })
        .then(this, [this](const Result<mask::Delta>& delta) { handleResult(delta); });
}

void MaskPreview::setRunning(bool running) {
    m_running = running;
    Q_EMIT runningChanged();
}

void MaskPreview::handleResult(const Result<mask::Delta>& delta) {
    setRunning(false);
    if (m_edit == nullptr)
        return;
    if (m_pendingRadiusPx.has_value()) {
        start();
        return;
    }
    if (!delta.has_value()) {
        m_accepts = false;
        Q_EMIT failed(delta.error());
        return;
    }
    m_edit->apply(*delta);
    if (m_accepts)
        accept();
}

} // namespace nb::desktop
