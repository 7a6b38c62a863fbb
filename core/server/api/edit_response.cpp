#include "core/server/api/edit_response.h"
#include "core/server/api/common_headers.h"

namespace nb::server {

Response editResponse(const EditCall::Outcome& outcome, Delivery delivery, const EditTimes& times,
                      const config::ServerSettings& settings) {
    const StoredResult& result = outcome.result;
    Response response{200, "image/png", result.png, {}};
    response.add("Content-Disposition", "inline; filename=inpainted_image.png");
    response.add("X-Processing-Time", secondsText(times.total));
    response.add("X-Validation-Time", secondsText(times.validation));
    response.add("X-API-Time", secondsText(outcome.providerTime));
    response.add("X-Engine", result.engine.toLatin1());
    response.add("X-Upstream-Attempts", QByteArray::number(result.attempts));
    if (settings.cacheEnabled)
        response.add("X-Cache", outcome.origin == EditCall::Origin::Made ? "miss" : "hit");
    if (delivery == Delivery::Repeated)
        response.add("Idempotency-Replayed", "true");
    return response;
}

} // namespace nb::server
