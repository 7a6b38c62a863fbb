#pragma once
// One edit, as command line, server and desktop run it: decode, plan, crop, provider, align, composite,
// encode. Decoding is core/edit/source.h, the plan core/edit/plan.h, encoding core/image/encode.h;
// runEdit() is what lies between plan and encoding. Pixels are worked on by the pool, so that the caller's
// event loop never waits.

#include "core/base/result.h"
#include "core/edit/parameters.h"
#include "core/edit/plan.h"
#include "core/edit/report.h"
#include "core/image/picture.h"
#include "core/providers/provider.h"
#include <QFuture>
#include <chrono>
#include <functional>
#include <vector>

class QObject;

namespace nb {
class WorkerPool;
}

namespace nb::edit {

struct Edited {
    image::Picture picture;                  // size, depth, alpha and metadata of the source
    QString engine;                          // Provider::name()
    int attempts = 1;                        // of all regions together
    std::chrono::nanoseconds providerTime{}; // of all providers::kProviderStep
    EditReport report;
};

// The raw answers of the regions, which have been paid for, so that a journal can keep and reuse them.
struct RawAnswers {
    // Of the first regions of the plan, from an edit that did not end: used instead of asking again.
    std::vector<image::Picture> known = {};
    // Called on the pool with each new one before anything else is done with it; region counts from 0. It
    // may be called again for the same region, after a misaligned answer. Empty = not called.
    std::function<void(int region, const image::Picture& answer)> keep = {};
};

// Follows `plan`, which has been made for this picture, these parameters and this provider. Call it on the
// provider's thread. `parameters` have passed validated(). The continuation needs `guard`, an object of that
// thread: should it die first, the future is cancelled. The pool must outlive the future. Where nobody else
// holds the picture's samples they are written to in place. The regions of the plan are sent one after the
// other, each cropped from what the ones before have made; if one fails, the edit does. Errors: the
// provider's, and those of aligning and compositing its answer.
[[nodiscard]] QFuture<Result<Edited>> runEdit(image::Picture picture, EditPlan plan, Parameters parameters,
                                              providers::Provider& provider, providers::Context context,
                                              WorkerPool& pool, QObject* guard, RawAnswers answers = {});

} // namespace nb::edit
