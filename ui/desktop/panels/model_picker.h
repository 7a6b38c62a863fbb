#pragma once
// The models of the current engine to pick from; the name of another one may be written. It keeps nothing:
// who follows picked() makes the engine anew.

#include <QComboBox>

namespace nb::desktop {

struct ProviderChoice;

class ModelPicker : public QComboBox {
    Q_OBJECT

public:
    explicit ModelPicker(QWidget* parent = nullptr);

    // Shows the one that it works with. nullptr, or an engine without models = there is nothing to pick.
    void setEngine(const ProviderChoice* engine);

Q_SIGNALS:
    void picked(const QString& model); // another one than the engine works with

private:
    void pick();

    QString m_default;
    QString m_current;
};

} // namespace nb::desktop
