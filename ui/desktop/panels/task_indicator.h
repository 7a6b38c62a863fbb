#pragma once
// A LongTask in the status bar: name, progress, and a button that cancels it. Hidden while
// LongTask::isShown() is false.

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace nb::desktop {

class LongTask;

class TaskIndicator : public QWidget {
    Q_OBJECT

public:
    // `task` outlives it.
    explicit TaskIndicator(LongTask& task, QWidget* parent = nullptr);

private:
    void refresh();

    LongTask& m_task;
    QLabel* m_name;
    QProgressBar* m_done;
    QToolButton* m_cancel;
};

} // namespace nb::desktop
