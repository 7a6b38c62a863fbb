#pragma once
// A preview for the time in which a remote provider works: the selection filled by the local engine at
// reduced size (core/project/layer_fill.h). It is thrown away when the answer comes; it is no result.

#include "core/project/layer.h"
#include "ui/desktop/generation/generation_queue.h"
#include <QObject>
#include <optional>
#include <stop_token>

namespace nb::desktop {

// Lives on the thread of the user interface.
class OfflinePreview : public QObject {
    Q_OBJECT

public:
    // Follows the queue: makes a preview for each generation that begins, unless the provider is the local
    // engine itself. Both outlive it.
    OfflinePreview(GenerationQueue& queue, WorkerPool& pool, QObject* parent = nullptr);
    ~OfflinePreview() override;

    void setEnabled(bool enabled) { m_enabled = enabled; } // true by default

    // Of the generation that runs, until that is over. nullptr = none.
    [[nodiscard]] const project::Layer* layer() const { return m_layer ? &*m_layer : nullptr; }

Q_SIGNALS:
    void changed(); // it is there, or gone

private:
    void begin(GenerationId id);
    void clear();

    GenerationQueue& m_queue;
    WorkerPool& m_pool;
    std::stop_source m_stop;
    std::optional<project::Layer> m_layer;
    bool m_enabled = true;
};

} // namespace nb::desktop
