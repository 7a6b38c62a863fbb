#pragma once
// How a result is compared with the picture: one of four ways, and a button that shows the original while it
// is held. It says so and changes nothing itself.

#include "ui/desktop/canvas/mask_view.h"
#include <QWidget>

class QButtonGroup;
class QToolButton;

namespace nb::desktop {

class CompareBar : public QWidget {
    Q_OBJECT

public:
    explicit CompareBar(QWidget* parent = nullptr);

    void setMode(CompareMode mode); // announces nothing; Original has no button and is ignored
    [[nodiscard]] CompareMode mode() const;

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
