#pragma once
// A combo box of the current engine's models, in which another name may be typed. It changes nothing itself:
// whoever receives picked() sets the model.

#include <QComboBox>

namespace nb::desktop {

struct ProviderChoice;

class ModelPicker : public QComboBox {
    Q_OBJECT

public:
    explicit ModelPicker(QWidget* parent = nullptr);

    // Shows the model in use. nullptr, or an engine without models = the list is empty.
    void setEngine(const ProviderChoice* engine);

Q_SIGNALS:
    void picked(const QString& model); // another one than is in use

private:
    void pick();

    QString m_default;
    QString m_current;
};

} // namespace nb::desktop
