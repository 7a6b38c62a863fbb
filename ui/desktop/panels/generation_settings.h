#pragma once
// The numbers of a request: seed, strength, guidance, variants. What a provider does not heed is disabled,
// and its tooltip says why. Everything is kept over restarts.

#include "core/edit/parameters.h"
#include "core/providers/capabilities.h"
#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QSettings;
class QSlider;
class QSpinBox;

namespace nb::desktop {

class GenerationSettings : public QWidget {
    Q_OBJECT

public:
    // Kept under "generate/"; `settings` outlives it.
    explicit GenerationSettings(QSettings& settings, QWidget* parent = nullptr);

    // name: of the provider, for people.
    void setProvider(const QString& name, const providers::ProviderCapabilities& can);

    // Seed (nullopt = a random one), strength and guidance scale.
    void writeTo(edit::Parameters& parameters) const;
    [[nodiscard]] int variants() const;

    void reuseSeed(int seed); // locks it
    void showSeed(int seed);  // that was used, so that locking it means this one; ignored while locked
    [[nodiscard]] bool isSeedLocked() const;
    void setVariants(int count);
    // Pixels; for a form above it whose labels take as much.
    [[nodiscard]] int labelWidth() const;

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Amount { // a slider with its number
        QLabel* label;
        QSlider* slider;
        QDoubleSpinBox* number;
    };
    [[nodiscard]] Amount makeAmount(double least, double most, double preset, const char* name);
    void layOut();
    void load();
    void save();
    void retranslate();
    void showProvider();
    static void setHeeded(const Amount& amount, bool heeded, const QString& what, const QString& why);

    QSettings& m_settings;
    QLabel* m_seedLabel;
    QSpinBox* m_seed;
    QCheckBox* m_lock;
    Amount m_strength;
    Amount m_guidance;
    QLabel* m_variantsLabel;
    QSpinBox* m_variants;
    QString m_provider;
    providers::ProviderCapabilities m_can;
};

} // namespace nb::desktop
