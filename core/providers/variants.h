#pragma once
// Several results for one request: the same job with different seeds, a few at a time, each handed over as it
// is ready. One that fails takes nothing from the others.

#include "core/providers/provider.h"
#include <functional>
#include <vector>

class QObject;

namespace nb::providers {

struct Variant {
    int index = 0; // from 0, in the order of the seeds
    int seed = 0;  // what was sent, also when the provider does not honour it
    Result<Answer> result;
};

struct VariantOptions {
    int count = 4;      // 1 to 8
    int concurrent = 2; // 1 or more
};

// Called on the provider's thread; empty ones are skipped. The callbacks of the Context are not used.
struct VariantCallbacks {
    std::function<void(const Variant&)> onVariant = {};
    std::function<void(int index, const Progress&)> onProgress = {};
    std::function<void(int index, const Attempt&)> onAttempt = {};
};

// Counts up from the job's seed, from a random one if it has none. Call it on the provider's thread. The
// future always finishes, with every variant in order, whether it succeeded or not; cancelling ends all that
// are not ready yet with Cancelled, and those not yet begun are never sent. Error: InvalidArgument (count).
// The provider must outlive the future.
[[nodiscard]] QFuture<Result<std::vector<Variant>>> editVariants(Provider& provider, Job job, Context context,
                                                                 const VariantOptions& options,
                                                                 VariantCallbacks callbacks);

// The seed of the variant with this index: counts up and wraps after 2147483647.
[[nodiscard]] int variantSeed(int first, int index);

} // namespace nb::providers
