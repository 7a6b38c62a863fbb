#include "core/server/api/routes.h"

namespace nb::server {

namespace {

RouteTable allRoutes(const RouteHandlers& handlers, DocsPage docs) {
    const QList<int> edit{200, 400, 401, 403, 408, 411, 413, 414, 415,
                          417, 422, 429, 431, 500, 502, 503, 504};
    RouteTable table;
    table.add(
        {"POST", "/api/edit", edit, RateRule::Limited, LogRule::Always, handlers.edit, RouteKind::Edit});
    table.add({"GET", "/api/health", {200}, RateRule::Unlimited, LogRule::OnFailure, handlers.health});
    table.add({"GET", "/api/limits", {200}, RateRule::Unlimited, LogRule::Always, handlers.limits});
    table.add({"GET", "/livez", {200}, RateRule::Unlimited, LogRule::OnFailure, handlers.livez});
    table.add({"GET", "/readyz", {200, 503}, RateRule::Unlimited, LogRule::OnFailure, handlers.readyz});
    table.add({"GET",
               "/metrics",
               {200, 403},
               RateRule::Unlimited,
               LogRule::OnFailure,
               handlers.metrics,
               RouteKind::OperatorPage});
    table.add({"GET", "/", {200, 429}, RateRule::Limited, LogRule::Always, handlers.index});
    table.add({"GET",
               "/openapi.json",
               {200, 403},
               RateRule::Unlimited,
               LogRule::Always,
               handlers.openapi,
               RouteKind::OperatorPage});
    if (docs == DocsPage::Shown)
        table.add({"GET",
                   "/docs",
                   {200, 403, 404},
                   RateRule::Unlimited,
                   LogRule::Always,
                   handlers.docs,
                   RouteKind::OperatorPage});
    return table;
}

// One of the few names that the page's files have in metrics and logs.
QByteArray endpointOf(const PageFile& file) {
    if (file.path == "/")
        return "/";
    return file.path.startsWith("/assets/") ? "/assets/*" : "/*";
}

Route routeOf(const PageFile& file, const RouteHandlers& handlers) {
    Route route{"GET",
                file.path,
                {200, 304},
                RateRule::Unlimited,
                LogRule::OnFailure,
                [show = handlers.pageFile, file](Exchange& exchange) { show(exchange, file); }};
    route.endpoint = endpointOf(file);
    return route;
}

} // namespace

RouteTable makeRoutes(const RouteHandlers& handlers, DocsPage docs, RouteChoice choice) {
    RouteTable chosen;
    const RouteTable all = allRoutes(handlers, docs);
    for (const Route& route : all.routes()) {
        const bool isOperatorPage = route.kind == RouteKind::OperatorPage;
        if (choice == RouteChoice::All || isOperatorPage == (choice == RouteChoice::OperatorPages))
            chosen.add(route);
    }
    return chosen;
}

RouteTable makeWebRoutes(const RouteHandlers& handlers, const PageFiles& page) {
    RouteTable table;
    const RouteTable all = allRoutes(handlers, DocsPage::Hidden);
    for (Route route : all.routes()) {
        if (!route.path.startsWith("/api/"))
            continue;
        route.origin = OriginRule::NamedOrOwn;
        table.add(std::move(route));
    }
    table.add({"GET", "/health", {200}, RateRule::Unlimited, LogRule::OnFailure, handlers.webHealth});
    for (const PageFile& file : page)
        table.add(routeOf(file, handlers));
    if (!table.hasPath("/"))
        table.add({"GET", "/", {404}, RateRule::Unlimited, LogRule::Always, handlers.noPage});
    return table;
}

} // namespace nb::server
