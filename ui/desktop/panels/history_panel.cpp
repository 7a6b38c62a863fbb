#include "ui/desktop/panels/history_panel.h"

#include "ui/desktop/theme/icons.h"
#include <QEvent>
#include <QStyledItemDelegate>
#include <QUndoStack>
#include <QUndoView>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

// Draws rows with some space between, aligns the texts with and without the mark, and greys undone commands.
class StepDelegate : public QStyledItemDelegate {
public:
    StepDelegate(const QUndoStack& stack, QObject* parent) : QStyledItemDelegate(parent), m_stack(stack) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        constexpr int kAirPx = 10;
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        size.setHeight(option.fontMetrics.height() + kAirPx);
        return size;
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        constexpr QSize kMark{16, 16};
        QStyledItemDelegate::initStyleOption(option, index);
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = kMark;
        if (index.row() > m_stack.index())
            option->palette.setColor(QPalette::Text, option->palette.color(QPalette::PlaceholderText));
    }

private:
    const QUndoStack& m_stack;
};

} // namespace

HistoryPanel::HistoryPanel(QUndoStack& stack, QWidget* parent)
    : QWidget(parent), m_view(new QUndoView(&stack)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setCleanIcon(icon("save"));
    m_view->setUniformItemSizes(true);
    m_view->setItemDelegate(new StepDelegate(stack, m_view));
    connect(&stack, &QUndoStack::indexChanged, m_view->viewport(), QOverload<>::of(&QWidget::update));
    setFocusProxy(m_view);
    retranslate();
}

void HistoryPanel::retranslate() {
    m_view->setEmptyLabel(tr("Start"));
    m_view->setAccessibleName(tr("History"));
}

void HistoryPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace nb::desktop
