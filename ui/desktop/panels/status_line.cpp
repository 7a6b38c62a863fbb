#include "ui/desktop/panels/status_line.h"

#include "ui/desktop/look/icons.h"
#include "ui/desktop/models/long_task.h"
#include "ui/desktop/models/studio_document.h"
#include <QColorSpace>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <cmath>

namespace nb::desktop {
namespace {

constexpr int kPatienceMs = 200;
constexpr QSize kBusyBar{72, 10};
constexpr int kBarSteps = 1000;
constexpr QSize kBarSize{140, 8};

// "sRGB" for what has no profile, as everything here treats it so.
QString profileName(const QByteArray& icc) {
    if (icc.isEmpty())
        return QStringLiteral("sRGB");
    const QColorSpace space = QColorSpace::fromIccProfile(icc);
    return space.isValid() && !space.description().isEmpty() ? space.description()
                                                             : StatusLine::tr("own profile");
}

QToolButton* flatButton() {
    auto* button = new QToolButton;
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

StatusLine::StatusLine(const StudioDocument& document, QWidget* parent)
    : QStatusBar(parent), m_document(document), m_pointer(new QLabel), m_picture(new QLabel),
      m_zoom(new QLabel), m_works(new QLabel(tr("Working… Esc stops it"))), m_busy(new QProgressBar),
      m_task(new QWidget), m_taskName(new QLabel), m_taskDone(new QProgressBar), m_cancel(flatButton()),
      m_server(flatButton()), m_engine(flatButton()) {
    setSizeGripEnabled(false);
    m_zoom->setAccessibleName(tr("Zoom"));
    m_pointer->setAccessibleName(tr("Pointer position"));
    m_picture->setAccessibleName(tr("Picture"));
    m_zoom->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("6400 %")) + 12);
    m_pointer->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("00000, 00000")) + 12);
    for (QLabel* label : {m_zoom, m_pointer, m_picture}) {
        label->setContentsMargins(6, 0, 6, 0);
        addWidget(label);
    }
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedSize(kBusyBar);
    m_busy->setAccessibleName(tr("Working"));
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] { showWorking(true); });
    addPermanentWidget(m_works);
    addPermanentWidget(m_busy);
    showWorking(false);
    auto* task = new QHBoxLayout(m_task);
    task->setContentsMargins(0, 0, 6, 0);
    for (QWidget* part : {static_cast<QWidget*>(m_taskName), static_cast<QWidget*>(m_taskDone),
                          static_cast<QWidget*>(m_cancel)})
        task->addWidget(part);
    m_taskDone->setTextVisible(false);
    m_taskDone->setFixedSize(kBarSize);
    m_cancel->setObjectName(QStringLiteral("cancelTask"));
    m_cancel->setIcon(icon("cancel"));
    m_cancel->setToolTip(tr("Cancel (Esc)"));
    m_cancel->setAccessibleName(tr("Cancel"));
    m_task->hide();
    addPermanentWidget(m_task);
    addPermanentWidget(m_server);
    addPermanentWidget(m_engine);
    m_server->hide();
    m_engine->hide();
    connect(m_server, &QToolButton::clicked, this, &StatusLine::serverClicked);
    connect(m_engine, &QToolButton::clicked, this, &StatusLine::engineClicked);
    connect(&document, &StudioDocument::opened, this, &StatusLine::showPicture);
    showPicture();
}

void StatusLine::follow(LongTask& task) {
    connect(&task, &LongTask::changed, this, [this, &task] { showTask(task); });
    connect(m_cancel, &QToolButton::clicked, &task, &LongTask::cancel);
}

void StatusLine::showTask(const LongTask& task) {
    m_task->setVisible(task.isShown());
    m_taskName->setText(task.isCancelled() ? tr("Cancelling…") : task.what());
    m_taskDone->setAccessibleName(task.what());
    m_taskDone->setRange(0,
                         task.fraction() > 0 ? kBarSteps : 0); // 0 to 0: it only says that something goes on
    m_taskDone->setValue(int(task.fraction() * kBarSteps));
    m_cancel->setEnabled(!task.isCancelled());
}

void StatusLine::setZoom(double zoom) {
    const double percent = zoom * 100;
    m_zoom->setText(!m_document.isOpen()
                        ? QString()
                        : tr("%1 %").arg(locale().toString(percent, 'f', percent < 10 ? 1 : 0)));
}

void StatusLine::setPointer(const std::optional<QPointF>& pos) {
    m_pointer->setText(
        pos ? QStringLiteral("%1, %2").arg(int(std::floor(pos->x()))).arg(int(std::floor(pos->y())))
            : QString());
}

void StatusLine::setWorking(bool works) {
    if (!works) {
        m_patience.stop();
        showWorking(false);
    } else if (!m_patience.isActive() && m_busy->isHidden()) {
        m_patience.start();
    }
}

void StatusLine::showWorking(bool shown) {
    m_works->setVisible(shown);
    m_busy->setVisible(shown);
}

void StatusLine::setEngine(const QString& name, const QString& toolTip) {
    m_engine->setText(name);
    m_engine->setToolTip(toolTip);
    m_engine->setVisible(!name.isEmpty());
}

void StatusLine::setServer(const QString& text, const QString& toolTip) {
    m_server->setText(text);
    m_server->setToolTip(toolTip);
    m_server->setVisible(!text.isEmpty());
}

void StatusLine::showPicture() {
    if (!m_document.isOpen()) {
        for (QLabel* label : {m_zoom, m_pointer, m_picture})
            label->clear();
        return;
    }
    const image::Picture& picture = m_document.picture();
    m_picture->setText(tr("%1 × %2, %3 bits, %4")
                           .arg(picture.size().width())
                           .arg(picture.size().height())
                           .arg(picture.is16Bit() ? 16 : 8)
                           .arg(profileName(picture.metadata.icc)));
}

} // namespace nb::desktop
