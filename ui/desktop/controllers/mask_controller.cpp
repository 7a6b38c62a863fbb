#include "ui/desktop/controllers/mask_controller.h"

#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/dialogs/amount_dialog.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/tools/tool_box.h"
#include <utility>

namespace nb::desktop {

MaskController::MaskController(StudioDocument& document, WorkerPool& pool, ToolBox& tools,
                               MessageBar& messages, QWidget& window)
    : m_document(document), m_pool(pool), m_tools(tools), m_window(window), m_operations(document, pool) {
    connect(&m_operations, &MaskOperations::failed, &messages,
            [&messages](const Error& error) { messages.showError(error); });
    connect(&m_operations, &MaskOperations::runningChanged, this, &MaskController::followWork);
    connect(&m_work, &LongTask::cancelRequested, this, &MaskController::cancelWork);
    for (const auto& tool : tools.tools()) {
        connect(tool.get(), &Tool::failed, &messages,
                [&messages](const QString& text) { messages.show(MessageBar::Kind::Notice, text); });
        connect(tool.get(), &Tool::busyChanged, this, &MaskController::followWork);
    }
}

void MaskController::bind(ActionRegistry& actions) {
    constexpr std::pair<const char*, MaskOperation> kOperations[] = {
        {"mask.grow", MaskOperation::Grow},
        {"mask.shrink", MaskOperation::Shrink},
        {"mask.feather", MaskOperation::Feather},
        {"mask.smooth", MaskOperation::Smooth},
        {"mask.fill_holes", MaskOperation::FillHoles},
        {"mask.invert", MaskOperation::Invert},
        {"mask.clear", MaskOperation::Clear},
        {"mask.all", MaskOperation::SelectAll},
    };
    for (const auto& [id, operation] : kOperations)
        actions.bind(id, this, [this, operation = operation](bool) { run(operation); });
    bindTools(actions);
}

void MaskController::bindTools(ActionRegistry& actions) {
    const auto actionOf = [&actions](const Tool& tool) {
        return actions.action(QByteArray("tool." + tool.id().toLatin1()).constData());
    };
    for (const auto& tool : m_tools.tools())
        actions.bind(QByteArray("tool." + tool->id().toLatin1()).constData(), this,
                     [this, id = tool->id()](bool) { m_tools.setCurrent(id); });
    actionOf(m_tools.current())->setChecked(true);
    connect(&m_tools, &ToolBox::currentChanged, this,
            [actionOf](Tool* tool) { actionOf(*tool)->setChecked(true); });
    actions.bind("tool.swap", this, [this](bool) { m_tools.swapPaintErase(); });
    actions.bind("tool.smaller", this, [this](bool) { m_tools.changeSize(-1); });
    actions.bind("tool.larger", this, [this](bool) { m_tools.changeSize(1); });
    actions.bind("tool.softer", this, [this](bool) { m_tools.changeHardness(-1); });
    actions.bind("tool.harder", this, [this](bool) { m_tools.changeHardness(1); });
}

void MaskController::run(MaskOperation operation) {
    if (!m_document.isOpen())
        return;
    m_tools.current().cancel(); // an unfinished polygon or stroke
    if (!hasRadius(operation)) {
        m_operations.run(operation);
        return;
    }
    if (m_document.isMaskBeingEdited())
        return;
    int& radiusPx = m_radiusPx[size_t(operation)];
    auto* dialog = new AmountDialog(m_document, m_pool, operation, radiusPx, &m_window);
    m_dialog = dialog;
    connect(&dialog->preview(), &MaskPreview::runningChanged, this, &MaskController::followWork);
    connect(dialog, &QDialog::finished, this, [this] {
        m_dialog = nullptr;
        followWork();
    });
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [&radiusPx, dialog] { radiusPx = dialog->radiusPx(); });
    dialog->open();
    followWork();
}

bool MaskController::isWorking() const {
    return m_operations.isRunning() || m_tools.current().isWorking() ||
           (m_dialog && m_dialog->preview().isRunning());
}

void MaskController::followWork() {
    if (isWorking() == m_work.isRunning())
        return;
    if (m_work.isRunning())
        m_work.end();
    else
        (void)m_work.begin(tr("Working on the mask")); // without progress
}

void MaskController::cancelWork() {
    m_operations.cancel();
    if (m_tools.current().isWorking())
        m_tools.current().cancel();
    if (m_dialog)
        m_dialog->reject();
}

} // namespace nb::desktop
