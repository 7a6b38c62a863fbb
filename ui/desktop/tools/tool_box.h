#pragma once
// All tools of a document, which of them is the current one, and the steps by which keys change size and
// hardness. It knows no keys and no buttons: actions call it, the canvas sends its events to current().

#include "core/base/worker_pool.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/tools/tool.h"
#include "ui/desktop/tools/tool_settings.h"
#include <memory>
#include <vector>

namespace nb::desktop {

class ToolBox : public QObject {
    Q_OBJECT

public:
    // `document` and `pool` outlive the box.
    ToolBox(StudioDocument& document, WorkerPool& pool, QObject* parent = nullptr);
    ~ToolBox() override;

    [[nodiscard]] ToolSettings& settings() { return m_settings; }
    // In the order of a tool bar; the first is current at the start.
    [[nodiscard]] const std::vector<std::unique_ptr<Tool>>& tools() const { return m_tools; }
    [[nodiscard]] Tool& current() const { return *m_current; }
    [[nodiscard]] Tool* find(const QString& id) const; // nullptr = none

    void setCurrent(const QString& id); // cancels what the tool before was doing; an unknown id is ignored

    void swapPaintErase(); // the eraser, or back to the brush
    // [ and ]: a fine step for a fine brush, about a tenth for others. Shift+[ and ]: a quarter.
    void changeSize(int steps);
    void changeHardness(int steps);
    // The digits: 1 = 10 % to 9 = 90 %, 0 = 100 %.
    void setOpacityByDigit(int digit);

Q_SIGNALS:
    void currentChanged(nb::desktop::Tool* tool);

private:
    ToolSettings m_settings;
    std::vector<std::unique_ptr<Tool>> m_tools;
    Tool* m_current = nullptr;
};

} // namespace nb::desktop
