#pragma once
// What must hold for every answer of a remote service, whatever it is: shared by the targets of the services.

#include "core/providers/wire.h"
#include "tests/fuzz/fuzz_target.h"

namespace nb::fuzz {

inline const QByteArray kKey = "sk-fuzz-0123456789abcdef";

// Byte 0 chooses status and Content-Type; then Retry-After as a block; the rest is the body.
inline providers::HttpOutcome outcomeOf(QByteArrayView input) {
    constexpr int kStatus[] = {200, 400, 401, 403, 404, 429, 500, 503};
    const QByteArray types[] = {"application/json", "image/png", "text/html", ""};
    Parts parts(input);
    const quint8 choices = parts.byte();
    providers::HttpOutcome outcome;
    outcome.kind = providers::HttpOutcome::Kind::Answered;
    outcome.status = kStatus[choices % 8];
    outcome.contentType = types[choices / 8 % 4];
    outcome.retryAfter = parts.block().left(64);
    outcome.body = parts.rest().toByteArray();
    return outcome;
}

inline void checkAnswer(const providers::Wire& wire, QByteArrayView input) {
    const auto isClean = [](const QString& text) { return !text.contains(QString::fromLatin1(kKey)); };
    const providers::HttpOutcome outcome = outcomeOf(input);
    const Result<providers::ParsedResponse> read = wire.read(outcome);
    if (read) {
        require(read->picture.pixels.empty() == read->elsewhere.isValid(), "it is a picture or an address");
    } else {
        const Error& error = read.error();
        require(error.message.startsWith(QStringLiteral("NanoBanana API")), "the message names the service");
        require(isClean(error.message) && isClean(error.detail), "no error shows the key");
        require(error.code == ErrorCode::ProviderUnusable || error.code == ErrorCode::ProviderRejected ||
                    error.code == ErrorCode::OutOfMemory,
                "an answer that cannot be read is the service's fault");
    }
    const providers::Refusal refusal = wire.refusal(outcome);
    require(isClean(refusal.text), "no refusal shows the key");
    for (const QChar c : refusal.text)
        require(c.category() != QChar::Other_Control || c == QLatin1Char('\n') || c == QLatin1Char('\t'),
                "no refusal has control characters");
    require(!refusal.retryAfter || refusal.retryAfter->count() >= 0, "no wait is negative");
}

} // namespace nb::fuzz
