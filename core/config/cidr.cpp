#include "core/config/cidr.h"

#include <QRegularExpression>
#include <algorithm>

namespace nb::config {
namespace {

// The address in its shortest family and without a zone ("fe80::1%eth0").
QHostAddress plain(QHostAddress address) {
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(ipv4);
    address.setScopeId(QString());
    return address;
}

int bits(const QHostAddress& address) {
    return address.protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128;
}

Error notASubnet(const QString& text) {
    return {ErrorCode::InvalidArgument,
            QStringLiteral("\"%1\" is neither an address nor a subnet such as 10.0.0.0/8 or 2001:db8::/32")
                .arg(text)};
}

} // namespace

std::optional<QHostAddress> parseAddress(const QString& text) {
    static const QRegularExpression ipv4(QStringLiteral("^(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}$"));
    static const QRegularExpression ipv6(QStringLiteral("^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$"));
    QHostAddress address;
    if ((!ipv4.match(text).hasMatch() && !ipv6.match(text).hasMatch()) || !address.setAddress(text))
        return {};
    return address;
}

Result<Subnet> Subnet::parse(const QString& text) {
    static const QRegularExpression number(QStringLiteral("^(0|[1-9][0-9]{0,2})$"));
    const qsizetype slash = text.indexOf(QLatin1Char('/'));
    const std::optional<QHostAddress> address = parseAddress(slash < 0 ? text : text.left(slash));
    if (!address)
        return notASubnet(text);
    if (slash < 0)
        return Subnet(plain(*address), bits(plain(*address)));

    const QString length = text.mid(slash + 1);
    if (!number.match(length).hasMatch() || length.toInt() > bits(*address))
        return notASubnet(text);
    const auto [network, prefixLength] =
        QHostAddress::parseSubnet(address->toString() + QLatin1Char('/') + length);
    if (network != *address)
        return notASubnet(text);
    // "::ffff:10.0.0.0/104" is 10.0.0.0/8, and addresses are compared in that form.
    constexpr int kMappedPrefix = 96;
    if (bits(plain(network)) != bits(network) && prefixLength >= kMappedPrefix)
        return Subnet(plain(network), prefixLength - kMappedPrefix);
    return Subnet(network, prefixLength);
}

bool Subnet::contains(const QHostAddress& address) const {
    const QHostAddress candidate = plain(address);
    return candidate.protocol() == m_network.protocol() && candidate.isInSubnet(m_network, m_prefixLength);
}

Result<SubnetList> SubnetList::parse(const QStringList& texts) {
    SubnetList list;
    for (const QString& text : texts) {
        Result<Subnet> subnet = Subnet::parse(text);
        if (!subnet)
            return subnet.error();
        list.m_subnets << *subnet;
    }
    return list;
}

bool SubnetList::contains(const QHostAddress& address) const {
    return std::any_of(m_subnets.begin(), m_subnets.end(),
                       [&](const Subnet& subnet) { return subnet.contains(address); });
}

} // namespace nb::config
