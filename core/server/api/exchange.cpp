#include "core/server/api/exchange.h"

namespace nb::server {

Exchange::Exchange(GuardSocket& socket, RequestRecord record, QByteArray body, Responder responder,
                   Finisher& finisher, QObject* parent)
    : QObject(parent), m_socket(&socket), m_record(std::move(record)), m_body(std::move(body)),
      m_responder(std::move(responder)), m_finisher(finisher) {
    connect(&socket, &GuardSocket::abandoned, this, &Exchange::onAbandoned);
}

void Exchange::finish(Response response) {
    if (m_ended)
        return;
    end();
    const Response complete = m_finisher.finishResponse(m_record, std::move(response));
    if (m_socket)
        m_socket->respond(complete);
    m_responder.reset();
}

void Exchange::onAbandoned() {
    if (m_ended)
        return;
    end();
    m_finisher.finishAbandoned(m_record, m_phase);
    m_responder.reset();
    Q_EMIT abandoned();
}

void Exchange::end() {
    m_ended = true;
    m_body.clear();
    deleteLater();
}

} // namespace nb::server
