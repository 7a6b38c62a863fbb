#include "ui/desktop/dialogs/amount_dialog.h"

#include "ui/desktop/text/error_text.h"
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

constexpr int kMostPx = 500;
constexpr int kSliderPx = 100; // larger ones are typed

} // namespace

AmountDialog::AmountDialog(StudioDocument& document, WorkerPool& pool, MaskOperation operation, int radiusPx,
                           QWidget* parent)
    : QDialog(parent), m_preview(document, pool, operation), m_slider(new QSlider(Qt::Horizontal)),
      m_number(new QSpinBox), m_problem(new QLabel), m_buttons(new QDialogButtonBox) {
    makeWidgets(operation, radiusPx);
    connect(m_slider, &QSlider::valueChanged, m_number, &QSpinBox::setValue);
    connect(m_number, &QSpinBox::valueChanged, this, [this](int px) {
        const QSignalBlocker quiet(m_slider); // beyond its end it must not clamp the number
        m_slider->setValue(px);
        m_problem->hide();
        m_preview.setRadius(px);
    });
    connect(m_buttons, &QDialogButtonBox::accepted, this, &AmountDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&m_preview, &MaskPreview::accepted, this, [this] { QDialog::accept(); });
    connect(&m_preview, &MaskPreview::failed, this, [this](const Error& error) {
        m_problem->setText(errorText(error));
        m_problem->show();
        m_buttons->setEnabled(true);
    });
    connect(&document, &StudioDocument::aboutToClose, this, &QDialog::reject);
    m_preview.setRadius(this->radiusPx());
}

void AmountDialog::makeWidgets(MaskOperation operation, int radiusPx) {
    setWindowTitle(operationName(operation));
    auto* column = new QVBoxLayout(this);
    auto* line = new QHBoxLayout;
    auto* label = new QLabel(tr("&Radius"));
    label->setBuddy(m_number);
    m_slider->setRange(0, kSliderPx);
    m_slider->setMinimumWidth(220);
    m_slider->setAccessibleName(tr("Radius"));
    m_number->setRange(0, kMostPx);
    m_number->setSuffix(tr(" px"));
    m_number->setAccessibleName(tr("Radius"));
    m_slider->setValue(radiusPx);
    m_number->setValue(radiusPx);
    line->addWidget(label);
    line->addWidget(m_slider, 1);
    line->addWidget(m_number);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_buttons->addButton(operationName(operation), QDialogButtonBox::AcceptRole);
    m_buttons->addButton(QDialogButtonBox::Cancel);
    column->addLayout(line);
    column->addWidget(m_problem);
    column->addWidget(m_buttons);
    m_number->setFocus();
    m_number->selectAll();
}

int AmountDialog::radiusPx() const {
    return m_number->value();
}

void AmountDialog::accept() {
    m_buttons->setEnabled(false);
    m_preview.accept();
}

} // namespace nb::desktop
