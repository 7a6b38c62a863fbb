#include "ui/desktop/document/long_task.h"

namespace nb::desktop {
namespace {

constexpr std::chrono::milliseconds kShowDelay{200}; // what is over by then would only flicker
constexpr std::chrono::milliseconds kTick{100};

} // namespace

LongTask::LongTask(QObject* parent) : QObject(parent) {
    connect(&m_clock, &QTimer::timeout, this, &LongTask::tick);
}

LongTask::~LongTask() {
    m_stop.request_stop();
}

Watch LongTask::begin(const QString& what) {
    Q_ASSERT(!m_running);
    m_what = what;
    m_stop = {};
    m_fraction = std::make_shared<std::atomic<double>>(0);
    m_running = true;
    m_clock.start(kShowDelay);
    Q_EMIT changed();
    return {[fraction = m_fraction](double done) { fraction->store(done); }, m_stop.get_token()};
}

void LongTask::end() {
    m_clock.stop();
    m_running = m_shown = false;
    Q_EMIT changed();
}

void LongTask::cancel() {
    if (!m_running)
        return;
    m_stop.request_stop();
    Q_EMIT cancelRequested();
    Q_EMIT changed();
}

void LongTask::tick() {
    m_shown = true;
    m_clock.start(kTick);
    Q_EMIT changed();
}

} // namespace nb::desktop
