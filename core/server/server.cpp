#include "core/server/server.h"

namespace nb::server {

struct Server::Data {};

Server::Server(std::unique_ptr<Data> data) : m(std::move(data)) {}
Server::~Server() = default;

} // namespace nb::server
