#pragma once
// One POST /api/edit between admission and response: waits for its slot, runs the stages on the pool and the
// provider in between, and ends on whatever comes first: the picture, an error, the deadline, or that the
// client leaves. Its slot is held until the work itself has stopped, not only until the response was sent.

#include "core/edit/edit.h"
#include "core/server/api/admission.h"
#include "core/server/api/edit_stages.h"
#include "core/server/api/exchange.h"
#include "core/server/store/result_store.h"
#include <QTimer>

namespace nb::server {

// What all jobs share; outlives them.
struct EditServices {
    const config::Settings& settings;
    providers::Provider& provider;
    WorkerPool& pool;
    telemetry::Metrics& metrics;
    Admission& admission;
    ResultStore& results; // asked only while the cache is on
};

class EditJob : public QObject {
    Q_OBJECT

public:
    // For an exchange that has passed the preflight.
    EditJob(Exchange& exchange, EditServices& services, QObject* parent);
    ~EditJob() override;

    // Asks for a slot. The job deletes itself when it has ended. False, and ended, if there is no room.
    [[nodiscard]] bool submit();
    // Answers 503 and stops the work.
    void shutDown();

private:
    void start(std::unique_ptr<Admission::Slot> slot);
    void onPrepared(const Result<Prepared>& result);
    void onFound(const std::optional<StoredResult>& found, const Prepared& prepared);
    void runEdit(Prepared prepared);
    void onEdited(const Result<edit::Edited>& result);
    void onEncoded(const Result<Encoded>& result);
    void onDeadline();
    void fail(const Error& error);
    void respond(const StoredResult& entry, const char* cacheState);
    void logWarnings(const QStringList& sentences) const; // about what was sent; no line if there are none
    void logStage(const QString& stage, std::chrono::nanoseconds duration) const; // a debug line
    void logSuccess(const StoredResult& entry) const;
    void stop();
    void end();
    [[nodiscard]] providers::Context context();

    QPointer<Exchange> m_exchange;
    EditServices& m_services;
    std::unique_ptr<Admission::Slot> m_slot;
    std::stop_source m_stop;
    QDeadlineTimer m_deadline;
    QTimer m_deadlineTimer;
    std::chrono::steady_clock::time_point m_began;
    std::chrono::steady_clock::time_point m_providerBegan;
    std::chrono::nanoseconds m_validationTime{};
    std::chrono::nanoseconds m_providerTime{};
    QByteArray m_cacheKey;
    QSize m_imageSize;
    qsizetype m_promptLength = 0; // code points
    QString m_engine;
    int m_attempts = 1;
};

} // namespace nb::server
