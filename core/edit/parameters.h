#pragma once
// What a user asks for besides picture and mask, and the one place that checks it: command line, server and
// desktop all go through validated().

#include "core/base/result.h"
#include <QString>
#include <optional>

namespace nb::edit {

inline constexpr int kMaxPromptCodePoints = 500;
inline constexpr int kMaxSeed = 2147483647;
inline constexpr double kMinGuidanceScale = 1.0;
inline constexpr double kMaxGuidanceScale = 20.0;

struct Parameters {
    QString prompt = {};          // trimmed, 1 to 500 code points, no control characters but tab and newline
    std::optional<int> seed = {}; // 0 to 2147483647
    double strength = 0.8;        // 0 to 1
    double guidanceScale = 7.5;   // 1 to 20
    bool preserveUnmasked = true; // pixels outside the mask stay bit-exact the input's
};

// The single checks, for callers that report every fault at once. Errors: InvalidArgument, with the field's
// wire name
// ("guidance_scale"). The prompt is returned trimmed, with CR LF, which web forms send, made LF.
Result<QString> validPrompt(const QString& prompt);
Result<> validSeed(qint64 seed);
Result<> validStrength(double strength);
Result<> validGuidanceScale(double guidanceScale);

// All of them; the first fault is returned.
Result<Parameters> validated(Parameters parameters);

} // namespace nb::edit
