#pragma once
// The table of everything that the server answers, read top to bottom.

#include "core/server/api/route_table.h"

namespace nb::server {

// What each route does; the table says when.
struct RouteHandlers {
    std::function<void(Exchange&)> edit, health, limits, livez, readyz, metrics, index, openapi, docs;
};

enum class DocsPage { Shown, Hidden };
// Which part of the table: what a port serves. Without METRICS_PORT there is one port for all of it.
enum class RouteChoice { All, WithoutOperatorPages, OperatorPages };

[[nodiscard]] RouteTable makeRoutes(const RouteHandlers& handlers, DocsPage docs,
                                    RouteChoice choice = RouteChoice::All);

} // namespace nb::server
