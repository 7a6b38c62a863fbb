#pragma once
// The Mask and Tools menus: binds their actions to the operations on the mask and to the tools, and cancels
// one before the other begins. Also import and export of the mask.

#include "ui/desktop/document/long_task.h"
#include "ui/desktop/selection/mask_operations.h"
#include <QPointer>
#include <array>

class QWidget;

namespace nb::desktop {

class ActionRegistry;
class AmountDialog;
class MessageBar;
class Preferences;
class ToolBox;

class MaskController : public QObject {
    Q_OBJECT

public:
    // All outlive it. window: the parent of the dialogs.
    MaskController(StudioDocument& document, WorkerPool& pool, ToolBox& tools, Preferences& preferences,
                   MessageBar& messages, QWidget& window);

    // Binds mask.*, tool.*, file.import_mask and file.export_mask.
    void bind(ActionRegistry& actions);

    // At once, or after a dialog has asked for the radius.
    void run(MaskOperation operation);

    // Each asks for a file.
    void importMask();
    void exportMask();

    // Runs while an operation or a tool computes on another thread. Cancelling ends it at once; its result is
    // dropped.
    [[nodiscard]] LongTask& work() { return m_work; }

private:
    void bindTools(ActionRegistry& actions);
    [[nodiscard]] bool isWorking() const;
    void followWork();
    void cancelWork();

    StudioDocument& m_document;
    WorkerPool& m_pool;
    ToolBox& m_tools;
    Preferences& m_preferences;
    MessageBar& m_messages;
    QWidget& m_window;
    MaskOperations m_operations;
    LongTask m_work;
    QPointer<AmountDialog> m_dialog;            // open, asking for a radius
    std::array<int, 4> m_radiusPx{8, 8, 12, 6}; // last used: grow, shrink, feather, smooth
};

} // namespace nb::desktop
