#pragma once
// An operation on the mask that is shown before it is made: while a dialog asks for the radius, the mask
// changes with it, and it is one step of undo or none at the end.

#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/selection/mask_operations.h"
#include <memory>
#include <optional>

namespace nb::desktop {

// Lives on the thread of the user interface. While it lives nothing else can change the mask. Destroyed
// without accept() it leaves the mask as it was.
class MaskPreview : public QObject {
    Q_OBJECT

public:
    // `document`, which is open and has no MaskEdit, and `pool` outlive it.
    MaskPreview(StudioDocument& document, WorkerPool& pool, MaskOperation operation,
                QObject* parent = nullptr);
    ~MaskPreview() override;

    void setRadius(int radiusPx); // shown as soon as it is worked out; the last one wins
    // Makes the step, if need be when what was asked for last is there; accepted() says so.
    void accept();
    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void runningChanged();
    void shown(); // what was asked for last is to be seen
    void accepted();
    void failed(const nb::Error& error);

private:
    void start();
    void setRunning(bool running);
    void take(const Result<mask::Delta>& delta);

    StudioDocument& m_document;
    WorkerPool& m_pool;
    MaskOperation m_operation;
    std::unique_ptr<MaskEdit> m_edit;
    std::stop_source m_stop;
    std::optional<int> m_wantedPx; // not yet begun
    bool m_running = false;
    bool m_accepts = false;
};

} // namespace nb::desktop
