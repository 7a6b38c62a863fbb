#pragma once
// The table of everything that the server answers, read top to bottom.

#include "core/server/api/route_table.h"

namespace nb::server {

// What each route does; the table says when.
struct RouteHandlers {
    std::function<void(Exchange&)> edit, health, livez, readyz, metrics, index, openapi, docs;
};

enum class DocsPage { Shown, Hidden };

[[nodiscard]] RouteTable makeRoutes(const RouteHandlers& handlers, DocsPage docs);

} // namespace nb::server
