#pragma once
// The one way in which an attempt at a remote service is reported: to the caller of the edit and, as a debug
// line, to the log.

#include "core/providers/retry_loop.h"

namespace nb::providers {

// detail: for the log only, may quote the service; it is scrubbed here. The line has no prompt, no key and no
// picture in it.
void reportAttempt(const Upstream& upstream, const Context& context, const Attempt& attempt,
                   const QString& detail = {});

} // namespace nb::providers
