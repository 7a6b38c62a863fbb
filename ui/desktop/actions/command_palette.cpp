#include "ui/desktop/actions/command_palette.h"

#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/actions/fuzzy.h"
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace nb::desktop {
namespace {

constexpr QSize kSize{520, 420};
constexpr int kIconPx = 18;
constexpr int kGapPx = 8; // between the icons of two rows

QString plain(QString text) {
    text.remove(QLatin1Char('&'));
    text.remove(QChar(0x2026));
    return text;
}

} // namespace

CommandPalette::CommandPalette(const ActionRegistry& actions, const QList<QAction*>& others, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint), m_typed(new QLineEdit), m_list(new QListWidget) {
    setWindowTitle(tr("Find a Command"));
    resize(kSize);
    m_typed->setPlaceholderText(tr("What do you want to do?"));
    m_typed->setAccessibleName(m_typed->placeholderText());
    m_typed->setClearButtonEnabled(true);
    m_typed->installEventFilter(this);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setFocusPolicy(Qt::NoFocus); // the arrow keys reach it from the line
    m_list->setIconSize(QSize(kIconPx, kIconPx));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_typed);
    column->addWidget(m_list);
    for (const ActionInfo& info : actionTable())
        if (actions.isBound(QLatin1String(info.id)) &&
            QLatin1String(info.id) != QLatin1String("view.palette"))
            m_entries.append({QStringLiteral("%1: %2").arg(plain(categoryTitle(info.category)),
                                                           plain(info.translatedText())),
                              actions.action(info.id)});
    for (QAction* other : others)
        m_entries.append(
            {QStringLiteral("%1: %2").arg(plain(categoryTitle(Category::View)), plain(other->text())),
             other});
    connect(m_typed, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_typed, &QLineEdit::returnPressed, this, &CommandPalette::choose);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::choose);
    filter({});
}

// What cannot be done now is shown all the same, last and greyed: hiding it would make people search.
void CommandPalette::filter(const QString& typed) {
    struct Found {
        int score;
        const Entry* entry;
    };
    std::vector<Found> found;
    for (const Entry& entry : m_entries)
        if (const auto score = fuzzyScore(typed, entry.name))
            found.push_back({*score, &entry});
    std::ranges::stable_sort(found, [&](const Found& a, const Found& b) {
        if (a.entry->action->isEnabled() != b.entry->action->isEnabled())
            return a.entry->action->isEnabled();
        return !typed.isEmpty() && a.score > b.score;
    });
    m_list->clear();
    for (const auto& [score, entry] : found) {
        const QString keys = entry->action->shortcut().toString(QKeySequence::NativeText);
        auto* item = new QListWidgetItem(
            entry->action->icon(),
            keys.isEmpty() ? entry->name : QStringLiteral("%1   (%2)").arg(entry->name, keys), m_list);
        item->setSizeHint(QSize(0, kIconPx + kGapPx));
        item->setData(Qt::UserRole, int(entry - m_entries.constData()));
        if (!entry->action->isEnabled())
            item->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::choose() {
    QListWidgetItem* const item = m_list->currentItem();
    if (!item || !item->flags().testFlag(Qt::ItemIsEnabled))
        return;
    m_chosen = m_entries.at(item->data(Qt::UserRole).toInt()).action;
    accept();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace nb::desktop
