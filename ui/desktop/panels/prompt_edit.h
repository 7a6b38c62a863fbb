#pragma once
// Where the prompt is written: several lines, the history with Alt+Up and Alt+Down, and Ctrl+Enter or
// Shift+Enter to generate. It knows no provider.

#include "ui/desktop/models/prompt_history.h"
#include <QPlainTextEdit>

namespace nb::desktop {

class PromptEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    // `settings` outlives it.
    explicit PromptEdit(QSettings& settings, QWidget* parent = nullptr);

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

    PromptHistory m_history;
};

} // namespace nb::desktop
