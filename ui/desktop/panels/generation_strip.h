#pragma once
// The state of the queue: progress with phase, time and a button to cancel; the waiting requests; the latest
// failure with a button to try again. A failure does not take the focus.

#include "ui/desktop/generation/generation.h"
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace nb::desktop {

class GenerationQueue;

class GenerationStrip : public QWidget {
    Q_OBJECT

public:
    // `queue` outlives it.
    explicit GenerationStrip(GenerationQueue& queue, QWidget* parent = nullptr);

    // An error that concerns no request of the queue, for example an empty prompt; until the next one.
    void showError(const Error& error);

    // The texts that are shown; empty = none.
    [[nodiscard]] QString progressText() const;
    [[nodiscard]] QString errorText() const;

public Q_SLOTS:
    void cancel(); // what runs
    void retry();  // the failure that is shown

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void refresh();
    void showProgress();
    void showFailure();
    void setError(const QString& text, bool canRetry);
    void dismiss();
    void retranslate();
    void applyColours();

    GenerationQueue& m_queue;
    QWidget* m_progress;
    QProgressBar* m_bar;
    QLabel* m_phase;
    QPushButton* m_cancel;
    QPushButton* m_cancelAll;
    QWidget* m_failure;
    QLabel* m_icon;
    QLabel* m_error;
    QPushButton* m_retry;
    QToolButton* m_dismiss;
    QTimer m_clock;            // refreshes the elapsed time
    GenerationId m_failed = 0; // whose failure is shown; 0 = none
    QString m_ownError;        // of showError()
};

} // namespace nb::desktop
