#pragma once
// The web page that the build has put into the program (ui/web), for `serve` to serve.

#include "core/server/api/page_files.h"

namespace nb::app {

// Views of the program's own data, which live as long as it. Empty in a build without the page
// (NB_BUILD_WEB=OFF).
[[nodiscard]] server::PageFiles builtInPage();

} // namespace nb::app
