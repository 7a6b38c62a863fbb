#pragma once
// The edit calls of a server, so that requests with the same result share one. A request is compared once its
// picture is decoded, for which it needs a slot; so one that has waited in the queue may find that the call
// it would have joined is over. For these the outcome is kept, exactly as long as a request is undecided that
// was there before the call ended. Used from one thread.

#include "core/server/api/edit_call.h"
#include <deque>
#include <set>

namespace nb::server {

class EditCalls {
public:
    using Time = std::chrono::steady_clock::time_point;

    // A request that has come and has not been compared yet. It must not outlive the calls.
    class Undecided {
    public:
        explicit Undecided(EditCalls& calls);
        ~Undecided();
        Undecided(const Undecided&) = delete;
        Undecided& operator=(const Undecided&) = delete;

        // Null if no call with this key has ended since this was made.
        [[nodiscard]] const EditCall::Outcome* ended(const QByteArray& resultKey) const;

    private:
        EditCalls& m_calls;
        quint64 m_since;
    };

    // maxBytes: of the outcomes that are kept; the oldest go first.
    explicit EditCalls(EditServices& services, qsizetype maxBytes = qsizetype(64) * 1024 * 1024)
        : m_services(services), m_maxBytes(maxBytes) {}

    // To be joined; null if there is none. An empty key is nobody's.
    [[nodiscard]] EditCall* withResultKey(const QByteArray& key) const;
    [[nodiscard]] EditCall* withClaim(const QByteArray& key) const;

    // Makes a call, to be joined and started; it deletes itself when it is over.
    EditCall* add(EditCall::Request request);

    // Whether an edit that begins now may be over in that time, as far as the last ones tell.
    [[nodiscard]] bool mayEndWithin(std::chrono::milliseconds time) const;

    void stopAll();

    [[nodiscard]] qsizetype keptBytes() const { return m_bytes; }

private:
    struct Ended {
        QByteArray resultKey;
        EditCall::Outcome outcome;
        quint64 number; // Undecided ones with a lower number were there before
    };

    void onClosed(EditCall* call, const EditCall::Outcome* outcome);
    void dropUnneeded();

    EditServices& m_services;
    qsizetype m_maxBytes;
    QList<EditCall*> m_open; // that may be joined
    std::deque<Ended> m_ended;
    qsizetype m_bytes = 0;
    WaitEstimate m_successes; // how long the provider took for them
    std::multiset<quint64> m_undecided;
    quint64 m_number = 0; // grows with everything that comes and ends
    QObject m_calls;      // parent of them
};

} // namespace nb::server
