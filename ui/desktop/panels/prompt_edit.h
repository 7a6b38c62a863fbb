#pragma once
// The editor of the prompt of a RequestDraft: several lines, the history with Alt+Up and Alt+Down, and
// Ctrl+Enter or Shift+Enter to generate. It stores nothing itself.

#include <QPlainTextEdit>

namespace nb::desktop {

class RequestDraft;

class PromptEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    // `draft` outlives it.
    explicit PromptEdit(RequestDraft& draft, QWidget* parent = nullptr);

    // Undoable with Ctrl+Z. The first "…" is selected, to be written over.
    void setPrompt(const QString& text);

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

    RequestDraft& m_draft;
};

} // namespace nb::desktop
