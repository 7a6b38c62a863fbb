#include "core/providers/gemini.h"
#include "tests/fuzz/answer.h"

namespace nb::fuzz {
namespace {

void answer(QByteArrayView input) {
    static const providers::GeminiWire wire(QUrl(QStringLiteral("https://api.example.com/v1")), kKey,
                                            QString());
    checkAnswer(wire, input);
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(answer_gemini, nb::fuzz::answer)
