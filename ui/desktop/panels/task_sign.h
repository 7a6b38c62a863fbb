#pragma once
// A LongTask in the status line: what it is, how far, and a button that cancels it. It is not there while the
// task is not worth showing.

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace nb::desktop {

class LongTask;

class TaskSign : public QWidget {
    Q_OBJECT

public:
    // `task` outlives it.
    explicit TaskSign(LongTask& task, QWidget* parent = nullptr);

private:
    void refresh();

    LongTask& m_task;
    QLabel* m_name;
    QProgressBar* m_done;
    QToolButton* m_cancel;
};

} // namespace nb::desktop
