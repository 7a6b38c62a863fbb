#pragma once
// One POST /api/edit between admission and response: waits for its slot, has its picture decoded, and then
// begins the edit (core/server/api/edit_call.h), joins that of an identical request, or finds the result of
// its Idempotency-Key. It ends on whatever comes first: the picture, an error, the deadline, or that the
// client leaves.

#include "core/server/api/edit_calls.h"
#include "core/server/api/edit_log.h"
#include "core/server/api/edit_response.h"
#include "core/server/api/exchange.h"
#include <QTimer>
#include <optional>

namespace nb::server {

class EditJob : public QObject {
    Q_OBJECT

public:
    // For an exchange that has passed the preflight.
    EditJob(Exchange& exchange, EditServices& services, EditCalls& calls, QObject* parent);
    ~EditJob() override;

    // Begins. The job answers its exchange in any case, at once if there is no room, and deletes itself when
    // it has ended.
    void submit();
    // Answers 503 and stops the work.
    void shutDown();

private:
    // In this order; each may end the job.
    void start(std::unique_ptr<Admission::Slot> slot);
    void onPrepared(const Result<Prepared>& result);
    void claim();
    void onClaim(const Claim& claim);
    void compare();

    void countPrepared(const Result<Prepared>& result) const;
    void notePrepared(const Result<Prepared>& result);
    void noteCall(); // what is known of the call, if there is one
    void recordStep(const QString& name, std::chrono::steady_clock::time_point began,
                    std::chrono::steady_clock::time_point ended) const;
    void setRepeated(const char* how); // telemetry::labels::kIdempotencyResults
    void joinCall(EditCall* call);
    void waitForClaim();
    void onOutcome(const Result<EditCall::Outcome>& outcome);
    [[nodiscard]] bool mayTryAgainAfter(const Error& error) const;
    void respond(const EditCall::Outcome& outcome);
    void fail(const Error& error);   // an edit that went wrong: logged
    void finish(const Error& error); // any other refusal
    void onDeadline();
    void stop();
    void end();

    QPointer<Exchange> m_exchange;
    EditServices& m_services;
    EditCalls& m_calls;
    const LogIds m_ids;
    const telemetry::RequestTrace m_trace;
    const QByteArray m_client;    // clientKey()
    const QByteArray m_scopedKey; // scopedKey(); empty = no Idempotency-Key
    QDeadlineTimer m_deadline;
    QTimer m_deadlineTimer;
    std::chrono::steady_clock::time_point m_began;
    std::chrono::steady_clock::time_point m_waitsSince; // for a slot
    std::chrono::steady_clock::time_point m_preparesSince;
    std::unique_ptr<Admission::Slot> m_slot;
    std::optional<EditCalls::Undecided> m_undecided;
    bool m_isPreparing = false;
    std::shared_ptr<const EditCall::Form> m_form; // while it may have to be read again
    std::optional<Prepared> m_prepared;           // until the call has it
    QByteArray m_digest;                          // requestDigest(), once it was prepared
    bool m_hasClaim = false;                      // and no call has it
    QPointer<EditCall> m_call;                    // while it waits for that
    Delivery m_delivery = Delivery::Own;
    std::chrono::nanoseconds m_validationTime{};
};

} // namespace nb::server
