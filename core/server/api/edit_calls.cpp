#include "core/server/api/edit_calls.h"

#include <algorithm>

namespace nb::server {

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
    if (outcome)
        m_ended.add(call->resultKey(), *outcome);
}

bool EditCalls::mayEndWithin(std::chrono::milliseconds time) const {
    return time.count() > 0 && (!m_successes.isKnown() || m_successes.typicalEdit() <= time);
}

void EditCalls::stopAll() {
    for (EditCall* call : QList(m_open))
        call->stop();
}

} // namespace nb::server
