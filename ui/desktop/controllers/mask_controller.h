#pragma once
// What the Mask and Tools menus do: binds their actions to the operations on the mask and to the box of
// tools, and keeps the two in step. It draws nothing.

#include "ui/desktop/document/long_task.h"
#include "ui/desktop/selection/mask_operations.h"
#include <QPointer>
#include <array>

class QWidget;

namespace nb::desktop {

class ActionRegistry;
class AmountDialog;
class MessageBar;
class ToolBox;

class MaskController : public QObject {
    Q_OBJECT

public:
    // All outlive it. window: the parent of the dialogs.
    MaskController(StudioDocument& document, WorkerPool& pool, ToolBox& tools, MessageBar& messages,
                   QWidget& window);

    // Binds mask.* and tool.*.
    void bind(ActionRegistry& actions);

    // At once, or after a dialog has asked for the radius.
    void run(MaskOperation operation);

    // The mask, or what a tool asked for, while it is worked out on another thread. Cancelled it is over at
    // once: nothing of it will be seen.
    [[nodiscard]] LongTask& work() { return m_work; }

private:
    void bindTools(ActionRegistry& actions);
    [[nodiscard]] bool isWorking() const;
    void followWork();
    void cancelWork();

    StudioDocument& m_document;
    WorkerPool& m_pool;
    ToolBox& m_tools;
    QWidget& m_window;
    MaskOperations m_operations;
    LongTask m_work;
    QPointer<AmountDialog> m_dialog;            // that asks for a radius just now
    std::array<int, 4> m_radiusPx{8, 8, 12, 6}; // what was asked for last: grow, shrink, feather, smooth
};

} // namespace nb::desktop
