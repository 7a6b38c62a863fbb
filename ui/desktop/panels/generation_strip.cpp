#include "ui/desktop/panels/generation_strip.h"

#include "ui/desktop/generation/generation_progress.h"
#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/panels/waiting_list.h"
#include "ui/desktop/text/generation_text.h"
#include "ui/desktop/theme/icons.h"
#include "ui/desktop/theme/theme.h"
#include <QAccessible>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

constexpr std::chrono::milliseconds kTick{250};
constexpr int kBarSteps = 1000;
constexpr int kIconPx = 18;

} // namespace

GenerationStrip::GenerationStrip(GenerationQueue& queue, QWidget* parent)
    : QWidget(parent), m_queue(queue), m_progress(new QWidget), m_bar(new QProgressBar), m_phase(new QLabel),
      m_cancel(new QPushButton), m_cancelAll(new QPushButton), m_failure(new QWidget), m_icon(new QLabel),
      m_error(new QLabel), m_retry(new QPushButton), m_dismiss(new QToolButton) {
    layOut();
    m_clock.setInterval(kTick);
    connect(&m_clock, &QTimer::timeout, this, &GenerationStrip::showProgress);
    connect(&queue, &GenerationQueue::listChanged, this, &GenerationStrip::refresh);
    connect(&queue, &GenerationQueue::started, this, [this] {
        m_ownError.clear();
        refresh();
    });
    connect(&queue, &GenerationQueue::finished, this, &GenerationStrip::refresh);
    connect(&queue, &GenerationQueue::variantChanged, this, &GenerationStrip::showProgress);
    connect(m_cancel, &QPushButton::clicked, this, &GenerationStrip::cancel);
    connect(m_cancelAll, &QPushButton::clicked, &queue, &GenerationQueue::cancelAll);
    connect(m_retry, &QPushButton::clicked, this, &GenerationStrip::retry);
    connect(m_dismiss, &QToolButton::clicked, this, &GenerationStrip::dismiss);
    retranslate();
    applyColours();
    refresh();
}

void GenerationStrip::layOut() {
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    m_phase->setObjectName(QStringLiteral("phase"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_cancel->setIcon(icon("cancel"));
    m_retry->setObjectName(QStringLiteral("retry"));
    m_error->setObjectName(QStringLiteral("error"));
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText); // it may hold text of a remote service
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_error->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    m_error->setSizePolicy(policy);
    m_dismiss->setAutoRaise(true);
    m_dismiss->setIcon(icon("close"));

    m_phase->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // it must not widen the panel
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_cancelAll);
    auto* progress = new QVBoxLayout(m_progress);
    progress->setContentsMargins(0, 0, 0, 0);
    progress->setSpacing(4);
    progress->addWidget(m_bar);
    progress->addWidget(m_phase);
    progress->addLayout(buttons);
    progress->addWidget(new WaitingList(m_queue));

    auto* top = new QHBoxLayout;
    top->addWidget(m_icon, 0, Qt::AlignTop);
    top->addWidget(m_error, 1);
    top->addWidget(m_dismiss, 0, Qt::AlignTop);
    auto* bottom = new QHBoxLayout;
    bottom->addStretch();
    bottom->addWidget(m_retry);
    auto* failure = new QVBoxLayout(m_failure);
    failure->setContentsMargins(0, 0, 0, 0);
    failure->setSpacing(4);
    failure->addLayout(top);
    failure->addLayout(bottom);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_progress);
    column->addWidget(m_failure);
}

void GenerationStrip::showError(const Error& error) {
    m_ownError = editErrorText(error);
    refresh();
}

QString GenerationStrip::progressText() const {
    return m_progress->isHidden() ? QString() : m_phase->text();
}

QString GenerationStrip::errorText() const {
    return m_failure->isHidden() ? QString() : m_error->text();
}

void GenerationStrip::cancel() {
    if (const Generation* running = m_queue.running())
        m_queue.cancel(running->id);
}

void GenerationStrip::retry() {
    if (m_failed != 0)
        m_queue.retry(m_failed);
}

void GenerationStrip::dismiss() {
    m_ownError.clear();
    if (m_failed != 0)
        m_queue.dismiss(m_failed);
    refresh();
}

void GenerationStrip::refresh() {
    showProgress();
    showFailure();
}

void GenerationStrip::showProgress() {
    const Generation* running = m_queue.running();
    const bool shown = running != nullptr && !running->isOver();
    m_progress->setVisible(shown);
    if (!shown) {
        m_clock.stop();
        return;
    }
    if (!m_clock.isActive())
        m_clock.start();
    const int waiting = int(m_queue.waiting().size());
    const std::optional<double> done = progressShare(*running);
    m_bar->setRange(0, done ? kBarSteps : 0); // 0 to 0: busy, without a share
    if (done)
        m_bar->setValue(int(*done * kBarSteps));
    m_phase->setText(progressLine(*running, waiting));
    m_cancelAll->setVisible(waiting > 0);
}

void GenerationStrip::showFailure() {
    m_failed = 0;
    std::optional<Error> error;
    int failed = 0, all = 0;
    for (const auto& [id, generation] : m_queue.generations())
        if (generation.isOver() && generation.error()) { // the latest one
            m_failed = id;
            error = generation.error();
            failed = generation.count(VariantState::Failed);
            all = int(generation.variants.size());
        }
    if (!m_ownError.isEmpty())
        setError(m_ownError, false);
    else if (!error)
        setError({}, false);
    else if (all == 1)
        setError(editErrorText(*error), true);
    else
        setError(tr("%1 of %2 variants failed. %3")
                     .arg(QString::number(failed), QString::number(all), editErrorText(*error)),
                 true);
}

void GenerationStrip::setError(const QString& text, bool canRetry) {
    const bool isNew = m_error->text() != text || m_failure->isHidden();
    m_error->setText(text);
    m_retry->setVisible(canRetry);
    m_failure->setVisible(!text.isEmpty());
    if (text.isEmpty() || !isNew)
        return;
    QAccessibleEvent alert(m_error, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void GenerationStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh();
    } else if (event->type() == QEvent::ApplicationPaletteChange) {
        applyColours();
    }
}

void GenerationStrip::retranslate() {
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("Stop at once (Esc); results that have arrived stay"));
    m_cancelAll->setText(tr("Cancel all"));
    m_cancelAll->setToolTip(tr("Stop the running request and remove the waiting ones (Shift+Esc)"));
    m_retry->setText(tr("Try again"));
    m_retry->setToolTip(tr("With the same picture, mask, prompt and seed"));
    m_dismiss->setAccessibleName(tr("Close the message"));
    m_dismiss->setToolTip(tr("Close the message"));
}

void GenerationStrip::applyColours() {
    QPalette colours = QGuiApplication::palette();
    colours.setColor(QPalette::WindowText, errorColour(colours));
    m_error->setPalette(colours);
    m_icon->setPixmap(icon("error").pixmap(QSize(kIconPx, kIconPx)));
}

} // namespace nb::desktop
