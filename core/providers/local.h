#pragma once
// The engine that needs no network and no key: fills the selection from the picture itself, on the worker
// pool. It ignores the prompt and the guidance scale. The patch method (core/fill/fill.h) is the product;
// Telea (core/fill/telea.h), which smears anything wider than a scratch and ignores seed and strength too, is
// there to compare it with.

#include "core/providers/provider.h"
#include <QObject>

namespace nb {
class WorkerPool;
}

namespace nb::providers {

class LocalProvider : public Provider {
public:
    enum class Method { Patch, Telea };

    // The pool must outlive the provider.
    explicit LocalProvider(WorkerPool& pool, Method method = Method::Patch)
        : m_pool(pool), m_method(method) {}

    [[nodiscard]] QString name() const override { return QStringLiteral("local"); }
    [[nodiscard]] ProviderCapabilities capabilities() const override;

    // Cancelling and the deadline end the future at once; the fill stops within milliseconds (Telea cannot be
    // interrupted: it goes on in the pool and its result is dropped). One fill uses as many threads as the
    // pool has. Only the patch method reports progress, with
    // previews.
    [[nodiscard]] QFuture<Result<Answer>> edit(Job job, Context context) override;

private:
    WorkerPool& m_pool;
    Method m_method;
    QObject m_here; // owns what lives on the provider's thread
};

} // namespace nb::providers
