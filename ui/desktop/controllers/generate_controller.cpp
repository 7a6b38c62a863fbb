#include "ui/desktop/controllers/generate_controller.h"

#include "core/edit/plan.h"
#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/controllers/new_window.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/generation/plan_updater.h"
#include "ui/desktop/generation/request_draft.h"
#include "ui/desktop/generation/result_selection.h"
#include "ui/desktop/generation/variant_mix.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/panels/prompt_panel.h"
#include "ui/desktop/panels/results_panel.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/tools/tool_box.h"
#include "ui/desktop/tools/variant_brush.h"
#include <cmath>

namespace nb::desktop {
namespace {

const QString kPicked = QStringLiteral("generate/engine");

QString labelOf(const edit::Region& region) {
    const int percent = static_cast<int>(std::lround(region.scale() * 100));
    const QString size = QStringLiteral("%1 × %2").arg(QString::number(region.rect.width()),
                                                       QString::number(region.rect.height()));
    return percent == 100 ? size
                          : GenerateController::tr("%1, sent at %2 %").arg(size, QString::number(percent));
}

} // namespace

GenerateController::GenerateController(const StudioParts& parts, ActionRegistry& actions, CanvasView& canvas,
                                       PromptPanel& prompt, ResultsPanel& results, MessageBar& messages)
    : m_parts(parts), m_actions(actions), m_canvas(canvas), m_prompt(prompt), m_results(results),
      m_messages(messages), m_picked(parts.preferences.settings().value(kPicked).toString()) {
    bindActions();
    connectPrompt();
    connectResults();
    connectUndo();
    connect(&parts.engine, &Engine::changed, this, &GenerateController::listEngines);
    connect(&parts.queue, &GenerationQueue::journalFailed, &messages,
            [&messages](const Error& error) { messages.showError(error); });
    listEngines();
}

void GenerateController::bindActions() {
    m_actions.bind("generate.run", this, [this](bool) { m_prompt.generate(); });
    m_actions.bind("generate.prompt", this, [this](bool) { m_prompt.focusPrompt(); });
    m_actions.bind("generate.accept", this, [this](bool) { m_results.accept(); });
    m_actions.bind("generate.discard", this, [this](bool) { m_results.discard(); });
    m_actions.bind("generate.next", this, [this](bool) { m_parts.selection.selectNext(1); });
    m_actions.bind("generate.previous", this, [this](bool) { m_parts.selection.selectNext(-1); });
    m_actions.bind("generate.send_on", this, [this](bool) { m_parts.selection.sendToNewDocument(); });
    const GenerationQueue* queue = &m_parts.queue;
    connect(queue, &GenerationQueue::listChanged, this, &GenerateController::runningChanged);
    connect(queue, &GenerationQueue::started, this, &GenerateController::runningChanged);
    connect(queue, &GenerationQueue::finished, this, &GenerateController::runningChanged);
}

void GenerateController::connectPrompt() {
    connect(&m_prompt, &PromptPanel::providerPicked, this, [this](const QString& id) {
        m_picked = id;
        m_parts.preferences.settings().setValue(kPicked, id);
    });
    connect(&m_prompt, &PromptPanel::modelPicked, &m_parts.engine, &Engine::setModel);
    connect(&m_canvas, &CanvasView::contextDragged, &m_parts.draft, &RequestDraft::setContext);
    connect(&m_parts.plan, &PlanUpdater::changed, this, &GenerateController::showPlan);
    connect(&m_parts.queue, &GenerationQueue::started, &m_parts.draft,
            [this](quint64 id) { m_parts.draft.noteSeed(m_parts.queue.find(id)->variants.front().seed); });
}

void GenerateController::connectResults() {
    connect(&m_results, &ResultsPanel::compareModeChosen, &m_canvas, &CanvasView::setCompare);
    connect(&m_results, &ResultsPanel::originalHeld, this, [this](bool held) {
        m_actions.action("view.original")->setChecked(!held); // trigger() toggles it
        m_actions.action("view.original")->trigger();
    });
    connect(&m_results, &ResultsPanel::seedReused, &m_parts.draft, &RequestDraft::reuseSeed);
    connect(&m_parts.selection, &ResultSelection::composedPicture, this,
            [this](const image::Picture& picture, const QString& name) {
                openInNewWindow(picture, name, m_parts.pool).then(this, [this](const Result<>& opened) {
                    if (!opened)
                        m_messages.showError(opened.error());
                });
            });
}

void GenerateController::connectUndo() {
    m_actions.bind("edit.undo", this, [this](bool) { undoStack().undo(); });
    m_actions.bind("edit.redo", this, [this](bool) { undoStack().redo(); });
    for (QUndoStack* stack : {&m_parts.mix.undoStack(), &m_parts.document.undoStack()}) {
        connect(stack, &QUndoStack::canUndoChanged, this, &GenerateController::undoChanged);
        connect(stack, &QUndoStack::canRedoChanged, this, &GenerateController::undoChanged);
    }
    connect(&m_parts.mix, &VariantMix::activeChanged, this, &GenerateController::setMixing);
}

void GenerateController::setMixing(bool active) {
    m_canvas.setTool(active ? static_cast<Tool*>(&m_parts.variantBrush) : &m_parts.tools.current());
    if (active)
        m_canvas.setFocus();
    Q_EMIT undoChanged();
}

QUndoStack& GenerateController::undoStack() {
    return m_parts.mix.isActive() ? m_parts.mix.undoStack() : m_parts.document.undoStack();
}

void GenerateController::cancel() {
    m_prompt.cancel();
}

void GenerateController::cancelAll() {
    m_parts.queue.cancelAll();
}

bool GenerateController::isRunning() const {
    return m_parts.queue.running() != nullptr;
}

// The engine of the preferences, and this computer beside it.
void GenerateController::listEngines() {
    std::vector<ProviderChoice> choices{m_parts.engine.choice()};
    if (std::optional<ProviderChoice> local = m_parts.engine.localChoice())
        choices.push_back(std::move(*local));
    const QString first = choices.front().id;
    m_parts.providers.setChoices(std::move(choices));
    m_parts.providers.setCurrent(m_picked.isEmpty() ? first : m_picked);
    m_parts.draft.setTimeLimit(m_parts.engine.settings().provider.timeout);
}

void GenerateController::showPlan() {
    QVector<ContextFrame> frames;
    for (const edit::Region& region : m_parts.plan.plan().regions)
        frames.append({region.rect, labelOf(region)});
    m_canvas.setContextPreview(frames);
}

} // namespace nb::desktop
