#pragma once
// The edit calls of a server, so that requests with the same result share one. A request is compared once its
// picture is decoded, for which it needs a slot; so one that has waited in the queue may find that the call
// it would have joined is over, and shares that one's outcome (core/server/api/ended_calls.h). Used from one
// thread.

#include "core/server/api/ended_calls.h"

namespace nb::server {

class EditCalls {
public:
    // A request that has come and has not been compared yet. It must not outlive the calls.
    struct Undecided : EndedCalls::Undecided {
        explicit Undecided(EditCalls& calls) : EndedCalls::Undecided(calls.m_ended) {}
    };

    // maxBytes: of the outcomes that are kept.
    explicit EditCalls(EditServices& services, qsizetype maxBytes = qsizetype(64) * 1024 * 1024)
        : m_services(services), m_ended(maxBytes) {}

    // To be joined; null if there is none. No call has an empty key.
    [[nodiscard]] EditCall* withResultKey(const QByteArray& key) const;
    [[nodiscard]] EditCall* withClaim(const QByteArray& key) const;

    // Makes a call, to be joined and started; it deletes itself when it is over.
    EditCall* add(EditCall::Request request);

    // Whether an edit that begins now may be over in that time, as far as the last ones tell.
    [[nodiscard]] bool mayEndWithin(std::chrono::milliseconds time) const;

    void stopAll();

private:
    void onClosed(EditCall* call, const EditCall::Outcome* outcome);

    EditServices& m_services;
    QList<EditCall*> m_open; // that may be joined
    EndedCalls m_ended;
    WaitEstimate m_successes; // how long the provider took for them
    QObject m_calls;          // parent of them
};

} // namespace nb::server
