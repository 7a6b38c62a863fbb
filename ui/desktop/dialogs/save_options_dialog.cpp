#include "ui/desktop/dialogs/save_options_dialog.h"

#include "core/base/worker_pool.h"
#include "ui/desktop/files/estimated_size.h"
#include "ui/desktop/text/error_text.h"
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>

namespace nb::desktop {
namespace {

constexpr int kPauseMs = 150;
constexpr int kWidth = 380;

} // namespace

SaveOptionsDialog::SaveOptionsDialog(const image::Picture& picture, const SaveOptions& options, Format format,
                                     WorkerPool& pool, QWidget* parent)
    : QDialog(parent), m_picture(picture), m_pool(pool), m_format(new QComboBox),
      m_qualityLabel(new QLabel(tr("&Quality:"))), m_quality(new QSlider(Qt::Horizontal)),
      m_number(new QSpinBox), m_size(new QLabel), m_losses(new QLabel) {
    setWindowTitle(tr("Save Options"));
    setMinimumWidth(kWidth);
    for (const SaveFormat one : {SaveFormat::Png, SaveFormat::Jpeg, SaveFormat::WebP, SaveFormat::Tiff})
        m_format->addItem(saveFilter(one).section(QLatin1Char(' '), 0, 0), QVariant::fromValue(int(one)));
    m_format->setCurrentIndex(m_format->findData(int(options.format)));
    m_format->setEnabled(format == Format::Free);
    m_quality->setRange(1, 100);
    m_number->setRange(1, 100);
    m_quality->setValue(options.quality);
    m_number->setValue(options.quality);
    m_quality->setAccessibleName(tr("Quality"));
    m_number->setAccessibleName(tr("Quality"));
    m_qualityLabel->setBuddy(m_quality);
    m_losses->setWordWrap(true);

    auto* quality = new QHBoxLayout;
    quality->addWidget(m_quality, 1);
    quality->addWidget(m_number);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    auto* form = new QFormLayout;
    form->addRow(tr("&Format:"), m_format);
    form->addRow(m_qualityLabel, quality);
    form->addRow(tr("Size:"), m_size);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_losses);
    column->addStretch(1);
    column->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_quality, &QSlider::valueChanged, m_number, &QSpinBox::setValue);
    connect(m_number, &QSpinBox::valueChanged, m_quality, &QSlider::setValue);
    connect(m_quality, &QSlider::valueChanged, this, &SaveOptionsDialog::chosen);
    connect(m_format, &QComboBox::currentIndexChanged, this, &SaveOptionsDialog::chosen);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &SaveOptionsDialog::estimate);
    chosen();
    (hasQuality(options.format) ? static_cast<QWidget*>(m_quality) : buttons->button(QDialogButtonBox::Save))
        ->setFocus();
}

SaveOptions SaveOptionsDialog::options() const {
    return {SaveFormat(m_format->currentData().toInt()), m_quality->value()};
}

void SaveOptionsDialog::chosen() {
    const SaveFormat format = options().format;
    const bool asks = hasQuality(format);
    m_qualityLabel->setEnabled(asks);
    m_quality->setEnabled(asks);
    m_number->setEnabled(asks);
    const QStringList lost = losses(m_picture, format);
    m_losses->setText(lost.join(QLatin1Char('\n')));
    m_losses->setVisible(!lost.isEmpty());
    ++m_request; // the estimate that is being made is out of date
    m_size->setText(QStringLiteral("…"));
    m_pause.start(kPauseMs);
}

void SaveOptionsDialog::estimate() {
    m_pool.run([picture = m_picture, options = options()] { return estimatedBytes(picture, options); })
        .then(this, [this, asked = m_request](const Result<qint64>& bytes) {
            if (asked != m_request)
                return;
            m_size->setText(
                bytes ? tr("about %1").arg(locale().formattedDataSize(*bytes, 1, QLocale::DataSizeSIFormat))
                      : errorText(bytes.error()));
        });
}

} // namespace nb::desktop
