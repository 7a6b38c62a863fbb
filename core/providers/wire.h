#pragma once
// The wire format of one remote API: it builds the API's requests and reads its answers, and knows nothing of
// connections, retries or threads. Implementations are const and free of state: request() and read() work on
// pixels and are called on the worker pool, everything else is quick and called on the event loop.

#include "core/base/result.h"
#include "core/providers/http_message.h"
#include "core/providers/provider.h"
#include "core/providers/retry_policy.h"

namespace nb::providers {

// What a response holds: the picture, or the address of the picture.
struct ParsedResponse {
    image::Picture picture = {};
    QUrl elsewhere = {}; // valid if the picture is to be fetched from there
};

class Wire {
public:
    Wire() = default;
    virtual ~Wire() = default;
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    [[nodiscard]] virtual QString name() const = 0;            // Provider::name()
    [[nodiscard]] virtual QString model() const { return {}; } // Provider::model()
    [[nodiscard]] virtual QString service() const = 0;         // as messages name it; begins "NanoBanana API"
    [[nodiscard]] virtual QByteArray key() const = 0;          // secret, never empty
    [[nodiscard]] virtual ProviderCapabilities capabilities() const = 0;

    // A GET that carries the key and costs nothing: the list of models where the API has one, otherwise the
    // edit address.
    [[nodiscard]] virtual HttpRequest checkRequest() const = 0;

    // Errors: Internal, OutOfMemory.
    [[nodiscard]] virtual Result<HttpRequest> request(const Job& job) const = 0;

    // Reads a 2xx answer. Errors: ProviderUnusable, ProviderRejected.
    [[nodiscard]] virtual Result<ParsedResponse> read(const HttpOutcome& answer) const = 0;

    // Reads what any other answer says.
    [[nodiscard]] virtual Refusal refusal(const HttpOutcome& answer) const = 0;
};

} // namespace nb::providers
