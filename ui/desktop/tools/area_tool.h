#pragma once
// What the tools share that select an area at the end of a gesture: adding it to the mask or subtracting it,
// on a worker thread if it is large. Each tool decides which area.

#include "core/mask/coverage.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/selection/mask_job.h"
#include "ui/desktop/tools/tool.h"

namespace nb::desktop {

// What tools are made with. All of it outlives them.
struct ToolContext {
    StudioDocument& document;
    const ToolSettings& settings;
    WorkerPool& pool;
};

class AreaTool : public Tool {
    Q_OBJECT

public:
    explicit AreaTool(const ToolContext& context, QObject* parent = nullptr);

    [[nodiscard]] std::vector<Setting> settings() const override { return {Setting::Opacity}; }
    [[nodiscard]] QCursor cursor() const override {
        return m_job.isRunning() ? Qt::BusyCursor : Qt::CrossCursor;
    }
    [[nodiscard]] bool isBusy() const override { return m_job.isRunning(); }
    [[nodiscard]] bool isWorking() const override { return m_job.isRunning(); }
    void cancel() override { m_job.cancel(); }

protected:
    // Finds the area; called on a worker thread.
    using Find = std::function<Result<mask::Coverage>(const std::stop_token& stop)>;

    [[nodiscard]] const ToolSettings& values() const { return m_settings; }
    [[nodiscard]] static mask::CoverageMode layFor(const PointerEvent& event) {
        return event.ctrl || event.erases ? mask::CoverageMode::Subtract : mask::CoverageMode::Add;
    }

    // One undo command, named after the tool.
    void select(const mask::Coverage& coverage, mask::CoverageMode lay);
    void select(Find find, mask::CoverageMode lay);

private:
    const ToolSettings& m_settings;
    MaskJob m_job;
};

} // namespace nb::desktop
