#pragma once
// The operations of the Mask menu on the document: each runs on a worker thread and is a named step that can
// be undone. The pixels are computed by core/mask/change.h.

#include "core/mask/change.h"
#include "ui/desktop/selection/mask_job.h"
#include <QString>

namespace nb::desktop {

using mask::MaskOperation;

[[nodiscard]] QString operationName(MaskOperation operation); // translated: "Grow"
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
