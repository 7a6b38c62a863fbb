#pragma once
// Listens on a port and hands out the connections that come. QTcpServer only binds here: its engine keeps the
// first error that it meets, which is the harmless one of an empty queue, so that running out of descriptors
// passes for that and its event loop calls accept() without end.

#include <QHostAddress>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTimer>
#include <functional>
#include <memory>

namespace nb::server {

class Acceptor : public QObject {
public:
    // Each becomes the owner of the descriptor.
    struct Handlers {
        std::function<void(int descriptor)> accepted;
        // This process can have no more descriptors, and this one is needed for the next client who is told
        // so: it has to be closed before the handler returns.
        std::function<void(int descriptor)> tooMany;
    };

    explicit Acceptor(Handlers handlers, QObject* parent = nullptr);
    ~Acceptor() override;

    // Port 0 is any free one. False: errorString() says why. Call it once.
    [[nodiscard]] bool listen(const QHostAddress& address, quint16 port);
    [[nodiscard]] quint16 port() const { return m_binding.serverPort(); }
    [[nodiscard]] QString errorString() const { return m_binding.errorString(); }
    void close();

private:
    // What the kernel says about one accept().
    enum class Outcome { Accepted, NoneWaits, NoDescriptor, OtherError };
    struct Accepted {
        Outcome outcome;
        int descriptor;
    };

    void acceptAll();
    [[nodiscard]] Accepted acceptOne() const;
    bool refuseOne();
    void pause();
    void takeSpare();

    Handlers m_handlers;
    QTcpServer m_binding;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_pause;
    int m_spare = -1; // held so that one connection can be accepted and refused without a free descriptor
};

} // namespace nb::server
