#include "ui/desktop/panels/tool_options_panel.h"

#include "ui/desktop/panels/setting_editor.h"
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace nb::desktop {

ToolOptionsPanel::ToolOptionsPanel(ToolBox& tools, QWidget* parent)
    : QWidget(parent), m_tools(tools), m_title(new QLabel), m_form(new QFormLayout), m_hint(new QLabel) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(6);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_title);
    column->addLayout(m_form);
    column->addWidget(m_hint);
    column->addStretch(1);
    connect(&tools, &ToolBox::currentChanged, this, &ToolOptionsPanel::fill);
    connect(&tools.settings(), &ToolSettings::changed, this, &ToolOptionsPanel::showHint);
    fill();
}

void ToolOptionsPanel::showHint() {
    const QString hint = m_tools.current().hint();
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

void ToolOptionsPanel::fill() {
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    const Tool& tool = m_tools.current();
    m_title->setText(tool.name());
    for (const Setting setting : tool.settings()) {
        auto* editor = new SettingEditor(m_tools.settings(), setting);
        if (ToolSettings::info(setting).kind == SettingKind::Switch) {
            m_form->addRow(editor);
            continue;
        }
        auto* label = new QLabel(ToolSettings::name(setting));
        label->setBuddy(editor);
        m_form->addRow(label, editor);
    }
    showHint();
}

void ToolOptionsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        fill();
}

} // namespace nb::desktop
