#include "ui/desktop/controllers/generate_controller.h"

#include "core/edit/plan.h"
#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/controllers/new_window.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/panels/prompt_panel.h"
#include "ui/desktop/panels/results_panel.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/tools/tool_box.h"
#include <cmath>

namespace nb::desktop {
namespace {

const QString kPicked = QStringLiteral("generate/engine");

QString labelOf(const edit::Region& region) {
    const int percent = static_cast<int>(std::lround(region.scale() * 100));
    const QString size = QStringLiteral("%1 × %2").arg(region.rect.width()).arg(region.rect.height());
    return percent == 100 ? size : GenerateController::tr("%1, sent at %2 %").arg(size).arg(percent);
}

} // namespace

GenerateController::GenerateController(const StudioParts& parts, ActionRegistry& actions, CanvasView& canvas,
                                       ToolBox& tools, MessageBar& messages, QWidget& window)
    : QObject(&window), m_parts(parts), m_actions(actions), m_canvas(canvas),
      m_queue(parts.document, parts.pool), m_preview(m_queue, parts.pool),
      m_selection(parts.document, m_queue, m_preview, parts.quickPool),
      m_model(parts.document, m_queue, parts.quickPool), m_mix(parts.document, m_selection, parts.quickPool),
      m_mixingBrush(parts.document, m_mix, tools.settings()), m_tools(tools),
      m_prompt(new PromptPanel({.document = parts.document,
                                .queue = m_queue,
                                .providers = m_providers,
                                .pool = parts.quickPool,
                                .settings = parts.preferences.settings()})),
      m_results(new ResultsPanel({.document = parts.document,
                                  .queue = m_queue,
                                  .selection = m_selection,
                                  .model = m_model,
                                  .mix = m_mix})) {
    m_queue.setJournal(parts.journal);
    bind(actions);
    connectResults();
    connect(&parts.engine, &Engine::changed, this, &GenerateController::offerEngines);
    connect(m_prompt, &PromptPanel::planChanged, this, &GenerateController::showPlan);
    m_picked = parts.preferences.settings().value(kPicked).toString();
    connect(m_prompt, &PromptPanel::providerPicked, this, [this](const QString& id) {
        m_picked = id;
        m_parts.preferences.settings().setValue(kPicked, id);
    });
    connect(m_prompt, &PromptPanel::modelPicked, &parts.engine, &Engine::setModel);
    connect(&canvas, &CanvasView::contextDragged, m_prompt, &PromptPanel::setContext);
    connect(&m_queue, &GenerationQueue::journalTrouble, &messages,
            [&messages](const Error& error) { messages.showError(error); });
    connect(&m_selection, &ResultSelection::composedPicture, this,
            [this, &messages](const image::Picture& picture, const QString& name) {
                openInNewWindow(picture, name, m_parts.pool).then(this, [&messages](const Result<>& opened) {
                    if (!opened)
                        messages.showError(opened.error());
                });
            });
    offerEngines();
}

void GenerateController::bind(ActionRegistry& actions) {
    actions.bind("generate.run", m_prompt, [this](bool) { m_prompt->generate(); });
    actions.bind("generate.prompt", m_prompt, [this](bool) { m_prompt->focusPrompt(); });
    actions.bind("generate.accept", m_results, [this](bool) { m_results->accept(); });
    actions.bind("generate.discard", m_results, [this](bool) { m_results->discard(); });
    actions.bind("generate.next", this, [this](bool) { m_selection.selectNext(1); });
    actions.bind("generate.previous", this, [this](bool) { m_selection.selectNext(-1); });
    actions.bind("generate.send_on", this, [this](bool) { m_selection.sendToNewDocument(); });
    connect(&m_queue, &GenerationQueue::listChanged, this, &GenerateController::runningChanged);
    connect(&m_queue, &GenerationQueue::started, this, &GenerateController::runningChanged);
    connect(&m_queue, &GenerationQueue::finished, this, &GenerateController::runningChanged);
}

void GenerateController::connectResults() {
    connect(m_results, &ResultsPanel::compareModeChosen, &m_canvas, &CanvasView::setCompare);
    connect(m_results, &ResultsPanel::originalHeld, this, [this](bool held) {
        m_actions.action("view.original")->setChecked(!held); // trigger() turns it round
        m_actions.action("view.original")->trigger();
    });
    connect(m_results, &ResultsPanel::seedReused, m_prompt, &PromptPanel::reuseSeed);
    connect(&m_mix, &VariantMix::activeChanged, this, &GenerateController::mixingChanged);
    m_actions.bind("edit.undo", this, [this](bool) { steps().undo(); });
    m_actions.bind("edit.redo", this, [this](bool) { steps().redo(); });
    for (QUndoStack* stack : {&m_mix.undoStack(), &m_parts.document.undoStack()}) {
        connect(stack, &QUndoStack::canUndoChanged, this, &GenerateController::stepsChanged);
        connect(stack, &QUndoStack::canRedoChanged, this, &GenerateController::stepsChanged);
    }
}

void GenerateController::mixingChanged(bool active) {
    m_canvas.setTool(active ? static_cast<Tool*>(&m_mixingBrush) : &m_tools.current());
    if (active)
        m_canvas.setFocus();
    Q_EMIT stepsChanged();
}

QUndoStack& GenerateController::steps() {
    return m_mix.isActive() ? m_mix.undoStack() : m_parts.document.undoStack();
}

// The engine of the preferences, and this computer beside it.
void GenerateController::offerEngines() {
    std::vector<ProviderChoice> choices{m_parts.engine.choice()};
    if (std::optional<ProviderChoice> local = m_parts.engine.localChoice())
        choices.push_back(std::move(*local));
    const QString first = choices.front().id;
    m_providers.setChoices(std::move(choices));
    m_providers.setCurrent(m_picked.isEmpty() ? first : m_picked);
    m_prompt->setTimeLimit(m_parts.engine.settings().provider.timeout);
}

void GenerateController::showPlan(const edit::EditPlan& plan) {
    QVector<ContextFrame> frames;
    for (const edit::Region& region : plan.regions)
        frames.append({region.rect, labelOf(region)});
    m_canvas.setContextPreview(frames);
}

} // namespace nb::desktop
