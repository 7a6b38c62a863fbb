#pragma once
// Asking for edits and judging results, from the actions' side: binds the Generate menu, offers the engines
// that there are, and shows on the canvas what would be sent. The work is the queue's and the panels'.

#include "ui/desktop/main_window.h"
#include "ui/desktop/models/generation_queue.h"
#include "ui/desktop/models/offline_preview.h"
#include "ui/desktop/models/provider_model.h"
#include "ui/desktop/models/result_selection.h"

namespace nb::edit {
struct EditPlan;
}

namespace nb::desktop {

class PromptPanel;

class GenerateFlow : public QObject {
    Q_OBJECT

public:
    // All outlive it.
    GenerateFlow(const StudioParts& parts, ActionRegistry& actions, CanvasView& canvas, MessageBar& messages,
                 MainWindow& window);

    [[nodiscard]] PromptPanel& prompt() { return *m_prompt; }
    [[nodiscard]] GenerationQueue& queue() { return m_queue; }
    [[nodiscard]] ResultSelection& selection() { return m_selection; }

private:
    void bind(ActionRegistry& actions);
    void offerEngines();
    void showPlan(const edit::EditPlan& plan);

    StudioParts m_parts;
    ActionRegistry& m_actions;
    CanvasView& m_canvas;
    GenerationQueue m_queue;
    OfflinePreview m_preview;
    ResultSelection m_selection;
    ProviderModel m_providers;
    PromptPanel* m_prompt;
};

} // namespace nb::desktop
