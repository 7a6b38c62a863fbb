#include "core/providers/public_address.h"

#include <QHostAddress>
#include <array>

namespace nb::providers {
namespace {

// IANA's special-purpose registries for IPv4 and IPv6.
constexpr std::array kReservedV4 = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
};
constexpr const char* kGlobalV6 = "2000::/3"; // everything else is local, multicast, mapped or unassigned
constexpr std::array kReservedV6 = {
    "2001::/23",     // Teredo, ORCHID and other protocol assignments
    "2001:db8::/32", // documentation
    "2002::/16",     // 6to4
    "3fff::/20",     // documentation
};

bool isIn(const QHostAddress& address, const char* subnet) {
    return address.isInSubnet(QHostAddress::parseSubnet(QString::fromLatin1(subnet)));
}

// ISATAP (RFC 5214): the interface identifier is 0000:5efe or 0200:5efe and an IPv4 address.
bool isIsatap(const Q_IPV6ADDR& v6) {
    return (v6[8] == 0x00 || v6[8] == 0x02) && v6[9] == 0x00 && v6[10] == 0x5e && v6[11] == 0xfe;
}

} // namespace

bool isPublicAddress(const QHostAddress& address) {
    const auto reserved = [&](const auto& subnets) {
        return std::any_of(subnets.begin(), subnets.end(), [&](const char* s) { return isIn(address, s); });
    };
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return !reserved(kReservedV4);
    return address.protocol() == QAbstractSocket::IPv6Protocol && isIn(address, kGlobalV6) &&
           !reserved(kReservedV6) && !isIsatap(address.toIPv6Address());
}

} // namespace nb::providers
