#include "core/server/api/ended_calls.h"

namespace nb::server {

EndedCalls::Undecided::Undecided(EndedCalls& calls) : m_calls(calls), m_since(++calls.m_number) {
    m_calls.m_undecided.insert(m_since);
}

EndedCalls::Undecided::~Undecided() {
    m_calls.m_undecided.erase(m_since);
    m_calls.dropUnneeded();
}

const EditCall::Outcome* EndedCalls::Undecided::ended(const QByteArray& resultKey) const {
    for (const Ended& ended : m_calls.m_ended)
        if (ended.number > m_since && ended.resultKey == resultKey)
            return &ended.outcome;
    return nullptr;
}

void EndedCalls::add(const QByteArray& resultKey, const EditCall::Outcome& outcome) {
    if (resultKey.isEmpty() || outcome.result.png.size() > m_maxBytes)
        return;
    m_ended.push_back({resultKey, outcome, ++m_number});
    m_bytes += outcome.result.png.size();
    dropUnneeded();
}

void EndedCalls::dropUnneeded() {
    const auto isNeeded = [this](const Ended& ended) {
        return !m_undecided.empty() && *m_undecided.begin() < ended.number;
    };
    while (!m_ended.empty() && (m_bytes > m_maxBytes || !isNeeded(m_ended.front()))) {
        m_bytes -= m_ended.front().outcome.result.png.size();
        m_ended.pop_front();
    }
}

} // namespace nb::server
