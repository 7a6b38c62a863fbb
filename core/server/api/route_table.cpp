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

QByteArray RouteTable::endpointOf(const QByteArray& path) const {
    const auto found =
        std::find_if(m_routes.begin(), m_routes.end(), [&](const Route& r) { return r.path == path; });
    if (found == m_routes.end())
        return {};
    return found->endpoint.isEmpty() ? found->path : found->endpoint;
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

Error RouteTable::missing(const QByteArray& method, const QByteArray& path) const {
    static const QByteArrayList known{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    if (!known.contains(method))
        return {ErrorCode::MethodNotImplemented, QStringLiteral("Method not implemented")};
    if (!hasPath(path))
        return {ErrorCode::TargetNotFound, QStringLiteral("Not found")};
    const QString methods = QString::fromLatin1(allowed(path));
    Error error{ErrorCode::MethodNotAllowed, QStringLiteral("Method %1 is not allowed here; allowed are %2")
                                                 .arg(QString::fromLatin1(method), methods)};
    error.allowed = methods;
    return error;
}

} // namespace nb::server
