#pragma once
// The one pipeline that command line, server and desktop call: decode, mask, region, provider, fit back,
// composite, encode. Decoding is core/edit/source.h, encoding core/image/encode.h; run() is what lies
// between. Pixels are worked on by the pool, so that the caller's event loop never waits.

#include "core/base/result.h"
#include "core/edit/parameters.h"
#include "core/edit/report.h"
#include "core/edit/source.h"
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
    image::Picture picture; // size, depth, alpha and metadata of the source
    QString engine;         // Provider::name()
    int attempts = 1;       // of all regions together
    std::chrono::milliseconds providerTime{};
    EditReport report;
};

// The raw answers of the regions, which have been paid for, so that a journal can keep and reuse them.
struct RawAnswers {
    // Of the first regions of the plan, from an edit that did not end: taken instead of asking again.
    std::vector<image::Picture> known = {};
    // Called on the pool with each new one before anything else is done with it; region counts from 0. A
    // later one for the same region, after an answer that lay badly, is the better one. Empty = not called.
    std::function<void(int region, const image::Picture& answer)> keep = {};
};

// Call it on the provider's thread. `parameters` have passed validated(). The continuation needs `guard`, an
// object of that thread: should it die first, nobody wants the answer and the future is cancelled. The pool
// must outlive the future. Where nobody else holds the source's samples they are written to in place. The
// regions of the plan are sent one after the other, each cut from what the ones before have made; if one
// fails, the edit does. Without preserveUnmasked the picture is one region. Errors: the provider's, and those
// of fitting its answer.
[[nodiscard]] QFuture<Result<Edited>> run(Source source, Parameters parameters, providers::Provider& provider,
                                          providers::Context context, WorkerPool& pool, QObject* guard,
                                          RawAnswers answers = {});

} // namespace nb::edit
