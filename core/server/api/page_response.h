#pragma once
// How a file of the page is answered: in the coding that the client wants, with the headers that make a
// browser keep it and that keep a browser from doing more with it than the page needs.

#include "core/server/api/page_files.h"
#include "core/server/http/response.h"

namespace nb::server {

// 200, or 304 if the client names the tag of what it would get.
[[nodiscard]] Response pageResponse(const PageFile& file, const RequestHead& head);

// What "/" answers where the program was built without the page: 404, as a text for people.
[[nodiscard]] Response noPageResponse();

} // namespace nb::server
