#pragma once
// The choice how a result is compared with the picture: one of four modes, and a button that shows the
// original while it is held. It only signals the choice.

#include "ui/desktop/canvas/mask_view.h"
#include <QWidget>

class QButtonGroup;
class QToolButton;

namespace nb::desktop {

class CompareBar : public QWidget {
    Q_OBJECT

public:
    explicit CompareBar(QWidget* parent = nullptr);

Q_SIGNALS:
    void modeChosen(nb::desktop::CompareMode mode); // Off, Wipe, SideBySide or Difference
    void originalHeld(bool held);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QButtonGroup* m_modes;
    QToolButton* m_original;
};

} // namespace nb::desktop
