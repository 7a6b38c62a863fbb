#include "ui/desktop/controllers/mask_controller.h"

#include "core/base/worker_pool.h"
#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/dialogs/amount_dialog.h"
#include "ui/desktop/files/mask_files.h"
#include "ui/desktop/files/open_picture.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/tools/tool_box.h"
#include <QFileDialog>
#include <utility>

namespace nb::desktop {

MaskController::MaskController(StudioDocument& document, WorkerPool& pool, ToolBox& tools,
                               Preferences& preferences, MessageBar& messages, QWidget& window)
    : m_document(document), m_pool(pool), m_tools(tools), m_preferences(preferences), m_messages(messages),
      m_window(window), m_operations(document, pool) {
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
    actions.bind("file.import_mask", this, [this](bool) { importMask(); });
    actions.bind("file.export_mask", this, [this](bool) { exportMask(); });
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

void MaskController::importMask() {
    const QString folder = m_preferences.fileFolder();
    const QString path = QFileDialog::getOpenFileName(&m_window, tr("Import a Mask"), folder,
                                                      openFilters().join(QStringLiteral(";;")));
    if (path.isEmpty())
        return;
    m_pool.run([path, size = m_document.size()] { return nb::desktop::importMask(path, size); })
        .then(this, [this](const Result<mask::Mask>& mask) {
            if (!mask)
                m_messages.showError(mask.error());
            else if (mask->pixels.size() == m_document.mask().pixels.size())
                m_document.setMask(*mask, tr("Import Mask"));
        });
}

void MaskController::exportMask() {
    const QString transparent = tr("White on transparent, for other programs (*.png)");
    const QString black = tr("White on black (*.png)");
    QString chosen = transparent;
    const QString folder = m_preferences.fileFolder();
    QString path = QFileDialog::getSaveFileName(
        &m_window, tr("Export the Mask"),
        QStringLiteral("%1/%2-mask.png").arg(folder, QFileInfo(m_document.name()).completeBaseName()),
        transparent + QStringLiteral(";;") + black, &chosen);
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += QStringLiteral(".png");
    const MaskFileStyle style =
        chosen == black ? MaskFileStyle::WhiteOnBlack : MaskFileStyle::WhiteOnTransparent;
    m_pool
        .run([mask = m_document.maskSnapshot(), path, style] {
            return nb::desktop::exportMask(*mask, path, style);
        })
        .then(this, [this, path](const Result<>& done) {
            if (done)
                m_messages.show(MessageBar::Kind::Notice, tr("Saved %1").arg(QFileInfo(path).fileName()));
            else
                m_messages.showError(done.error());
        });
}

} // namespace nb::desktop
