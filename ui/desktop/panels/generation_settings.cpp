#include "ui/desktop/panels/generation_settings.h"

#include "core/providers/variants.h"
#include "ui/desktop/generation/request_draft.h"
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <cmath>

namespace nb::desktop {
namespace {

constexpr double kStep = 0.05;

} // namespace

GenerationSettings::GenerationSettings(RequestDraft& draft, QWidget* parent)
    : QWidget(parent), m_draft(draft), m_seedLabel(new QLabel), m_seed(new QSpinBox), m_lock(new QCheckBox),
      m_strength(makeAmount(0, 1, "strength")),
      m_guidance(makeAmount(edit::kMinGuidanceScale, edit::kMaxGuidanceScale, "guidance")),
      m_variantsLabel(new QLabel), m_variants(new QSpinBox) {
    m_seed->setRange(0, edit::kMaxSeed);
    m_seed->setObjectName(QStringLiteral("seed"));
    m_lock->setObjectName(QStringLiteral("seedLock"));
    m_variants->setRange(1, providers::kMaxVariants);
    m_variants->setObjectName(QStringLiteral("variants"));
    m_seedLabel->setBuddy(m_seed);
    m_variantsLabel->setBuddy(m_variants);
    layOut();
    showDraft();
    connectAll();
    retranslate();
}

GenerationSettings::Amount GenerationSettings::makeAmount(double least, double most, const char* name) {
    Amount amount{new QLabel, new QSlider(Qt::Horizontal), new QDoubleSpinBox};
    amount.slider->setRange(int(std::lround(least / kStep)), int(std::lround(most / kStep)));
    amount.slider->setFocusPolicy(Qt::ClickFocus); // the number beside it has the keyboard
    amount.number->setRange(least, most);
    amount.number->setSingleStep(kStep);
    amount.number->setDecimals(2);
    amount.number->setObjectName(QLatin1String(name));
    amount.label->setBuddy(amount.number);
    connect(amount.slider, &QSlider::valueChanged, amount.number,
            [number = amount.number](int value) { number->setValue(value * kStep); });
    connect(amount.number, &QDoubleSpinBox::valueChanged, amount.slider,
            [slider = amount.slider](double value) {
                const QSignalBlocker quiet(slider); // it is coarser than the number
                slider->setValue(int(std::lround(value / kStep)));
            });
    return amount;
}

void GenerationSettings::layOut() {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    auto* seed = new QHBoxLayout;
    seed->addWidget(m_seed, 1);
    seed->addSpacing(6);
    seed->addWidget(m_lock);
    grid->addWidget(m_seedLabel, 0, 0);
    grid->addLayout(seed, 0, 1, 1, 2);
    int row = 1;
    for (const Amount& amount : {m_strength, m_guidance}) {
        grid->addWidget(amount.label, row, 0);
        grid->addWidget(amount.slider, row, 1);
        grid->addWidget(amount.number, row, 2);
        ++row;
    }
    auto* variants = new QHBoxLayout;
    variants->addWidget(m_variants);
    variants->addStretch();
    grid->addWidget(m_variantsLabel, row, 0);
    grid->addLayout(variants, row, 1, 1, 2);
    setTabOrder(m_seed, m_lock);
    setTabOrder(m_lock, m_strength.number);
    setTabOrder(m_strength.number, m_guidance.number);
    setTabOrder(m_guidance.number, m_variants);
}

void GenerationSettings::connectAll() {
    connect(m_seed, &QSpinBox::valueChanged, &m_draft, &RequestDraft::setSeed);
    connect(m_lock, &QCheckBox::toggled, &m_draft, &RequestDraft::setSeedLocked);
    connect(m_strength.number, &QDoubleSpinBox::valueChanged, &m_draft, &RequestDraft::setStrength);
    connect(m_guidance.number, &QDoubleSpinBox::valueChanged, &m_draft, &RequestDraft::setGuidanceScale);
    connect(m_variants, &QSpinBox::valueChanged, &m_draft, &RequestDraft::setVariants);
    connect(&m_draft, &RequestDraft::changed, this, &GenerationSettings::showDraft);
}

void GenerationSettings::showDraft() {
    m_seed->setValue(m_draft.seed());
    m_seed->setEnabled(m_draft.isSeedLocked());
    m_lock->setChecked(m_draft.isSeedLocked());
    m_strength.number->setValue(m_draft.strength());
    m_guidance.number->setValue(m_draft.guidanceScale());
    m_variants->setValue(m_draft.variants());
}

void GenerationSettings::setProvider(const QString& name, const providers::ProviderCapabilities& can) {
    m_provider = name;
    m_can = can;
    showProvider();
}

int GenerationSettings::labelWidth() const {
    int width = 0;
    for (const QLabel* label : {m_seedLabel, m_strength.label, m_guidance.label, m_variantsLabel})
        width = std::max(width, label->sizeHint().width());
    return width;
}

void GenerationSettings::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void GenerationSettings::retranslate() {
    m_seedLabel->setText(tr("&Seed"));
    m_lock->setText(tr("Lock"));
    m_lock->setToolTip(tr("Use this seed again instead of a random one"));
    m_strength.label->setText(tr("S&trength"));
    m_guidance.label->setText(tr("&Guidance"));
    m_variantsLabel->setText(tr("&Variants"));
    m_variants->setToolTip(
        tr("How many results to ask for, 1 to %1; their seeds count up").arg(providers::kMaxVariants));
    m_seed->setAccessibleName(tr("Seed"));
    m_strength.slider->setAccessibleName(tr("Strength"));
    m_strength.number->setAccessibleName(tr("Strength"));
    m_guidance.slider->setAccessibleName(tr("Guidance"));
    m_guidance.number->setAccessibleName(tr("Guidance"));
    m_variants->setAccessibleName(tr("Variants"));
    showProvider();
}

void GenerationSettings::showProvider() {
    const QString ignored = tr("%1 ignores this").arg(m_provider);
    m_seed->setToolTip(
        m_can.honoursSeed
            ? tr("The same seed gives the same result, or nearly")
            : tr("%1 gives another result each time; the seed is only recorded").arg(m_provider));
    const QString strength = m_can.readsPrompt
                                 ? tr("How far the result may differ from what is there")
                                 : tr("How far around the selection to look for pixels to copy");
    setAmountEnabled(m_strength, m_can.honoursStrength, m_can.honoursStrength ? strength : ignored);
    setAmountEnabled(m_guidance, m_can.honoursGuidance,
                     m_can.honoursGuidance ? tr("How closely the prompt is followed") : ignored);
}

void GenerationSettings::setAmountEnabled(const Amount& amount, bool enabled, const QString& toolTip) {
    for (QWidget* widget : {static_cast<QWidget*>(amount.label), static_cast<QWidget*>(amount.slider),
                            static_cast<QWidget*>(amount.number)}) {
        widget->setEnabled(enabled);
        widget->setToolTip(toolTip);
    }
}

} // namespace nb::desktop
