#pragma once
// Asks for the radius of an operation on the mask and previews the mask in the picture meanwhile.

#include "ui/desktop/selection/mask_preview.h"
#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace nb::desktop {

class AmountDialog : public QDialog {
    Q_OBJECT

public:
    // `document`, open and without a MaskEdit, and `pool` outlive it; the operation has a radius.
    AmountDialog(StudioDocument& document, WorkerPool& pool, MaskOperation operation, int radiusPx,
                 QWidget* parent = nullptr);

    [[nodiscard]] int radiusPx() const;
    [[nodiscard]] const MaskPreview& preview() const { return m_preview; }

    void accept() override; // closes when the mask has been computed

private:
    void makeWidgets(MaskOperation operation, int radiusPx);

    MaskPreview m_preview;
    QSlider* m_slider;
    QSpinBox* m_number;
    QLabel* m_problem;
    QDialogButtonBox* m_buttons;
};

} // namespace nb::desktop
