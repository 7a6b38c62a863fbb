#include "core/server/api/route_table.h"

namespace nb::server {

const Route* RouteTable::find(const QByteArray& method, const QByteArray& path) const {
    const QByteArray wanted = method == "HEAD" ? QByteArray("GET") : method;
    for (const Route& route : m_routes)
        if (route.method == wanted && route.path == path)
            return &route;
    return nullptr;
}

bool RouteTable::hasPath(const QByteArray& path) const {
    return std::any_of(m_routes.begin(), m_routes.end(), [&](const Route& r) { return r.path == path; });
}

QByteArray RouteTable::allowed(const QByteArray& path) const {
    QByteArrayList methods;
    for (const Route& route : m_routes) {
        if ((path != "*" && route.path != path) || methods.contains(route.method))
            continue;
        methods.append(route.method);
        if (route.method == "GET")
            methods.append("HEAD");
    }
    if (!methods.isEmpty())
        methods.append("OPTIONS");
    return methods.join(", ");
}

Problem RouteTable::missing(const QByteArray& method, const QByteArray& path) const {
    static const QByteArrayList known{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    if (!known.contains(method))
        return {501, QStringLiteral("Method not implemented"), {}, {}};
    if (hasPath(path))
        return {405,
                QStringLiteral("Method %1 is not allowed here; allowed are %2")
                    .arg(QString::fromLatin1(method), QString::fromLatin1(allowed(path))),
                {},
                {}};
    return {404, QStringLiteral("Not found"), {}, {}};
}

} // namespace nb::server
