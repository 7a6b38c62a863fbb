#include "ui/desktop/panels/status_line.h"

#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/panels/task_indicator.h"
#include <QColorSpace>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <cmath>

namespace nb::desktop {
namespace {

// "sRGB" for a picture without a profile: it is treated as sRGB everywhere.
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
      m_zoom(new QLabel), m_tasks(new QHBoxLayout), m_server(flatButton()), m_engine(flatButton()) {
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
    auto* tasks = new QWidget;
    tasks->setLayout(m_tasks);
    m_tasks->setContentsMargins(0, 0, 0, 0);
    addPermanentWidget(tasks);
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
    m_tasks->addWidget(new TaskIndicator(task));
}

void StatusLine::setZoom(double zoom) {
    const double percent = zoom * 100;
    m_zoom->setText(!m_document.isOpen()
                        ? QString()
                        : tr("%1 %").arg(locale().toString(percent, 'f', percent < 10 ? 1 : 0)));
}

void StatusLine::setPointer(const std::optional<QPointF>& pos) {
    m_pointer->setText(pos ? QStringLiteral("%1, %2").arg(QString::number(int(std::floor(pos->x()))),
                                                          QString::number(int(std::floor(pos->y()))))
                           : QString());
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
    m_picture->setText(
        tr("%1 × %2, %3 bits, %4")
            .arg(QString::number(picture.size().width()), QString::number(picture.size().height()),
                 QString::number(picture.is16Bit() ? 16 : 8), profileName(picture.metadata.icc)));
}

} // namespace nb::desktop
