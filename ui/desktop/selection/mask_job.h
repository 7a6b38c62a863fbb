#pragma once
// A change of the mask that is computed on a worker thread and then applied as one undo command, while
// painting goes on. What the change is, tools and mask operations decide.

#include "core/base/worker_pool.h"
#include "core/mask/delta.h"
#include <QObject>
#include <functional>
#include <memory>
#include <stop_token>

namespace nb::desktop {

class StudioDocument;

// Lives on the thread of the user interface. One change at a time.
class MaskJob : public QObject {
    Q_OBJECT

public:
    // What is to change in the mask that it is given; ErrorCode::Cancelled once it was asked to stop. It owns
    // everything else that it reads.
    using Work = std::function<Result<mask::Delta>(const mask::Mask& mask, const std::stop_token& stop)>;
    enum class Where {
        Here, // at once, before run() returns: for what takes less than a frame
        Pool,
    };

    // `document` and `pool` outlive the job.
    MaskJob(StudioDocument& document, WorkerPool& pool, QObject* parent = nullptr);
    ~MaskJob() override;

    // Cancels what runs. If the mask has changed by the time the work is done, it is done again on the mask
    // as it is then; a MaskEdit that is open then is waited for. Ignored without a picture.
    void run(const QString& name, Where where, Work work);
    void cancel(); // at once: the mask stays as it is
    [[nodiscard]] bool isRunning() const { return m_current != nullptr; }

Q_SIGNALS:
    void runningChanged();
    void failed(const nb::Error& error);

private:
    struct Current;

    void start();
    void handleResult(const std::shared_ptr<Current>& job, quint64 revision, Result<mask::Delta> delta);
    void end();

    StudioDocument& m_document;
    WorkerPool& m_pool;
    std::shared_ptr<Current> m_current;
    bool m_waitsForEdit = false;
};

} // namespace nb::desktop
