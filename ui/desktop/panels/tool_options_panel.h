#pragma once
// The settings of the current tool, for a dock beside the picture.

#include "ui/desktop/tools/tool_box.h"
#include <QWidget>

class QFormLayout;
class QLabel;

namespace nb::desktop {

class ToolOptionsPanel : public QWidget {
    Q_OBJECT

public:
    // `tools` outlives it.
    explicit ToolOptionsPanel(ToolBox& tools, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void showHint();

    ToolBox& m_tools;
    QLabel* m_title;
    QFormLayout* m_form;
    QLabel* m_hint;
};

} // namespace nb::desktop
