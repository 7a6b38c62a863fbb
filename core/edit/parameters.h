#pragma once
// What a user asks for besides picture and mask, and the one place that checks it: command line, server and
// desktop all go through validated().

#include "core/base/result.h"
#include <QRect>
#include <QString>
#include <optional>

namespace nb::edit {

inline constexpr int kMaxPromptCodePoints = 500;
inline constexpr int kMaxSeed = 2147483647;
inline constexpr double kMinStrength = 0.0;
inline constexpr double kMaxStrength = 1.0;
inline constexpr double kMinGuidanceScale = 1.0;
inline constexpr double kMaxGuidanceScale = 20.0;
inline constexpr int kMaxGrowPx = 256;
inline constexpr int kMaxFitRetries = 3;

struct Parameters {
    QString prompt = {};          // trimmed, 1 to 500 code points, no control characters but tab and newline
    std::optional<int> seed = {}; // 0 to 2147483647
    double strength = 0.8;        // 0 to 1
    double guidanceScale = 7.5;   // 1 to 20
    bool preserveUnmasked = true; // pixels outside the mask stay bit-exact the input's
    // Widens the selection by that many picture pixels, 0 to 256, and softens its edge over them, inwards.
    // What is outside the grown selection stays bit-exact.
    int growPx = 0;
    // How often to ask again for an answer that is misaligned (RegionReport::isMisaligned), 0 to 3, each
    // region. Each time is paid for, which is why it is 0 unless the user asks for it.
    int fitRetries = 0;
    // Picture pixels: what to send instead of what the plan would choose; it is grown to hold the selection
    // and to a size that the provider takes.
    std::optional<QRect> context = {};
};

// The single checks, for callers that report every fault at once. Errors: InvalidArgument, with the field's
// wire name
// ("guidance_scale"). The prompt is returned trimmed, with CR LF, which web forms send, made LF.
Result<QString> validPrompt(const QString& prompt);
Result<> validSeed(qint64 seed);
Result<> validStrength(double strength);
Result<> validGuidanceScale(double guidanceScale);
Result<> validGrowPx(qint64 growPx);
Result<> validFitRetries(qint64 fitRetries);
Result<> validContext(const QRect& context); // not empty

// All of them; the first fault is returned.
Result<Parameters> validated(Parameters parameters);

} // namespace nb::edit
