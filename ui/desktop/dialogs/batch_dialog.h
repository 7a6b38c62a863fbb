#pragma once
// The same edit on many pictures: folders, prompt, and the state of each picture. BatchProcess does the work.
// It is not modal: the studio can be used meanwhile.

#include "ui/desktop/generation/batch_process.h"
#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTreeWidget;

namespace nb::desktop {

class Engine;

class BatchDialog : public QDialog {
    Q_OBJECT

public:
    // `engine` outlives it.
    explicit BatchDialog(const Engine& engine, QWidget* parent = nullptr);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    QWidget* withChooser(QLineEdit& line, const QString& title, const QString& files);
    void layOut();
    void startOrStop();
    void showItem(const BatchItem& item);
    void finished(const QString& summary);
    void update();
    [[nodiscard]] BatchRequest request() const;

    const Engine& m_engine;
    BatchProcess m_process;
    QLineEdit* m_input;
    QLineEdit* m_masks;
    QLineEdit* m_output;
    QLineEdit* m_prompt;
    QSpinBox* m_atOnce;
    QCheckBox* m_again;
    QTreeWidget* m_items;
    QProgressBar* m_progress;
    QLabel* m_status;
    QPushButton* m_start;
};

} // namespace nb::desktop
