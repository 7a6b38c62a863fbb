#include "ui/desktop/panels/waiting_list.h"

#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/text/generation_text.h"
#include "ui/desktop/theme/icons.h"
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

constexpr int kMostRows = 4; // more are scrolled

QToolButton* button(const char* iconName, const QString& text) {
    auto* made = new QToolButton;
    made->setAutoRaise(true);
    made->setFocusPolicy(Qt::TabFocus);
    made->setIcon(icon(iconName));
    made->setToolTip(text);
    made->setAccessibleName(text);
    return made;
}

} // namespace

WaitingList::WaitingList(GenerationQueue& queue, QWidget* parent) : QScrollArea(parent), m_queue(queue) {
    setObjectName(QStringLiteral("waiting"));
    setAccessibleName(tr("Waiting requests"));
    auto* rows = new QWidget;
    m_rows = new QVBoxLayout(rows);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    setWidget(rows);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // its buttons take it
    connect(&queue, &GenerationQueue::listChanged, this, &WaitingList::refresh);
    connect(&queue, &GenerationQueue::started, this, &WaitingList::refresh);
    refresh();
}

void WaitingList::refresh() {
    const std::vector<GenerationId> waits = m_queue.waiting();
    if (waits != m_shown) {
        clear();
        for (const GenerationId id : waits)
            m_rows->addWidget(rowOf(*m_queue.find(id), id == waits.front()));
        m_shown = waits;
    }
    setVisible(!waits.empty());
    if (waits.empty())
        return;
    // The size of the widget: an item has none before its widget is shown.
    const int rowHeight = m_rows->itemAt(0)->widget()->sizeHint().height();
    setFixedHeight(rowHeight * std::min(int(waits.size()), kMostRows));
}

// deleteLater(): it may be the click on one of the buttons that calls this.
void WaitingList::clear() {
    while (QLayoutItem* const item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_shown.clear();
}

QWidget* WaitingList::rowOf(const Generation& generation, bool isNext) {
    const QString prompt = displayedPrompt(generation.request.parameters.prompt);
    auto* text = new QLabel(prompt.simplified());
    text->setTextFormat(Qt::PlainText);
    text->setToolTip(prompt);
    text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // it must not widen the panel
    auto* front = button("front", tr("Next: %1").arg(prompt.simplified()));
    front->setObjectName(QStringLiteral("front"));
    front->setEnabled(!isNext);
    auto* remove = button("close", tr("Remove from the queue: %1").arg(prompt.simplified()));
    remove->setObjectName(QStringLiteral("remove"));
    connect(front, &QToolButton::clicked, this, [this, id = generation.id] { m_queue.moveToFront(id); });
    connect(remove, &QToolButton::clicked, this, [this, id = generation.id] { m_queue.cancel(id); });
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(text, 1);
    if (const size_t variants = generation.variants.size(); variants > 1)
        layout->addWidget(new QLabel(QStringLiteral("× %1").arg(variants)));
    layout->addWidget(front);
    layout->addWidget(remove);
    return row;
}

void WaitingList::changeEvent(QEvent* event) {
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        clear();
        refresh();
    }
}

} // namespace nb::desktop
