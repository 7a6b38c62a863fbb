#pragma once
// How many file descriptors this process may have, and how many of them may be connections.

namespace nb::server {

// Raises the process's soft limit to the hard one, at most to kMaxDescriptors. Does nothing if that is not
// allowed.
void raiseDescriptorLimit();
inline constexpr int kMaxDescriptors = 64 * 1024;

// The present soft limit.
[[nodiscard]] int descriptorLimit();

// `wanted`, or as many as leave room below `limit` for everything that is no connection: calls to the
// provider, files, logs. At least 1.
[[nodiscard]] int connectionCap(int wanted, int limit);

} // namespace nb::server
