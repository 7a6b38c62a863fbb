#pragma once
// What /openapi.json answers. Its source is resources/openapi.yaml; the build turns that into JSON
// (tools/embed_openapi.py), so that the server needs no YAML.

#include <QByteArray>

namespace nb::server {

[[nodiscard]] QByteArray openapiJson();

} // namespace nb::server
