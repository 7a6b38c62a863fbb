#pragma once
// A preview of an operation on the mask: while a dialog asks for the radius, the mask changes with it; at the
// end it is one undo command or none.

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

    void setRadius(int radiusPx); // applied as soon as it has been computed; the last one wins
    // Makes the undo command, as soon as the last radius has been applied; accepted() follows.
    void accept();
    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void runningChanged();
    void accepted();
    void failed(const nb::Error& error);

private:
    void start();
    void setRunning(bool running);
    void handleResult(const Result<mask::Delta>& delta);

    StudioDocument& m_document;
    WorkerPool& m_pool;
    MaskOperation m_operation;
    std::unique_ptr<MaskEdit> m_edit;
    std::stop_source m_stop;
    std::optional<int> m_pendingRadiusPx; // that has not been started yet
    bool m_running = false;
    bool m_accepts = false;
};

} // namespace nb::desktop
