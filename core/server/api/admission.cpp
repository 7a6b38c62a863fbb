#include "core/server/api/admission.h"
#include "core/telemetry/metrics.h"
#include <algorithm>
#include <tuple>

namespace nb::server {

Admission::Admission(const Limits& limits, telemetry::Metrics& metrics, Clock clock)
    : m_limits(limits), m_metrics(metrics), m_clock(std::move(clock)) {
    m_overdue.setSingleShot(true);
    QObject::connect(&m_overdue, &QTimer::timeout, &m_overdue, [this] { refuseOverdue(); });
    m_metrics.setEditLimits(m_limits.maxRunning, m_limits.maxWaiting);
    onChange();
}

bool Admission::isFull() const {
    return m_running >= m_limits.maxRunning && m_waiting >= m_limits.maxWaiting;
}

std::chrono::nanoseconds Admission::estimatedWait() const {
    if (m_running < m_limits.maxRunning)
        return {};
    return m_estimate.untilStart(m_waiting, m_limits.maxRunning);
}

Error Admission::overloaded(const QString& message) const {
    Error error{ErrorCode::Overloaded, message};
    error.retryAfter = retryAfter(m_estimate.untilStart(m_waiting, m_limits.maxRunning));
    return error;
}

Result<> Admission::checkRoom(const QByteArray& client) const {
    if (m_closed)
        return overloaded(QStringLiteral("The server is stopping"));
    if (!isFull() || canDisplaceFor(client))
        return {};
    m_metrics.queueRefused(QStringLiteral("full"));
    return overloaded(QStringLiteral("The server has too many edits to do; try again soon"));
}

Result<> Admission::submit(Request request) {
    if (const Result<> room = checkRoom(request.client); !room)
        return room;
    if (isFull())
        displaceLast();
    const auto [client, isNew] = m_clients.try_emplace(request.client);
    if (isNew)
        client->second.turn = m_turns - 1;
    client->second.waiting.push_back({std::move(request), m_clock()});
    ++m_waiting;
    startNext();
    return {};
}

void Admission::withdraw(const void* owner) {
    for (auto client = m_clients.begin(); client != m_clients.end(); ++client) {
        const auto gone = std::erase_if(client->second.waiting,
                                        [owner](const Waiting& w) { return w.request.owner == owner; });
        if (gone == 0)
            continue;
        m_waiting -= static_cast<int>(gone);
        forgetIfIdle(client);
        onChange();
        return;
    }
}

int Admission::waitingOf(const QByteArray& client) const {
    const auto found = m_clients.find(client);
    return found == m_clients.end() ? 0 : static_cast<int>(found->second.waiting.size());
}

Admission::Clients::const_iterator Admission::mostWaiting() const {
    const auto most = std::max_element(m_clients.begin(), m_clients.end(), [](const auto& a, const auto& b) {
        return a.second.waiting.size() < b.second.waiting.size();
    });
    return most == m_clients.end() || most->second.waiting.empty() ? m_clients.end() : most;
}

bool Admission::canDisplaceFor(const QByteArray& client) const {
    const auto most = mostWaiting();
    if (most == m_clients.end())
        return false;
    return waitingOf(client) + 1 <= static_cast<int>(most->second.waiting.size()) - 1;
}

void Admission::displaceLast() {
    const auto most = m_clients.find(mostWaiting()->first);
    const Waiting last = std::move(most->second.waiting.back());
    most->second.waiting.pop_back();
    --m_waiting;
    refuse(last, "displaced",
           QStringLiteral("The server has too many edits to do, most of them yours; try again soon"));
}

void Admission::refuseOverdue() {
    const Time now = m_clock();
    std::vector<Waiting> overdue;
    for (auto client = m_clients.begin(); client != m_clients.end();) {
        const auto here = client++; // it may be forgotten
        std::deque<Waiting>& waiting = here->second.waiting;
        while (!waiting.empty() && waiting.front().since + m_limits.maxWait <= now) {
            overdue.push_back(std::move(waiting.front()));
            waiting.pop_front();
            --m_waiting;
        }
        forgetIfIdle(here);
    }
    onChange();
    for (const Waiting& waiting : overdue)
        refuse(waiting, "timeout",
               QStringLiteral("The edit waited %1 s for its turn; try again soon")
                   .arg(std::chrono::duration_cast<std::chrono::seconds>(m_limits.maxWait).count()));
}

void Admission::refuse(const Waiting& waiting, const char* reason, const QString& message) {
    m_metrics.queueWaited(m_clock() - waiting.since);
    m_metrics.queueRefused(QString::fromLatin1(reason));
    waiting.request.refuse(overloaded(message));
}

Admission::Clients::iterator Admission::nextClient() {
    auto next = m_clients.end();
    const auto rank = [](const Client& client) {
        return std::tuple(client.running, client.turn, client.waiting.front().since);
    };
    for (auto client = m_clients.begin(); client != m_clients.end(); ++client)
        if (!client->second.waiting.empty() &&
            (next == m_clients.end() || rank(client->second) < rank(next->second)))
            next = client;
    return next;
}

void Admission::startNext() {
    while (m_running < m_limits.maxRunning) {
        const auto client = nextClient();
        if (client == m_clients.end())
            break;
        const Waiting next = std::move(client->second.waiting.front());
        client->second.waiting.pop_front();
        --m_waiting;
        ++m_running;
        ++client->second.running;
        client->second.turn = ++m_turns;
        m_metrics.queueWaited(m_clock() - next.since);
        onChange();
        next.request.start(std::unique_ptr<Slot>(new Slot(*this, client->first, m_clock())));
    }
    onChange();
}

void Admission::release(const Slot& slot) {
    if (slot.m_isEdit)
        m_estimate.add(m_clock() - slot.m_began);
    --m_running;
    const auto client = m_clients.find(slot.m_client);
    --client->second.running;
    forgetIfIdle(client);
    startNext();
}

void Admission::forgetIfIdle(Clients::iterator client) {
    if (client->second.running == 0 && client->second.waiting.empty())
        m_clients.erase(client);
}

void Admission::onChange() {
    m_metrics.setQueueDepth(m_waiting);
    m_metrics.setEditsInFlight(m_running);
    auto first = Time::max();
    for (const auto& [key, client] : m_clients)
        if (!client.waiting.empty())
            first = std::min(first, client.waiting.front().since);
    if (first == Time::max())
        m_overdue.stop();
    else
        m_overdue.start(
            std::max(std::chrono::ceil<std::chrono::milliseconds>(first + m_limits.maxWait - m_clock()),
                     std::chrono::milliseconds(0)));
}

} // namespace nb::server
