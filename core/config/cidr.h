#pragma once
// Addresses and subnets in CIDR notation, as people and proxies write them: for the rate limit's allow list,
// trusted proxies, and who a request comes from.

#include "core/base/result.h"
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

namespace nb::config {

// "192.0.2.1" or "2001:db8::1". Stricter than QHostAddress, which also accepts "10" (as 0.0.0.10), octal
// ("010.0.0.1" is 8.0.0.1) and zones.
[[nodiscard]] std::optional<QHostAddress> parseAddress(const QString& text);

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
    Subnet(const QHostAddress& network, int prefixLength)
        : m_network(network), m_prefixLength(prefixLength) {}

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
