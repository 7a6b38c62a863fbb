#pragma once
// Subnets in CIDR notation, for the rate limit's allow list and for trusted proxies.

#include "core/base/result.h"
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>

namespace nb::config {

// An IPv4 or IPv6 subnet. Immutable.
class Subnet {
public:
    // "10.0.0.0/8", "2001:db8::/32", or one address without a prefix. Error: InvalidArgument for anything
    // else, also for address bits set beyond the prefix ("10.0.0.1/8"), which are probably a typing
    // error.
    static Result<Subnet> parse(const QString& text);

    // An IPv4 address that came through an IPv6 socket ("::ffff:10.0.0.1") counts as the IPv4 address.
    [[nodiscard]] bool contains(const QHostAddress& address) const;

private:
    Subnet(QHostAddress network, int prefixLength)
        : m_network(std::move(network)), m_prefixLength(prefixLength) {}

    QHostAddress m_network;
    int m_prefixLength;
};

class SubnetList {
public:
    // Error: that of the first entry that is not a subnet.
    static Result<SubnetList> parse(const QStringList& texts);

    [[nodiscard]] bool contains(const QHostAddress& address) const;
    [[nodiscard]] bool isEmpty() const { return m_subnets.isEmpty(); }

private:
    QList<Subnet> m_subnets;
};

} // namespace nb::config
