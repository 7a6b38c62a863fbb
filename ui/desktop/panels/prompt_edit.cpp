#include "ui/desktop/panels/prompt_edit.h"

#include <QKeyEvent>
#include <QSettings>
#include <QTextBlock>

namespace nb::desktop {
namespace {

const QString kDraft = QStringLiteral("generate/draft");
constexpr std::chrono::seconds kPause{1}; // a file is not written at every key

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

PromptEdit::PromptEdit(QSettings& settings, QWidget* parent)
    : QPlainTextEdit(settings.value(kDraft).toString(), parent), m_settings(settings), m_history(settings) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &PromptEdit::keepDraft);
    connect(this, &PromptEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setMaximumHeight(sizeOfLines(kMostLines).height());
}

PromptEdit::~PromptEdit() {
    if (m_pause.isActive())
        keepDraft();
}

void PromptEdit::keepDraft() {
    m_settings.setValue(kDraft, toPlainText());
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
        setPrompt(event->key() == Qt::Key_Up ? m_history.previous(toPlainText())
                                             : m_history.next(toPlainText()));
    else
        QPlainTextEdit::keyPressEvent(event);
}

} // namespace nb::desktop
