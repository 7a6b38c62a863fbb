#include "core/providers/nanobanana.h"
#include "tests/fuzz/answer.h"

namespace nb::fuzz {
namespace {

void answer(QByteArrayView input) {
    static const providers::NanobananaWire wire(QUrl(QStringLiteral("https://api.nanobanana.ai/v1/inpaint")),
                                                kKey);
    checkAnswer(wire, input);
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(answer_nanobanana, nb::fuzz::answer)
