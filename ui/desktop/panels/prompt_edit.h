#pragma once
// Where the prompt is written: several lines, the history with Alt+Up and Alt+Down, and Ctrl+Enter or
// Shift+Enter to generate. It knows no provider.

#include "ui/desktop/settings/prompt_history.h"
#include <QPlainTextEdit>
#include <QTimer>

namespace nb::desktop {

class PromptEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    // What is written is kept under "generate/draft", and there again at the next start; `settings` outlives
    // it.
    explicit PromptEdit(QSettings& settings, QWidget* parent = nullptr);
    ~PromptEdit() override;

    [[nodiscard]] QString prompt() const { return toPlainText().trimmed(); }
    // Undoable with Ctrl+Z. The first "…" is selected, to be written over.
    void setPrompt(const QString& text);
    [[nodiscard]] PromptHistory& history() { return m_history; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void submitted(); // Ctrl+Enter, Shift+Enter
    void escaped();   // Esc

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QSize sizeOfLines(int lines) const;
    void keepDraft();

    QSettings& m_settings;
    QTimer m_pause; // of the writing
    PromptHistory m_history;
};

} // namespace nb::desktop
