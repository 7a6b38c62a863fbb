#include "core/providers/openai.h"
#include "tests/fuzz/answer.h"

namespace nb::fuzz {
namespace {

void answer(QByteArrayView input) {
    static const providers::OpenaiWire wire(QUrl(QStringLiteral("https://api.example.com/v1")), kKey,
                                            QString());
    checkAnswer(wire, input);
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(answer_openai, nb::fuzz::answer)
