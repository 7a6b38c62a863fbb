#include "core/server/http/descriptors.h"

#include <algorithm>
#include <sys/resource.h>

namespace nb::server {

namespace {

constexpr int kReserve = 128; // for what is no connection

} // namespace

void raiseDescriptorLimit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    const rlim_t wanted = std::min<rlim_t>(limit.rlim_max, kMaxDescriptors);
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int descriptorLimit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return kMaxDescriptors;
    return static_cast<int>(std::min<rlim_t>(limit.rlim_cur, kMaxDescriptors));
}

int connectionCap(int wanted, int limit) {
    return std::max(1, std::min(wanted, limit - std::min(kReserve, limit / 2)));
}

} // namespace nb::server
