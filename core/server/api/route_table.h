#pragma once
// Which method on which path is what: the table that server.cpp fills and everything else asks, metrics,
// documentation test and 405 answers included.

#include "core/server/api/request_record.h"
#include "core/server/http/error_body.h"
#include <functional>

namespace nb::server {

class Exchange;

enum class RateRule { Unlimited, Limited };

struct Route {
    QByteArray method; // GET stands for HEAD as well
    QByteArray path;
    QList<int>
        statusCodes; // all that it can be answered with; of the guard's refusals only those about bodies
    RateRule rate = RateRule::Unlimited;
    LogRule log = LogRule::Always;
    std::function<void(Exchange&)> handle;
};

class RouteTable {
public:
    void add(Route route) { m_routes.append(std::move(route)); }
    [[nodiscard]] const QList<Route>& routes() const { return m_routes; }

    // Null if there is none; then missing() says what to answer.
    [[nodiscard]] const Route* find(const QByteArray& method, const QByteArray& path) const;
    // 501 for a method that HTTP does not have, 405 or 404.
    [[nodiscard]] Problem missing(const QByteArray& method, const QByteArray& path) const;
    // The Allow header's value; empty if there is no such path. "*" is every path.
    [[nodiscard]] QByteArray allowed(const QByteArray& path) const;
    [[nodiscard]] bool hasPath(const QByteArray& path) const;

private:
    QList<Route> m_routes;
};

} // namespace nb::server
