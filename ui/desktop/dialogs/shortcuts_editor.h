#pragma once
// The table of all actions with their keys, and an editor of the keys. Before a key is taken from another
// action, it names that action.

#include <QWidget>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace nb::desktop {

class ActionRegistry;

class ShortcutsEditor : public QWidget {
    Q_OBJECT

public:
    explicit ShortcutsEditor(ActionRegistry& actions, QWidget* parent = nullptr);

private:
    void fill();
    void filter(const QString& typed);
    void showSelected();
    void showConflict();
    void assign();
    void add();
    void clearKeys();
    void resetOne();
    [[nodiscard]] QString selectedId() const; // empty = none

    ActionRegistry& m_actions;
    QLineEdit* m_filter;
    QTreeWidget* m_tree;
    QKeySequenceEdit* m_keys;
    QLabel* m_conflict;
    QPushButton* m_assign;
    QPushButton* m_add;
    QPushButton* m_clear;
    QPushButton* m_reset;
    QPushButton* m_resetAll;
};

} // namespace nb::desktop
