#include "ui/desktop/panels/prompt_edit.h"

#include "ui/desktop/generation/request_draft.h"
#include <QKeyEvent>
#include <QTextBlock>

namespace nb::desktop {
namespace {

constexpr int kLines = 4;
constexpr int kFewestLines = 2;
constexpr int kMostLines = 9;

bool isSubmit(const QKeyEvent* event) {
    return (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
           (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) != 0 &&
           (event->modifiers() & Qt::AltModifier) == 0;
}

bool isHistory(const QKeyEvent* event) {
    return (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) &&
           (event->modifiers() & ~Qt::KeypadModifier) == Qt::AltModifier;
}

} // namespace

PromptEdit::PromptEdit(RequestDraft& draft, QWidget* parent)
    : QPlainTextEdit(draft.text(), parent), m_draft(draft) {
    connect(this, &PromptEdit::textChanged, &draft, [this] { m_draft.setText(toPlainText()); });
    connect(&draft, &RequestDraft::textChanged, this, [this] {
        if (m_draft.text() != toPlainText())
            setPrompt(m_draft.text());
    });
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setMaximumHeight(sizeOfLines(kMostLines).height());
}

void PromptEdit::setPrompt(const QString& text) {
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    const qsizetype gap = text.indexOf(QChar(0x2026));
    cursor.setPosition(int(gap < 0 ? text.size() : gap));
    if (gap >= 0)
        cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
}

QSize PromptEdit::sizeHint() const {
    return sizeOfLines(kLines);
}

QSize PromptEdit::minimumSizeHint() const {
    return sizeOfLines(kFewestLines);
}

QSize PromptEdit::sizeOfLines(int lines) const {
    const int margin = 2 * (frameWidth() + int(document()->documentMargin()));
    return {fontMetrics().averageCharWidth() * 24, fontMetrics().lineSpacing() * lines + margin};
}

// The window has shortcuts for some of these keys; here they are the editor's.
bool PromptEdit::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (isSubmit(key) || isHistory(key)) {
            event->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void PromptEdit::keyPressEvent(QKeyEvent* event) {
    if (isSubmit(event))
        Q_EMIT submitted();
    else if (event->key() == Qt::Key_Escape)
        Q_EMIT escaped();
    else if (isHistory(event))
        setPrompt(event->key() == Qt::Key_Up ? m_draft.history().previous(toPlainText())
                                             : m_draft.history().next(toPlainText()));
    else
        QPlainTextEdit::keyPressEvent(event);
}

} // namespace nb::desktop
