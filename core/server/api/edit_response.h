#pragma once
// The response to a finished edit.

#include "core/server/api/edit_call.h"
#include "core/server/http/response.h"

namespace nb::server {

// How this request came by its result.
enum class Delivery {
    Own,      // its edit was made for it
    Joined,   // it shares the edit of an identical request
    Repeated, // its Idempotency-Key had been used for the same request before
};

struct EditTimes {
    std::chrono::nanoseconds total{};
    std::chrono::nanoseconds validation{};
};

[[nodiscard]] Response editResponse(const EditCall::Outcome& outcome, Delivery delivery,
                                    const EditTimes& times, const config::ServerSettings& settings);

} // namespace nb::server
