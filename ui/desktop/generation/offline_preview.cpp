#include "ui/desktop/generation/offline_preview.h"

#include "core/base/worker_pool.h"
#include "core/project/layer_fill.h"

namespace nb::desktop {
namespace {

constexpr int kPreviewPixels = 400'000; // a fraction of a second on two cores

} // namespace

OfflinePreview::OfflinePreview(GenerationQueue& queue, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_queue(queue), m_pool(pool) {
    // Queued: every other slot of started() has run before the preview comes.
    connect(&queue, &GenerationQueue::started, this, &OfflinePreview::begin, Qt::QueuedConnection);
    // A preview that is there stays until the answer has been composed and replaces it.
    connect(&queue, &GenerationQueue::variantReady, this, [this] { m_stop.request_stop(); });
    connect(&queue, &GenerationQueue::finished, this, &OfflinePreview::clear);
}

OfflinePreview::~OfflinePreview() {
    m_stop.request_stop();
}

void OfflinePreview::begin(GenerationId id) {
    clear();
    const Generation* generation = m_queue.running();
    if (!m_enabled || generation == nullptr || generation->id != id ||
        generation->request.provider->name() == QLatin1String("local"))
        return;
    m_stop = {};
    m_pool
        .run([picture = generation->request.picture, mask = generation->request.mask,
              threads = m_pool.threads(), cancel = m_stop.get_token()] {
            return project::filledLayer(picture, *mask, kPreviewPixels, threads, cancel);
        })
        .then(this, [this, cancel = m_stop.get_token()](const Result<project::Layer>& layer) {
            if (!layer || cancel.stop_requested())
                return; // no preview then; the generation does not need it
            m_layer = *layer;
            m_layer->name = tr("Offline preview");
            Q_EMIT changed();
        });
}

void OfflinePreview::clear() {
    m_stop.request_stop();
    if (!m_layer)
        return;
    m_layer.reset();
    Q_EMIT changed();
}

} // namespace nb::desktop
