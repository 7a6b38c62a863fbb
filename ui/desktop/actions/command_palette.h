#pragma once
// Ctrl+Shift+P: finds an action by a few letters of its name. The caller triggers what was chosen.

#include <QDialog>

class QAction;
class QLineEdit;
class QListWidget;

namespace nb::desktop {

class ActionRegistry;

class CommandPalette : public QDialog {
    Q_OBJECT

public:
    // `others`: actions that are not of the table, for example the docks'.
    CommandPalette(const ActionRegistry& actions, const QList<QAction*>& others, QWidget* parent);

    // What was chosen; nullptr = nothing.
    [[nodiscard]] QAction* chosen() const { return m_chosen; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Entry {
        QString name; // "Mask: Feather"
        QAction* action;
    };
    void filter(const QString& typed);
    void choose();

    QList<Entry> m_entries;
    QLineEdit* m_typed;
    QListWidget* m_list;
    QAction* m_chosen = nullptr;
};

} // namespace nb::desktop
