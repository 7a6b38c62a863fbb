#pragma once
// The outcomes of calls that are over, for requests that were there before the end but could not be compared
// in time (core/server/api/edit_calls.h). Each is kept exactly as long as there is such a request. Used from
// one thread.

#include "core/server/api/edit_call.h"
#include <deque>
#include <set>

namespace nb::server {

class EndedCalls {
public:
    // A request that has come and has not been compared yet. It must not outlive the calls.
    class Undecided {
    public:
        explicit Undecided(EndedCalls& calls);
        ~Undecided();
        Undecided(const Undecided&) = delete;
        Undecided& operator=(const Undecided&) = delete;

        // Null if no call with this key has ended since this was made.
        [[nodiscard]] const EditCall::Outcome* ended(const QByteArray& resultKey) const;

    private:
        EndedCalls& m_calls;
        quint64 m_since;
    };

    // maxBytes: of the pictures together; the oldest go first.
    explicit EndedCalls(qsizetype maxBytes) : m_maxBytes(maxBytes) {}

    // A call has ended. With an empty key nobody can ask for it.
    void add(const QByteArray& resultKey, const EditCall::Outcome& outcome);

    [[nodiscard]] qsizetype bytes() const { return m_bytes; }

private:
    struct Ended {
        QByteArray resultKey;
        EditCall::Outcome outcome;
        quint64 number; // undecided ones with a lower number were there before
    };

    void dropUnneeded();

    qsizetype m_maxBytes;
    std::deque<Ended> m_ended;
    qsizetype m_bytes = 0;
    std::set<quint64> m_undecided;
    quint64 m_number = 0; // grows with everything that comes and ends
};

} // namespace nb::server
