#include "ui/desktop/actions/text_entry_guard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace nb::desktop {

bool takesText(const QObject* object) {
    if (const auto* line = qobject_cast<const QLineEdit*>(object))
        return !line->isReadOnly();
    if (const auto* plain = qobject_cast<const QPlainTextEdit*>(object))
        return !plain->isReadOnly();
    if (const auto* rich = qobject_cast<const QTextEdit*>(object))
        return !rich->isReadOnly();
    if (const auto* combo = qobject_cast<const QComboBox*>(object))
        return combo->isEditable();
    return qobject_cast<const QAbstractSpinBox*>(object) || qobject_cast<const QKeySequenceEdit*>(object);
}

TextEntryGuard::TextEntryGuard(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

bool TextEntryGuard::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride || !takesText(watched))
        return false;
    auto* key = static_cast<QKeyEvent*>(event);
    const bool plain = !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    const bool editing = key->key() == Qt::Key_Delete || key->key() == Qt::Key_Backspace;
    if (plain && (editing || (!key->text().isEmpty() && key->text().at(0).isPrint()))) {
        event->accept(); // it becomes a key press instead of a shortcut
        return true;
    }
    return false;
}

} // namespace nb::desktop
