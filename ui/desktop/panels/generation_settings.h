#pragma once
// The editors of the numbers of a RequestDraft: seed, strength, guidance scale, variants. What the provider
// ignores is disabled, and its tooltip says why.

#include "core/providers/capabilities.h"
#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace nb::desktop {

class RequestDraft;

class GenerationSettings : public QWidget {
    Q_OBJECT

public:
    // `draft` outlives it.
    explicit GenerationSettings(RequestDraft& draft, QWidget* parent = nullptr);

    // name: of the provider, for people.
    void setProvider(const QString& name, const providers::ProviderCapabilities& can);

    // Of the widest label, in logical pixels, to align another form with this one.
    [[nodiscard]] int labelWidth() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Amount { // a slider with its number
        QLabel* label;
        QSlider* slider;
        QDoubleSpinBox* number;
    };
    [[nodiscard]] Amount makeAmount(double least, double most, const char* name);
    void layOut();
    void connectAll();
    void showDraft();
    void retranslate();
    void showProvider();
    // With the tooltip that says what it is for, or why it is disabled.
    static void setAmountEnabled(const Amount& amount, bool enabled, const QString& toolTip);

    RequestDraft& m_draft;
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
