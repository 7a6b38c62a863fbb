#pragma once
// Asks for format and quality of a picture to be saved, and shows the estimated size of the file and what
// would be lost. It saves nothing.

#include "ui/desktop/files/save_picture.h"
#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

class SaveOptionsDialog : public QDialog {
    Q_OBJECT

public:
    enum class Format { Free, Fixed }; // Fixed: given by the suffix of the file

    // `pool` outlives it; the size is estimated there.
    SaveOptionsDialog(const image::Picture& picture, const SaveOptions& options, Format format,
                      WorkerPool& pool, QWidget* parent = nullptr);

    [[nodiscard]] SaveOptions options() const;

private:
    void chosen();
    void estimate();

    image::Picture m_picture;
    WorkerPool& m_pool;
    QComboBox* m_format;
    QLabel* m_qualityLabel;
    QSlider* m_quality;
    QSpinBox* m_number;
    QLabel* m_size;
    QLabel* m_losses;
    QTimer m_pause;    // no estimate while the slider moves
    int m_request = 0; // of the estimate that is awaited
};

} // namespace nb::desktop
