#pragma once
// One edit that is made, and paid for, once: from decoded pixels to the bytes of the response. Usually one
// request waits for it (core/server/api/edit_job.h); identical ones join. It knows nothing of HTTP, and
// nothing of who waits except how many.
//
// It stops when nobody waits any more, unless it has an Idempotency-Key: then it is finished and kept, since
// the client that has left will ask again.

#include "core/edit/edit.h"
#include "core/server/api/edit_observer.h"
#include "core/server/api/edit_services.h"
#include "core/server/api/edit_stages.h"
#include "core/server/api/request_record.h"
#include "core/server/http/request_body.h"
#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>

namespace nb::server {

class EditCall : public QObject {
    Q_OBJECT

public:
    enum class Origin { Made, Cache };

    struct Outcome {
        StoredResult result;
        Origin origin = Origin::Made;
        std::chrono::nanoseconds providerTime{};
        std::optional<double> priceUsd = {}; // of the plan
    };

    // A request as it came, for whoever has to begin once more.
    struct Form {
        RequestBody body;
        QByteArray boundary;
    };

    struct Request {
        Prepared prepared;
        std::unique_ptr<Admission::Slot> slot;
        QDeadlineTimer deadline;       // of the request that began it: for the provider
        LogIds ids;                    // of that request: for the log and the provider
        telemetry::RequestTrace trace; // likewise
    };

    EditCall(Request request, EditServices& services, QObject* parent);
    ~EditCall() override;

    // To be called once, after the first join().
    void start();

    // `ended` is called once, when the call is over, while `who` lives and has not left.
    void join(QObject* who, std::function<void(const Result<Outcome>&)> ended);
    void leave(QObject* who);
    // Of several that wait, one form is enough: all have the same pixels and parameters. Returns the first
    // that was given, for its giver to keep instead of its own.
    [[nodiscard]] std::shared_ptr<const Form> commonForm(std::shared_ptr<const Form> form);
    // Ends this claim, which is the caller's, with the call: finish() with a result, release() without.
    void addClaim(const QByteArray& key, const QByteArray& fingerprint);

    // Ends with Cancelled, at once for those who wait; the slot is held until the work has stopped as well.
    void stop();

    [[nodiscard]] const QByteArray& resultKey() const { return m_resultKey; }
    // What the provider has done so far, for a call that has no outcome.
    [[nodiscard]] const EditObserver& observer() const { return *m_observer; }
    [[nodiscard]] bool hasClaim(const QByteArray& key) const { return m_claims.contains(key); }

Q_SIGNALS:
    // Before anybody is told: no one may join any more. `result` is null unless there is one.
    void closed(const nb::server::EditCall::Outcome* outcome);

private:
    struct Waiting {
        QPointer<QObject> who;
        std::function<void(const Result<Outcome>&)> ended;
    };

    void run();
    void onEdited(const Result<edit::Edited>& result);
    void onEncoded(const Result<Encoded>& result);
    void end(const Result<Outcome>& outcome);
    void close(const Result<Outcome>& outcome);
    void endClaims(const StoredResult* result); // null: there is none
    [[nodiscard]] providers::Context context();

    EditServices& m_services;
    Prepared m_prepared;
    const QByteArray m_resultKey;
    std::unique_ptr<Admission::Slot> m_slot;
    const QDeadlineTimer m_deadline;
    const LogIds m_ids;
    const std::shared_ptr<EditObserver> m_observer;
    QList<Waiting> m_waiting;
    std::shared_ptr<const Form> m_form;
    QHash<QByteArray, QByteArray> m_claims; // key to fingerprint
    bool m_isClosed = false;
    std::stop_source m_stop;
    std::chrono::steady_clock::time_point m_providerBegan;
    Outcome m_outcome;
};

} // namespace nb::server
