#include "ui/desktop/panels/model_picker.h"

#include "ui/desktop/generation/provider_model.h"
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>

namespace nb::desktop {
namespace {

constexpr int kLeastLetters = 12;
const QRegularExpression kModelName(QStringLiteral("[A-Za-z0-9._:/-]*")); // what providers::create() takes

} // namespace

ModelPicker::ModelPicker(QWidget* parent) : QComboBox(parent) {
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(kLeastLetters);
    setValidator(new QRegularExpressionValidator(kModelName, this));
    connect(this, &QComboBox::activated, this, &ModelPicker::pick);
    connect(lineEdit(), &QLineEdit::editingFinished, this, &ModelPicker::pick);
}

void ModelPicker::setEngine(const ProviderChoice* engine) {
    const QSignalBlocker quiet(this);
    clear();
    const bool any = engine != nullptr && !engine->models.isEmpty();
    m_default = any ? engine->models.first() : QString();
    m_current = any ? engine->provider->model() : QString();
    if (!any)
        return;
    addItems(engine->models);
    if (!engine->models.contains(m_current))
        addItem(m_current);
    setCurrentIndex(findText(m_current));
    setEnabled(engine->fixedBy.isEmpty());
    setToolTip(engine->fixedBy.isEmpty()
                   ? tr("Pick one, or write the name of another; the default is %1").arg(m_default)
                   : tr("Set by %1, which overrides this").arg(engine->fixedBy));
}

// An empty name stands for the default.
void ModelPicker::pick() {
    const QString text = currentText().trimmed();
    const QString model = text.isEmpty() ? m_default : text;
    if (model != m_current)
        Q_EMIT picked(model);
    else
        setEditText(model);
}

} // namespace nb::desktop
