#include "ui/desktop/panels/history_panel.h"

#include "ui/desktop/look/icons.h"
#include <QEvent>
#include <QUndoStack>
#include <QUndoView>
#include <QVBoxLayout>

namespace nb::desktop {

HistoryPanel::HistoryPanel(QUndoStack& stack, QWidget* parent)
    : QWidget(parent), m_view(new QUndoView(&stack)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setCleanIcon(icon("save"));
    m_view->setUniformItemSizes(true);
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
