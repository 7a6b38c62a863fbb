#pragma once
// The one pipeline that command line, server and desktop call: decode, mask, provider, composite, encode.
// Each step is a function with typed input and output; run() strings them together so that pixels are worked
// on by the pool and the caller's event loop never waits.

#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/mask/mask.h"
#include "core/providers/provider.h"

class QObject;

namespace nb {
class WorkerPool;
}

namespace nb::edit {

// Whether a mask file that is RGB without alpha is refused (true to the contract) or taken by its luminance.
enum class MaskRule { Strict, Lenient };

struct Parameters {
    QString prompt;               // trimmed, 1 to 500 code points, no control characters but tab and newline
    std::optional<int> seed = {}; // 0 to 2147483647
    double strength = 0.8;        // 0 to 1
    double guidanceScale = 7.5;   // 1 to 20
    bool preserveUnmasked = true; // pixels outside the mask stay bit-exact the input's
};

// Trims the prompt and checks every range. Error: InvalidArgument, with the field's wire name
// ("guidance_scale").
Result<Parameters> validated(Parameters parameters);

struct Source {
    image::Picture picture;
    mask::Mask mask;
};

// From bytes to a picture and a mask of the same size that selects something. Blocking. Errors: those of
// image::decode and mask::normalise, with field "image" or "mask".
Result<Source> decodeSource(const QByteArray& image, const QByteArray& mask, const image::Limits& limits,
                            MaskRule rule);

struct Edited {
    image::Picture picture; // size and depth of the source; its metadata
    QString engine;         // Provider::name()
    int attempts = 1;
    std::chrono::milliseconds providerTime{};
};

// Runs provider, fit and composite. Call it on the provider's thread; the continuation runs there as long as
// `guard` lives (a dead guard means that nobody wants the answer: the future then never finishes).
[[nodiscard]] QFuture<Result<Edited>> run(Source source, Parameters parameters, providers::Provider& provider,
                                          providers::Context context, WorkerPool& pool, QObject* guard);

} // namespace nb::edit
