#pragma once
// The table of everything that the server answers, read top to bottom.

#include "core/server/api/page_files.h"
#include "core/server/api/route_table.h"

namespace nb::server {

// What each route does; the table says when.
struct RouteHandlers {
    std::function<void(Exchange&)> edit, health, limits, livez, readyz, metrics, index, openapi, docs,
        webHealth, noPage;
    std::function<void(Exchange&, const PageFile&)> pageFile;
};

enum class DocsPage { Shown, Hidden };
// Which part of the table: what a port serves. Without METRICS_PORT there is one port for all of it.
enum class RouteChoice { All, WithoutOperatorPages, OperatorPages };

[[nodiscard]] RouteTable makeRoutes(const RouteHandlers& handlers, DocsPage docs,
                                    RouteChoice choice = RouteChoice::All);

// What WEB_PORT serves: the page's files, /health, and of the API what is below /api/, which its own pages
// may use too.
[[nodiscard]] RouteTable makeWebRoutes(const RouteHandlers& handlers, const PageFiles& page);

} // namespace nb::server
