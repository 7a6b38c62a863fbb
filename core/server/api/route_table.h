#pragma once
// Which method on which path is what: the table that routes.cpp fills and everything else asks, metrics,
// documentation test and the Allow header included.

#include "core/base/error.h"
#include "core/server/api/request_record.h"
#include <functional>

namespace nb::server {

class Exchange;

enum class RateRule { Unlimited, Limited };

// An edit spends money and takes a form: the preflight checks its sender, its type and whether there is room.
// OperatorPage: METRICS_ALLOWLIST says who may read it.
enum class RouteKind { Page, Edit, OperatorPage };

// From which pages a browser may use an edit: those that ALLOWED_ORIGINS names, or also those that the same
// port has served (isOwnOrigin()).
enum class OriginRule { Named, NamedOrOwn };

struct Route {
    QByteArray method; // GET stands for HEAD as well
    QByteArray path;
    // All that it can be answered with; of the guard's refusals only those about bodies.
    QList<int> statusCodes;
    RateRule rate = RateRule::Unlimited;
    LogRule log = LogRule::Always;
    std::function<void(Exchange&)> handle;
    RouteKind kind = RouteKind::Page;
    OriginRule origin = OriginRule::Named;
    QByteArray endpoint = {}; // what metrics and logs call it; empty = the path
};

class RouteTable {
public:
    void add(Route route) { m_routes.append(std::move(route)); }
    [[nodiscard]] const QList<Route>& routes() const { return m_routes; }

    // Null if there is none; then missing() is the refusal.
    [[nodiscard]] const Route* find(const QByteArray& method, const QByteArray& path) const;
    // MethodNotImplemented for a method that HTTP does not have, MethodNotAllowed or TargetNotFound.
    [[nodiscard]] Error missing(const QByteArray& method, const QByteArray& path) const;
    // The Allow header's value; empty if there is no such path. "*" is every path.
    [[nodiscard]] QByteArray allowed(const QByteArray& path) const;
    [[nodiscard]] bool hasPath(const QByteArray& path) const;
    // What metrics and logs call it; empty if there is no such path.
    [[nodiscard]] QByteArray endpointOf(const QByteArray& path) const;

private:
    QList<Route> m_routes;
};

} // namespace nb::server
