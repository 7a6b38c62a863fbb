#pragma once
// Asks how a picture is to be saved: format, quality, and what both cost: the size of the file and what would
// be lost. It saves nothing.

#include "ui/desktop/files/save_picture.h"
#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace nb::desktop {

class SaveOptionsDialog : public QDialog {
    Q_OBJECT

public:
    enum class Format { Free, Fixed }; // Fixed: the file's name has decided already

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
    QTimer m_pause; // while the slider moves, nothing is estimated
    int m_asked = 0;
};

} // namespace nb::desktop
