#pragma once
// The parts of an edit request that work on bytes and pixels, each blocking and safe from any thread: they
// run on the worker pool. What connects them is core/server/api/edit_job.h.

#include "core/config/settings.h"
#include "core/edit/source.h"
#include "core/server/api/form.h"

namespace nb::server {

struct Prepared {
    edit::Source source;
    edit::Parameters parameters;
    QByteArray cacheKey; // empty = not to be cached
    std::chrono::nanoseconds duration{};
};

// From the body to a picture, a mask and parameters. engine: what the cache key names.
[[nodiscard]] Result<Prepared> prepare(const QByteArray& body, const QByteArray& boundary,
                                       const config::Settings& settings, const QString& engine);

struct Encoded {
    QByteArray png;
    std::chrono::nanoseconds duration{};
};

// As PNG with 8 bits a sample; 16 bits are rounded.
[[nodiscard]] Result<Encoded> encodeAnswer(const image::Picture& picture);

} // namespace nb::server
