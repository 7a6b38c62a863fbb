#include "ui/desktop/panels/message_bar.h"

#include "ui/desktop/text/error_text.h"
#include "ui/desktop/theme/icons.h"
#include "ui/desktop/theme/theme.h"
#include <QAccessible>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

namespace nb::desktop {
namespace {

constexpr std::chrono::seconds kNoticeTime{8};
constexpr int kIconPx = 20;

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_icon(new QLabel), m_text(new QLabel), m_offers(new QHBoxLayout),
      m_close(new QToolButton), m_timer(new QTimer(this)) {
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Message"));
    setAutoFillBackground(true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText); // it may hold text of a remote service
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setAutoRaise(true);
    m_close->setIcon(icon("close"));
    m_close->setAccessibleName(tr("Close the message"));
    m_close->setToolTip(tr("Close the message"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 6, 6);
    row->setSpacing(10);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addLayout(m_offers);
    row->addWidget(m_close);
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &MessageBar::dismiss);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    hide();
}

void MessageBar::show(Kind kind, const QString& text, const std::vector<Offer>& offers) {
    clearOffers();
    m_kind = kind;
    m_text->setText(text);
    for (const Offer& offer : offers) {
        auto* button = new QPushButton(offer.text);
        m_offers->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, run = offer.run] {
            dismiss();
            run();
        });
    }
    m_timer->stop();
    if (kind == Kind::Notice && offers.empty())
        m_timer->start(kNoticeTime);
    applyColours();
    setVisible(true);
    QAccessibleEvent said(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&said);
}

void MessageBar::showError(const Error& error, const std::vector<Offer>& offers) {
    show(Kind::Error, errorText(error), offers);
}

void MessageBar::showUntilRead(Kind kind, const QString& text) {
    m_unread = {kind, text};
    show(kind, text);
}

void MessageBar::showUnusedSettings(const QStringList& faults) {
    showUntilRead(Kind::Error, unusedSettingsText(faults));
}

void MessageBar::dismiss() {
    m_timer->stop();
    clearOffers();
    hide();
    if (!m_unread)
        return;
    if (m_text->text() == m_unread->second)
        m_unread.reset();
    else
        show(m_unread->first, m_unread->second);
}

// deleteLater(): it may be the click on one of the buttons that calls this.
void MessageBar::clearOffers() {
    while (QLayoutItem* const item = m_offers->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

QString MessageBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange)
        applyColours();
}

void MessageBar::applyColours() {
    QPalette colours = QGuiApplication::palette();
    colours.setColor(QPalette::Window, colours.color(QPalette::Base));
    setPalette(colours);
    QPalette text = colours;
    if (m_kind == Kind::Error)
        text.setColor(QPalette::WindowText, errorColour(colours));
    m_text->setPalette(text);
    m_icon->setPixmap(icon(m_kind == Kind::Error ? "error" : "about").pixmap(QSize(kIconPx, kIconPx)));
}

} // namespace nb::desktop
