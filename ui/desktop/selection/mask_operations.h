#pragma once
// The operations of the Mask menu on the whole mask: each one undo command with a name, computed on a worker
// thread. The pixels are core/mask's; this adds names and undo, and limits the work to what is selected.

#include "ui/desktop/selection/mask_job.h"
#include <QString>

namespace nb::desktop {

enum class MaskOperation { Grow, Shrink, Feather, Smooth, FillHoles, Invert, Clear, SelectAll };

[[nodiscard]] QString operationName(MaskOperation operation); // translated: "Grow"
// Whether it asks for a radius; the others ignore it.
[[nodiscard]] bool hasRadius(MaskOperation operation);

// What it changes in `mask`. radiusPx: 0 to 500. ErrorCode::Cancelled once asked to stop. Safe from any
// thread.
[[nodiscard]] Result<mask::Delta> operationDelta(const mask::Mask& mask, MaskOperation operation,
                                                 int radiusPx, const std::stop_token& stop = {});

// What moving the selection changes, by whole pixels: what leaves the mask is cut, what it leaves behind is
// not selected. ErrorCode::Cancelled once asked to stop. Safe from any thread.
[[nodiscard]] Result<mask::Delta> moveDelta(const mask::Mask& mask, QPoint by,
                                            const std::stop_token& stop = {});

// Lives on the thread of the user interface; one operation at a time, the next one waits for none.
class MaskOperations : public QObject {
    Q_OBJECT

public:
    // `document` and `pool` outlive it.
    MaskOperations(StudioDocument& document, WorkerPool& pool, QObject* parent = nullptr);

    void run(MaskOperation operation, int radiusPx = 0); // cancels the one that runs
    void cancel() { m_job.cancel(); }
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

Q_SIGNALS:
    void runningChanged();
    void failed(const nb::Error& error);

private:
    MaskJob m_job;
};

} // namespace nb::desktop
