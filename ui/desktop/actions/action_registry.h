#pragma once
// The QActions made from the action table: with shortcuts of the user's own, with icons, and enabled as the
// document allows. It does not know what an action does: controllers bind that.

#include "ui/desktop/actions/action_table.h"
#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <functional>

class QActionGroup;
class QSettings;

namespace nb::desktop {

// What is there now; see Needs.
struct ActionState {
    bool picture = false;
    bool mask = false;
    bool results = false;
    bool shownResult = false;
    bool undo = false;
    bool redo = false;
};

class ActionRegistry : public QObject {
    Q_OBJECT

public:
    // settings: where shortcuts of the user's own are kept; must outlive it.
    explicit ActionRegistry(QSettings& settings, QObject* parent = nullptr);

    // An action of the table; a programming error otherwise.
    [[nodiscard]] QAction* action(const char* id) const;

    // Called when the action is triggered; with its state where it is a toggle, otherwise with false. An
    // action that nobody has bound is not shown.
    void bind(const char* id, QObject* guard, std::function<void(bool)> what);
    [[nodiscard]] bool isBound(QLatin1String id) const { return m_bound.contains(QString(id)); }

    void setState(const ActionState& state);
    // Whether there is something that "generate.cancel" and "generate.cancel_all" would stop.
    void setCancellable(bool cancellable);

    // ---- shortcuts
    [[nodiscard]] QList<QKeySequence> shortcuts(QLatin1String id) const;
    [[nodiscard]] static QList<QKeySequence> defaultShortcuts(const ActionInfo& info);
    [[nodiscard]] bool isDefault(const ActionInfo& info) const;
    // The action other than `id` that has this shortcut already; nullptr = none.
    [[nodiscard]] const ActionInfo* owner(const QKeySequence& shortcut, QLatin1String id) const;
    // Saved in the settings. Removed from any other action that had them.
    void setShortcuts(QLatin1String id, const QList<QKeySequence>& shortcuts);
    void resetShortcuts(); // of all actions

Q_SIGNALS:
    void shortcutsChanged();

private:
    void apply(const ActionInfo& info, const QList<QKeySequence>& shortcuts);
    void keep(const ActionInfo& info);
    void showToolTip(const ActionInfo& info);

    QSettings& m_settings;
    QActionGroup* m_tools;
    QHash<QString, QAction*> m_actions;
    QHash<QString, bool> m_bound;
    bool m_cancellable = false;
};

} // namespace nb::desktop
