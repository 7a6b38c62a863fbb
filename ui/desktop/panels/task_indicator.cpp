#include "ui/desktop/panels/task_indicator.h"

#include "ui/desktop/document/long_task.h"
#include "ui/desktop/theme/icons.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace nb::desktop {
namespace {

constexpr int kSteps = 1000;
constexpr QSize kBar{140, 8};

} // namespace

TaskIndicator::TaskIndicator(LongTask& task, QWidget* parent)
    : QWidget(parent), m_task(task), m_name(new QLabel), m_done(new QProgressBar), m_cancel(new QToolButton) {
    m_done->setTextVisible(false);
    m_done->setFixedSize(kBar);
    m_cancel->setAutoRaise(true);
    m_cancel->setFocusPolicy(Qt::TabFocus);
    m_cancel->setObjectName(QStringLiteral("cancelTask"));
    m_cancel->setIcon(icon("cancel"));
    m_cancel->setToolTip(tr("Cancel (Esc)"));
    m_cancel->setAccessibleName(tr("Cancel"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 6, 0);
    row->addWidget(m_name);
    row->addWidget(m_done);
    row->addWidget(m_cancel);
    connect(m_cancel, &QToolButton::clicked, &task, &LongTask::cancel);
    connect(&task, &LongTask::changed, this, &TaskIndicator::refresh);
    refresh();
}

void TaskIndicator::refresh() {
    setVisible(m_task.isShown());
    m_name->setText(m_task.isCancelled() ? tr("Cancelling…") : m_task.what());
    m_done->setAccessibleName(m_task.what());
    m_done->setRange(0, m_task.fraction() > 0 ? kSteps : 0); // 0 to 0: busy, without a share
    m_done->setValue(int(m_task.fraction() * kSteps));
    m_cancel->setEnabled(!m_task.isCancelled());
}

} // namespace nb::desktop
