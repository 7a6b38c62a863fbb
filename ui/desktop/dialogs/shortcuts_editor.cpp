#include "ui/desktop/dialogs/shortcuts_editor.h"

#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/theme/theme.h"
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

QString plain(QString text) {
    text.remove(QLatin1Char('&'));
    text.remove(QChar(0x2026));
    return text;
}

} // namespace

ShortcutsEditor::ShortcutsEditor(ActionRegistry& actions, QWidget* parent)
    : QWidget(parent), m_actions(actions), m_filter(new QLineEdit), m_tree(new QTreeWidget),
      m_keys(new QKeySequenceEdit), m_conflict(new QLabel), m_assign(new QPushButton(tr("Assign"))),
      m_add(new QPushButton(tr("Add"))), m_clear(new QPushButton(tr("Clear"))),
      m_reset(new QPushButton(tr("Default"))), m_resetAll(new QPushButton(tr("Reset All…"))) {
    m_filter->setPlaceholderText(tr("Find an action or a key"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_tree->setHeaderLabels({tr("Action"), tr("Keys")});
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(false);
    m_tree->setAccessibleName(tr("Actions and their keys"));
    m_keys->setAccessibleName(tr("New keys"));
    m_conflict->setWordWrap(true);
    m_conflict->setMinimumHeight(fontMetrics().height() * 2);
    m_conflict->setAlignment(Qt::AlignTop);
    m_assign->setToolTip(tr("Replaces the keys of the action"));
    m_add->setToolTip(tr("Keeps the keys that the action has"));

    auto* row = new QHBoxLayout;
    row->addWidget(m_keys, 1);
    for (QPushButton* button : {m_assign, m_add, m_clear, m_reset})
        row->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_filter);
    column->addWidget(m_tree, 1);
    column->addLayout(row);
    column->addWidget(m_conflict);
    column->addWidget(m_resetAll, 0, Qt::AlignLeft);

    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutsEditor::filter);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ShortcutsEditor::showSelected);
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutsEditor::showConflict);
    connect(m_assign, &QPushButton::clicked, this, &ShortcutsEditor::assign);
    connect(m_add, &QPushButton::clicked, this, &ShortcutsEditor::add);
    connect(m_clear, &QPushButton::clicked, this, &ShortcutsEditor::clearKeys);
    connect(m_reset, &QPushButton::clicked, this, &ShortcutsEditor::resetOne);
    connect(m_resetAll, &QPushButton::clicked, this, [this] {
        const auto answer = QMessageBox::question(this, tr("Reset All Keys"),
                                                  tr("Restore the default keys of every action?"));
        if (answer == QMessageBox::Yes)
            m_actions.resetShortcuts();
    });
    connect(&m_actions, &ActionRegistry::shortcutsChanged, this, &ShortcutsEditor::fill);
    fill();
}

void ShortcutsEditor::fill() {
    const QString selected = selectedId();
    m_tree->clear();
    QTreeWidgetItem* parent = nullptr;
    const ActionInfo* before = nullptr;
    for (const ActionInfo& info : actionTable()) {
        if (!before || before->category != info.category) {
            parent = new QTreeWidgetItem(m_tree, {plain(categoryTitle(info.category))});
            parent->setFlags(Qt::ItemIsEnabled);
            parent->setExpanded(true);
        }
        before = &info;
        const QLatin1String id(info.id);
        auto* item = new QTreeWidgetItem(
            parent, {plain(info.translatedText()),
                     QKeySequence::listToString(m_actions.shortcuts(id), QKeySequence::NativeText)});
        item->setData(0, Qt::UserRole, QString(id));
        if (!m_actions.isDefault(info)) {
            QFont bold = item->font(1);
            bold.setBold(true);
            item->setFont(1, bold);
        }
        if (selected == id)
            m_tree->setCurrentItem(item);
    }
    filter(m_filter->text());
    showSelected();
}

void ShortcutsEditor::filter(const QString& typed) {
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem* const category = m_tree->topLevelItem(i);
        bool any = false;
        for (int j = 0; j < category->childCount(); ++j) {
            QTreeWidgetItem* const item = category->child(j);
            const bool fits = item->text(0).contains(typed, Qt::CaseInsensitive) ||
                              item->text(1).contains(typed, Qt::CaseInsensitive);
            item->setHidden(!fits);
            any = any || fits;
        }
        category->setHidden(!any);
    }
}

QString ShortcutsEditor::selectedId() const {
    const QTreeWidgetItem* const item = m_tree->currentItem();
    return item ? item->data(0, Qt::UserRole).toString() : QString();
}

void ShortcutsEditor::showSelected() {
    const QString id = selectedId();
    for (QWidget* widget : {static_cast<QWidget*>(m_keys), static_cast<QWidget*>(m_clear)})
        widget->setEnabled(!id.isEmpty());
    const ActionInfo* const info = findAction(QLatin1String(id.toLatin1()));
    m_reset->setEnabled(info && !m_actions.isDefault(*info));
    m_keys->clear();
    showConflict();
}

void ShortcutsEditor::showConflict() {
    if (m_keys->keySequence().count() > 1) { // one key at a time: the last one counts
        m_keys->setKeySequence(m_keys->keySequence()[uint(m_keys->keySequence().count()) - 1]);
        return;
    }
    const QKeySequence keys = m_keys->keySequence();
    const bool usable = !keys.isEmpty() && !selectedId().isEmpty();
    m_assign->setEnabled(usable);
    m_add->setEnabled(usable);
    const QByteArray id = selectedId().toLatin1();
    const ActionInfo* const other = usable ? m_actions.owner(keys, QLatin1String(id)) : nullptr;
    QPalette colours = palette();
    if (other)
        colours.setColor(QPalette::WindowText, errorColour(colours));
    m_conflict->setPalette(colours);
    m_conflict->setText(
        other ? tr("%1 belongs to “%2”, which would lose it.")
                    .arg(keys.toString(QKeySequence::NativeText), plain(other->translatedText()))
              : tr("Choose an action, click into the field and press the new keys."));
}

void ShortcutsEditor::assign() {
    m_actions.setShortcuts(QLatin1String(selectedId().toLatin1()), {m_keys->keySequence()});
}

void ShortcutsEditor::add() {
    const QByteArray id = selectedId().toLatin1();
    QList<QKeySequence> keys = m_actions.shortcuts(QLatin1String(id));
    if (!keys.contains(m_keys->keySequence()))
        keys.append(m_keys->keySequence());
    m_actions.setShortcuts(QLatin1String(id), keys);
}

void ShortcutsEditor::clearKeys() {
    m_actions.setShortcuts(QLatin1String(selectedId().toLatin1()), {});
}

void ShortcutsEditor::resetOne() {
    const QByteArray id = selectedId().toLatin1();
    if (const ActionInfo* const info = findAction(QLatin1String(id)))
        m_actions.setShortcuts(QLatin1String(id), ActionRegistry::defaultShortcuts(*info));
}

} // namespace nb::desktop
