#pragma once
// Asking for edits and judging results, from the actions' side: binds the Generate menu, offers the engines
// that there are, and shows on the canvas what would be sent. The work is the queue's and the panels'.

#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/generation/offline_preview.h"
#include "ui/desktop/generation/provider_model.h"
#include "ui/desktop/generation/result_selection.h"
#include "ui/desktop/generation/results_model.h"
#include "ui/desktop/generation/variant_mix.h"
#include "ui/desktop/studio_parts.h"
#include "ui/desktop/tools/variant_brush.h"

class QUndoStack;
class QWidget;

namespace nb::edit {
struct EditPlan;
}

namespace nb::desktop {

class ActionRegistry;
class CanvasView;
class MessageBar;
class PromptPanel;
class ResultsPanel;
class ToolBox;

class GenerateController : public QObject {
    Q_OBJECT

public:
    // All outlive it.
    GenerateController(const StudioParts& parts, ActionRegistry& actions, CanvasView& canvas, ToolBox& tools,
                       MessageBar& messages, QWidget& window);

    [[nodiscard]] PromptPanel& prompt() { return *m_prompt; }
    [[nodiscard]] ResultsPanel& results() { return *m_results; }
    // What undo and redo go through: the mix's while one is being painted, otherwise the document's.
    [[nodiscard]] QUndoStack& steps();
    void cancelAll() { m_queue.cancelAll(); }
    [[nodiscard]] bool isRunning() const { return m_queue.running() != nullptr; }

Q_SIGNALS:
    void stepsChanged();
    void runningChanged();

private:
    void bind(ActionRegistry& actions);
    void connectResults();
    void mixingChanged(bool active);
    void offerEngines();
    void showPlan(const edit::EditPlan& plan);

    StudioParts m_parts;
    ActionRegistry& m_actions;
    CanvasView& m_canvas;
    GenerationQueue m_queue;
    OfflinePreview m_preview;
    ResultSelection m_selection;
    ResultsModel m_model;
    VariantMix m_mix;
    VariantBrush m_mixingBrush;
    ToolBox& m_tools;
    ProviderModel m_providers;
    QString m_picked;      // the engine that was picked by hand, kept over restarts; empty = none
    PromptPanel* m_prompt; // the docks own both panels
    ResultsPanel* m_results;
};

} // namespace nb::desktop
