#pragma once
// Asking for edits and judging results: binds the Generate menu, fills the list of engines, shows on the
// canvas what would be sent, and connects the two panels with canvas and tools. The work is done by the
// queue and the models.

#include "ui/desktop/studio_parts.h"
#include <QObject>

class QUndoStack;

namespace nb::desktop {

class ActionRegistry;
class CanvasView;
class MessageBar;
class PromptPanel;
class ResultsPanel;

class GenerateController : public QObject {
    Q_OBJECT

public:
    // All outlive it.
    GenerateController(const StudioParts& parts, ActionRegistry& actions, CanvasView& canvas,
                       PromptPanel& prompt, ResultsPanel& results, MessageBar& messages);

    // What undo and redo act on: the mix's stack while one is being painted, otherwise the document's.
    [[nodiscard]] QUndoStack& undoStack();
    void cancel(); // what runs
    void cancelAll();
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    void undoChanged(); // whether there is something to undo or redo
    void runningChanged();

private:
    void bindActions();
    void connectPrompt();
    void connectResults();
    void connectUndo();
    void setMixing(bool active);
    void listEngines();
    void showPlan();

    StudioParts m_parts;
    ActionRegistry& m_actions;
    CanvasView& m_canvas;
    PromptPanel& m_prompt;
    ResultsPanel& m_results;
    MessageBar& m_messages;
    QString m_picked; // the engine that the user picked, kept over restarts; empty = none
};

} // namespace nb::desktop
