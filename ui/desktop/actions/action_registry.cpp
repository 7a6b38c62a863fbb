#include "ui/desktop/actions/action_registry.h"

#include "ui/desktop/theme/icons.h"
#include <QActionGroup>
#include <QSettings>

namespace nb::desktop {
namespace {

const QString kGroup = QStringLiteral("shortcuts/");

// Qt makes one empty sequence of an empty text.
QList<QKeySequence> fromText(const QString& text) {
    return text.isEmpty() ? QList<QKeySequence>()
                          : QKeySequence::listFromString(text, QKeySequence::PortableText);
}

bool allowed(Needs needs, const ActionState& state) {
    switch (needs) {
    case Needs::Nothing:
        return true;
    case Needs::Picture:
        return state.picture;
    case Needs::Mask:
        return state.mask;
    case Needs::Results:
        return state.results;
    case Needs::ShownResult:
        return state.shownResult;
    case Needs::UndoStep:
        return state.undo;
    case Needs::RedoStep:
        break;
    }
    return state.redo;
}

} // namespace

ActionRegistry::ActionRegistry(QSettings& settings, QObject* parent)
    : QObject(parent), m_settings(settings), m_tools(new QActionGroup(this)) {
    for (const ActionInfo& info : actionTable()) {
        auto* action = new QAction(info.translatedText(), this);
        action->setObjectName(QLatin1String(info.id));
        action->setCheckable(info.kind != ActionKind::Trigger);
        action->setVisible(false);
        action->setAutoRepeat(info.category == Category::Tools || info.category == Category::View);
        if (info.kind == ActionKind::Choice)
            m_tools->addAction(action);
        if (*info.icon != '\0')
            action->setIcon(icon(info.icon));
        m_actions.insert(QLatin1String(info.id), action);
        const QVariant kept = m_settings.value(kGroup + QLatin1String(info.id));
        apply(info, kept.isValid() ? fromText(kept.toString()) : defaultShortcuts(info));
    }
    setState({});
}

QAction* ActionRegistry::action(const char* id) const {
    QAction* const found = m_actions.value(QLatin1String(id));
    Q_ASSERT_X(found, "ActionRegistry", id);
    return found;
}

void ActionRegistry::bind(const char* id, QObject* guard, std::function<void(bool)> what) {
    QAction* const bound = action(id);
    bound->setVisible(true);
    m_bound.insert(QLatin1String(id), true);
    connect(bound, &QAction::triggered, guard, std::move(what));
}

void ActionRegistry::setState(const ActionState& state) {
    for (const ActionInfo& info : actionTable())
        action(info.id)->setEnabled(allowed(info.needs, state));
    setCancellable(m_cancellable);
}

void ActionRegistry::setCancellable(bool cancellable) {
    m_cancellable = cancellable;
    for (const char* id : {"generate.cancel", "generate.cancel_all"})
        action(id)->setEnabled(cancellable);
}

QList<QKeySequence> ActionRegistry::shortcuts(QLatin1String id) const {
    return action(id.data())->property("shortcuts").value<QList<QKeySequence>>();
}

QList<QKeySequence> ActionRegistry::defaultShortcuts(const ActionInfo& info) {
    return fromText(QLatin1String(info.shortcuts));
}

bool ActionRegistry::isDefault(const ActionInfo& info) const {
    return shortcuts(QLatin1String(info.id)) == defaultShortcuts(info);
}

const ActionInfo* ActionRegistry::owner(const QKeySequence& shortcut, QLatin1String id) const {
    for (const ActionInfo& info : actionTable())
        if (QLatin1String(info.id) != id && shortcuts(QLatin1String(info.id)).contains(shortcut))
            return &info;
    return nullptr;
}

void ActionRegistry::setShortcuts(QLatin1String id, const QList<QKeySequence>& shortcuts) {
    for (const QKeySequence& shortcut : shortcuts)
        if (const ActionInfo* other = owner(shortcut, id)) {
            QList<QKeySequence> left = this->shortcuts(QLatin1String(other->id));
            left.removeAll(shortcut);
            apply(*other, left);
            keep(*other);
        }
    const ActionInfo* info = findAction(id);
    apply(*info, shortcuts);
    keep(*info);
    Q_EMIT shortcutsChanged();
}

void ActionRegistry::resetShortcuts() {
    m_settings.remove(kGroup.chopped(1));
    for (const ActionInfo& info : actionTable())
        apply(info, defaultShortcuts(info));
    Q_EMIT shortcutsChanged();
}

// A held key is watched by the window, as a shortcut only tells that it went down.
void ActionRegistry::apply(const ActionInfo& info, const QList<QKeySequence>& shortcuts) {
    QAction* const changed = action(info.id);
    changed->setProperty("shortcuts", QVariant::fromValue(shortcuts));
    if (info.kind != ActionKind::Hold)
        changed->setShortcuts(shortcuts);
    showToolTip(info);
}

void ActionRegistry::keep(const ActionInfo& info) {
    const QString key = kGroup + QLatin1String(info.id);
    if (isDefault(info))
        m_settings.remove(key); // so that better defaults of a later version reach everybody
    else
        m_settings.setValue(key, QKeySequence::listToString(shortcuts(QLatin1String(info.id))));
}

void ActionRegistry::showToolTip(const ActionInfo& info) {
    QString text = info.translatedText();
    text.remove(QChar(0x2026));
    const QList<QKeySequence> keys = shortcuts(QLatin1String(info.id));
    if (!keys.isEmpty())
        text += QStringLiteral(" (%1)").arg(keys.first().toString(QKeySequence::NativeText));
    action(info.id)->setToolTip(text);
}

} // namespace nb::desktop
