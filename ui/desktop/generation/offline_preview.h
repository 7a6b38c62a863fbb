#pragma once
// Something to look at while a remote provider works: the selection filled by the local engine, at a size at
// which that takes a moment. It is shown and thrown away; it is no result.

#include "core/project/layer.h"
#include "ui/desktop/generation/generation_queue.h"
#include <QObject>
#include <optional>
#include <stop_token>

namespace nb::desktop {

class OfflinePreview : public QObject {
    Q_OBJECT

public:
    // Follows the queue: makes a preview for each generation that begins, unless the provider is the local
    // engine itself. Both outlive it.
    OfflinePreview(GenerationQueue& queue, WorkerPool& pool, QObject* parent = nullptr);
    ~OfflinePreview() override;

    void setEnabled(bool enabled) { m_enabled = enabled; } // true by default

    // Of the generation that runs, until that is over; its about has "preview": true. nullptr = none.
    [[nodiscard]] const project::Layer* layer() const { return m_layer ? &*m_layer : nullptr; }

Q_SIGNALS:
    void changed(); // it is there, or gone

private:
    void begin(GenerationId id);
    void drop();

    GenerationQueue& m_queue;
    WorkerPool& m_pool;
    std::stop_source m_stop;
    std::optional<project::Layer> m_layer;
    bool m_enabled = true;
};

// The fill itself, at a scale at which the surroundings have at most `maxPixels`. Blocking, for the pool.
// Errors: those of fill::fill.
Result<project::Layer> offlineFill(const image::Picture& picture, const mask::Mask& mask, int maxPixels,
                                   int threads, std::stop_token cancel);

} // namespace nb::desktop
