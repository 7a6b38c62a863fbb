#include "core/server/api/edit_calls.h"

#include <algorithm>

namespace nb::server {

EditCalls::Undecided::Undecided(EditCalls& calls) : m_calls(calls), m_since(++calls.m_number) {
    m_calls.m_undecided.insert(m_since);
}

EditCalls::Undecided::~Undecided() {
    m_calls.m_undecided.erase(m_since);
    m_calls.dropUnneeded();
}

const EditCall::Outcome* EditCalls::Undecided::ended(const QByteArray& resultKey) const {
    for (const Ended& ended : m_calls.m_ended)
        if (ended.number > m_since && ended.resultKey == resultKey)
            return &ended.outcome;
    return nullptr;
}

EditCall* EditCalls::withResultKey(const QByteArray& key) const {
    const auto found = std::find_if(m_open.begin(), m_open.end(),
                                    [&key](const EditCall* call) { return call->resultKey() == key; });
    return key.isEmpty() || found == m_open.end() ? nullptr : *found;
}

EditCall* EditCalls::withClaim(const QByteArray& key) const {
    const auto found = std::find_if(m_open.begin(), m_open.end(),
                                    [&key](const EditCall* call) { return call->hasClaim(key); });
    return found == m_open.end() ? nullptr : *found;
}

EditCall* EditCalls::add(EditCall::Request request) {
    auto* call = new EditCall(std::move(request), m_services, &m_calls);
    m_open.append(call);
    QObject::connect(call, &EditCall::closed, &m_calls,
                     [this, call](const EditCall::Outcome* outcome) { onClosed(call, outcome); });
    return call;
}

void EditCalls::onClosed(EditCall* call, const EditCall::Outcome* outcome) {
    m_open.removeOne(call);
    if (outcome && outcome->origin == EditCall::Origin::Made)
        m_successes.add(outcome->providerTime);
    if (!outcome || call->resultKey().isEmpty() || outcome->result.png.size() > m_maxBytes)
        return;
    m_ended.push_back({call->resultKey(), *outcome, ++m_number});
    m_bytes += outcome->result.png.size();
    dropUnneeded();
}

void EditCalls::dropUnneeded() {
    const auto isNeeded = [this](const Ended& ended) {
        return !m_undecided.empty() && *m_undecided.begin() < ended.number;
    };
    while (!m_ended.empty() && (m_bytes > m_maxBytes || !isNeeded(m_ended.front()))) {
        m_bytes -= m_ended.front().outcome.result.png.size();
        m_ended.pop_front();
    }
}

bool EditCalls::mayEndWithin(std::chrono::milliseconds time) const {
    return time.count() > 0 && (!m_successes.isKnown() || m_successes.typicalEdit() <= time);
}

void EditCalls::stopAll() {
    for (EditCall* call : QList(m_open))
        call->stop();
}

} // namespace nb::server
