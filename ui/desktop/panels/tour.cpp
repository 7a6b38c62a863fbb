#include "ui/desktop/panels/tour.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace nb::desktop {
namespace {

constexpr int kWidthPx = 340;
constexpr int kGapPx = 14;
constexpr double kCornerPx = 8;

} // namespace

Tour::Tour(std::vector<Step> steps, QWidget& window)
    : QFrame(&window), m_steps(std::move(steps)), m_window(window), m_count(new QLabel), m_title(new QLabel),
      m_text(new QLabel), m_skip(new QPushButton(tr("Skip"))), m_next(new QPushButton) {
    setFixedWidth(kWidthPx);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Tour"));
    QFont bold = m_title->font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.2);
    m_title->setFont(bold);
    m_text->setWordWrap(true);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    auto* row = new QHBoxLayout;
    row->addWidget(m_count);
    row->addStretch();
    row->addWidget(m_skip);
    row->addWidget(m_next);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 14);
    column->setSpacing(10);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addLayout(row);
    connect(m_skip, &QPushButton::clicked, this, &Tour::end);
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (m_step + 1 < m_steps.size())
            showStep(m_step + 1);
        else
            end();
    });
    window.installEventFilter(this);
    showStep(0);
    show();
    raise();
    m_next->setFocus();
}

void Tour::showStep(size_t step) {
    m_step = step;
    m_title->setText(m_steps[step].title);
    m_text->setText(m_steps[step].text);
    m_count->setText(tr("%1 of %2").arg(QString::number(step + 1), QString::number(m_steps.size())));
    const bool last = step + 1 == m_steps.size();
    m_next->setText(last ? tr("Done") : tr("Next"));
    m_skip->setVisible(!last);
    setAccessibleDescription(m_text->text());
    place();
}

// To the side of the widget where there is room, inside the window.
void Tour::place() {
    adjustSize();
    resize(kWidthPx, std::max(sizeHint().height(), heightForWidth(kWidthPx)));
    const QWidget* const beside = m_steps[m_step].beside;
    QPoint corner = m_window.rect().center() - rect().center();
    if (beside && beside->isVisible()) {
        const QRect there(beside->mapTo(&m_window, QPoint(0, 0)), beside->size());
        const bool right = there.right() + kGapPx + width() < m_window.width();
        corner = {right ? there.right() + kGapPx : there.left() - kGapPx - width(), there.top() + kGapPx};
    }
    corner.setX(std::clamp(corner.x(), kGapPx, std::max(kGapPx, m_window.width() - width() - kGapPx)));
    corner.setY(std::clamp(corner.y(), kGapPx, std::max(kGapPx, m_window.height() - height() - kGapPx)));
    move(corner);
}

void Tour::end() {
    hide();
    Q_EMIT finished();
    deleteLater();
}

bool Tour::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &m_window && event->type() == QEvent::Resize)
        place();
    return QFrame::eventFilter(watched, event);
}

void Tour::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        end();
    else
        QFrame::keyPressEvent(event);
}

void Tour::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kCornerPx, kCornerPx);
}

} // namespace nb::desktop
