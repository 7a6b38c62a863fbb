#include "ui/desktop/panels/compare_bar.h"

#include "ui/desktop/theme/icons.h"
#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

namespace nb::desktop {

CompareBar::CompareBar(QWidget* parent)
    : QWidget(parent), m_modes(new QButtonGroup(this)), m_original(new QToolButton) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    for (const CompareMode mode :
         {CompareMode::Off, CompareMode::Wipe, CompareMode::SideBySide, CompareMode::Difference}) {
        auto* button = new QToolButton;
        button->setCheckable(true);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        m_modes->addButton(button, int(mode));
        row->addWidget(button);
    }
    m_modes->button(int(CompareMode::Off))->setChecked(true);
    m_original->setIcon(icon("original"));
    row->addWidget(m_original);
    connect(m_modes, &QButtonGroup::idClicked, this, [this](int id) { Q_EMIT modeChosen(CompareMode(id)); });
    connect(m_original, &QToolButton::pressed, this, [this] { Q_EMIT originalHeld(true); });
    connect(m_original, &QToolButton::released, this, [this] { Q_EMIT originalHeld(false); });
    retranslate();
}

void CompareBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void CompareBar::retranslate() {
    m_original->setToolTip(tr("Hold to see the picture without the result (Tab)"));
    m_original->setAccessibleName(tr("Hold to see the original"));
    const auto name = [this](CompareMode mode, const QString& text, const QString& tip) {
        m_modes->button(int(mode))->setText(text);
        m_modes->button(int(mode))->setToolTip(tip);
    };
    name(CompareMode::Off, tr("Result"), tr("The result over the picture"));
    name(CompareMode::Wipe, tr("Wipe"), tr("The picture on the left, the result on the right of a line"));
    name(CompareMode::SideBySide, tr("Both"), tr("The picture beside the result"));
    name(CompareMode::Difference, tr("Difference"), tr("How much the two differ at each pixel"));
}

} // namespace nb::desktop
