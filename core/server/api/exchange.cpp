#include "core/server/api/exchange.h"

namespace nb::server {

Exchange::Exchange(GuardConnection& connection, RequestRecord record, Finisher& finisher, QObject* parent)
    : QObject(parent), m_connection(&connection), m_record(std::move(record)), m_finisher(finisher) {
    connection.setListener(this);
}

Exchange::~Exchange() {
    if (m_connection && !m_ended)
        m_connection->setListener(nullptr);
}

void Exchange::proceed(Handle handle) {
    m_handle = std::move(handle);
    if (m_connection)
        m_connection->proceed();
}

void Exchange::bodyComplete(RequestBody body) {
    m_body = std::move(body);
    m_record.bodyBytes = m_body.bytes().size();
    m_phase = QStringLiteral("edit");
    if (const Handle handle = std::exchange(m_handle, nullptr))
        handle(*this);
}

void Exchange::finish(Response response, const char* guardReason) {
    if (m_ended)
        return;
    end();
    const bool isEarly = m_record.head.hasBody() && m_record.bodyBytes == 0;
    Response complete = guardReason
                            ? m_finisher.finishRejected(m_record, std::move(response), guardReason)
                            : m_finisher.finishResponse(m_record, std::move(response),
                                                        isEarly ? QStringLiteral("answered before the body")
                                                                : QStringLiteral("answered"));
    if (m_connection)
        m_connection->respond(complete);
}

Response Exchange::rejected(const Rejection& rejection) {
    if (m_connection)
        m_record.bodyBytes = m_connection->bodyBytes();
    end();
    return m_finisher.finishRejected(m_record, errorResponse(rejection.error, requestId()), rejection.reason);
}

void Exchange::clientLeft() {
    if (m_ended)
        return;
    if (m_connection)
        m_record.bodyBytes = m_connection->bodyBytes();
    end();
    m_finisher.finishAbandoned(m_record, m_phase);
    Q_EMIT abandoned();
}

void Exchange::end() {
    m_ended = true;
    Q_EMIT ending();
    m_body = RequestBody();
    m_handle = nullptr;
    deleteLater();
}

} // namespace nb::server
