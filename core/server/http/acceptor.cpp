#include "core/server/http/acceptor.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace nb::server {

namespace {

constexpr int kBacklog = 256;
constexpr int kAcceptedAtOnce = 64; // then the event loop has its turn
constexpr std::chrono::milliseconds kPause{200};

} // namespace

Acceptor::Acceptor(Handlers handlers, QObject* parent) : QObject(parent), m_handlers(std::move(handlers)) {
    m_binding.setListenBacklogSize(kBacklog);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_notifier)
            m_notifier->setEnabled(true);
    });
}

Acceptor::~Acceptor() {
    close();
}

bool Acceptor::listen(const QHostAddress& address, quint16 port) {
    if (!m_binding.listen(address, port))
        return false;
    m_binding.pauseAccepting();
    takeSpare();
    m_notifier = std::make_unique<QSocketNotifier>(m_binding.socketDescriptor(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { acceptAll(); });
    return true;
}

void Acceptor::close() {
    m_notifier.reset();
    m_binding.close();
    if (m_spare >= 0)
        ::close(std::exchange(m_spare, -1));
}

void Acceptor::takeSpare() {
    if (m_spare < 0)
        m_spare = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

Acceptor::Accepted Acceptor::acceptOne() const {
    const int descriptor = ::accept4(static_cast<int>(m_binding.socketDescriptor()), nullptr, nullptr,
                                     SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor >= 0)
        return {Outcome::Accepted, descriptor};
    switch (errno) {
    case EMFILE:
    case ENFILE:
        return {Outcome::NoDescriptor, -1};
    case EAGAIN:
        return {Outcome::NoneWaits, -1};
    default: // that one connection is gone, or memory is short
        return {Outcome::OtherError, -1};
    }
}

void Acceptor::acceptAll() {
    takeSpare(); // in case there was none
    for (int i = 0; i < kAcceptedAtOnce && m_notifier; ++i) {
        const Accepted next = acceptOne();
        if (next.outcome == Outcome::Accepted) {
            m_handlers.accepted(next.descriptor);
        } else if (next.outcome == Outcome::NoneWaits) {
            return;
        } else if (next.outcome == Outcome::OtherError || !refuseOne()) {
            pause();
            return;
        }
    }
}

// False: not even the spare one helps.
bool Acceptor::refuseOne() {
    if (m_spare < 0)
        return false;
    ::close(std::exchange(m_spare, -1));
    const Accepted next = acceptOne();
    if (next.outcome == Outcome::Accepted)
        m_handlers.tooMany(next.descriptor);
    takeSpare();
    return next.outcome != Outcome::NoDescriptor;
}

// The kernel would report the same again at once and for ever.
void Acceptor::pause() {
    m_notifier->setEnabled(false);
    m_pause.start(kPause);
}

} // namespace nb::server
