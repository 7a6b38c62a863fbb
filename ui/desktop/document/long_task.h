#pragma once
// Work that somebody waits for and may stop, such as saving a large picture: how far it is, and whether it
// has taken so long that it should be shown. It does not run the work, and shows nothing itself.

#include "core/base/watch.h"
#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>

namespace nb::desktop {

// One at a time. Lives on the thread of the user interface; only the Watch goes to another.
class LongTask : public QObject {
    Q_OBJECT

public:
    explicit LongTask(QObject* parent = nullptr);
    ~LongTask() override; // cancels

    // The Watch is for the work; it may outlive the task. what: for people, "Saving photo.png". Not while one
    // is running.
    [[nodiscard]] Watch begin(const QString& what);
    void end(); // the work is over, however it ended
    // Asks the work to stop, through the Watch and by cancelRequested(); it is over when it says so.
    void cancel();

    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] bool isShown() const { return m_shown; } // has been running for a fifth of a second
    [[nodiscard]] bool isCancelled() const { return m_stop.stop_requested(); }
    [[nodiscard]] const QString& what() const { return m_what; }
    // 0 to 1; 0 also as long as nobody knows.
    [[nodiscard]] double fraction() const { return m_fraction->load(); }

Q_SIGNALS:
    void cancelRequested();
    void changed(); // any value above; ten times a second while it is shown

private:
    void tick();

    QString m_what;
    QTimer m_clock;
    std::stop_source m_stop;
    std::shared_ptr<std::atomic<double>> m_fraction = std::make_shared<std::atomic<double>>(0);
    bool m_running = false;
    bool m_shown = false;
};

} // namespace nb::desktop
