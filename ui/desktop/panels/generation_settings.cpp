#include "ui/desktop/panels/generation_settings.h"

#include "core/providers/variants.h"
#include "ui/desktop/generation/generation.h"
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <cmath>

namespace nb::desktop {
namespace {

constexpr double kStep = 0.05;
const QString kGroup = QStringLiteral("generate/");

} // namespace

GenerationSettings::GenerationSettings(QSettings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_seedLabel(new QLabel), m_seed(new QSpinBox),
      m_lock(new QCheckBox), m_strength(makeAmount(0, 1, edit::Parameters().strength, "strength")),
      m_guidance(makeAmount(edit::kMinGuidanceScale, edit::kMaxGuidanceScale,
                            edit::Parameters().guidanceScale, "guidance")),
      m_variantsLabel(new QLabel), m_variants(new QSpinBox) {
    m_seed->setRange(0, edit::kMaxSeed);
    m_seed->setObjectName(QStringLiteral("seed"));
    m_lock->setObjectName(QStringLiteral("seedLock"));
    m_variants->setRange(1, providers::kMaxVariants);
    m_variants->setObjectName(QStringLiteral("variants"));
    m_seedLabel->setBuddy(m_seed);
    m_variantsLabel->setBuddy(m_variants);
    layOut();
    load();
    const auto keep = [this] {
        save();
        Q_EMIT changed();
    };
    connect(m_seed, &QSpinBox::valueChanged, this, keep);
    connect(m_variants, &QSpinBox::valueChanged, this, keep);
    connect(m_strength.number, &QDoubleSpinBox::valueChanged, this, keep);
    connect(m_guidance.number, &QDoubleSpinBox::valueChanged, this, keep);
    connect(m_lock, &QCheckBox::toggled, this, [this, keep](bool locked) {
        m_seed->setEnabled(locked);
        keep();
    });
    retranslate();
}

GenerationSettings::Amount GenerationSettings::makeAmount(double least, double most, double preset,
                                                          const char* name) {
    Amount amount{new QLabel, new QSlider(Qt::Horizontal), new QDoubleSpinBox};
    amount.slider->setRange(int(std::lround(least / kStep)), int(std::lround(most / kStep)));
    amount.slider->setValue(int(std::lround(preset / kStep)));
    amount.slider->setFocusPolicy(Qt::ClickFocus); // the number beside it has the keyboard
    amount.number->setRange(least, most);
    amount.number->setSingleStep(kStep);
    amount.number->setDecimals(2);
    amount.number->setValue(preset);
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

void GenerationSettings::setProvider(const QString& name, const providers::ProviderCapabilities& can) {
    m_provider = name;
    m_can = can;
    showProvider();
}

void GenerationSettings::writeTo(edit::Parameters& parameters) const {
    parameters.seed = isSeedLocked() ? std::optional(m_seed->value()) : std::nullopt;
    parameters.strength = m_strength.number->value();
    parameters.guidanceScale = m_guidance.number->value();
}

int GenerationSettings::variants() const {
    return m_variants->value();
}

void GenerationSettings::setVariants(int count) {
    m_variants->setValue(count);
}

int GenerationSettings::labelWidth() const {
    int width = 0;
    for (const QLabel* label : {m_seedLabel, m_strength.label, m_guidance.label, m_variantsLabel})
        width = std::max(width, label->sizeHint().width());
    return width;
}

bool GenerationSettings::isSeedLocked() const {
    return m_lock->isChecked();
}

void GenerationSettings::reuseSeed(int seed) {
    m_lock->setChecked(true);
    m_seed->setValue(seed);
}

void GenerationSettings::showSeed(int seed) {
    if (!isSeedLocked())
        m_seed->setValue(seed);
}

void GenerationSettings::load() {
    const auto number = [this](const char* key, double preset) {
        bool ok = false;
        const double value = m_settings.value(kGroup + QLatin1String(key)).toDouble(&ok);
        return ok && std::isfinite(value) ? value : preset;
    };
    m_seed->setValue(int(std::clamp(number("seed", 0), 0.0, double(edit::kMaxSeed))));
    m_lock->setChecked(m_settings.value(kGroup + QStringLiteral("seed_locked")).toBool());
    m_seed->setEnabled(isSeedLocked());
    m_strength.number->setValue(number("strength", edit::Parameters().strength));
    m_guidance.number->setValue(number("guidance", edit::Parameters().guidanceScale));
    m_variants->setValue(int(std::clamp(number("variants", 1), 1.0, double(providers::kMaxVariants))));
}

void GenerationSettings::save() {
    m_settings.setValue(kGroup + QStringLiteral("seed"), m_seed->value());
    m_settings.setValue(kGroup + QStringLiteral("seed_locked"), isSeedLocked());
    m_settings.setValue(kGroup + QStringLiteral("strength"), m_strength.number->value());
    m_settings.setValue(kGroup + QStringLiteral("guidance"), m_guidance.number->value());
    m_settings.setValue(kGroup + QStringLiteral("variants"), m_variants->value());
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
    const QString why = tr("%1 does not heed it").arg(m_provider);
    m_seed->setToolTip(m_can.honoursSeed
                           ? tr("The same seed gives the same result, or nearly")
                           : tr("%1 gives another result each time; the seed is only noted").arg(m_provider));
    setHeeded(m_strength, m_can.honoursStrength,
              m_can.readsPrompt ? tr("How far the result may leave what is there")
                                : tr("How far around it looks for what to copy"),
              why);
    setHeeded(m_guidance, m_can.honoursGuidance, tr("How closely the prompt is followed"), why);
}

void GenerationSettings::setHeeded(const Amount& amount, bool heeded, const QString& what,
                                   const QString& why) {
    for (QWidget* widget : {static_cast<QWidget*>(amount.label), static_cast<QWidget*>(amount.slider),
                            static_cast<QWidget*>(amount.number)}) {
        widget->setEnabled(heeded);
        widget->setToolTip(heeded ? what : why);
    }
}

} // namespace nb::desktop
