#pragma once
// The engine that needs no network and no key: fills the selection from the picture itself, on the worker
// pool. It ignores the prompt. For now it is OpenCV's Telea inpainting (core/fill/telea.h), which smears
// anything wider than a scratch.

#include "core/providers/provider.h"

namespace nb {
class WorkerPool;
}

namespace nb::providers {

class LocalProvider : public Provider {
public:
    // The pool must outlive the provider.
    explicit LocalProvider(WorkerPool& pool) : m_pool(pool) {}

    [[nodiscard]] QString name() const override { return QStringLiteral("local"); }
    [[nodiscard]] ProviderCapabilities capabilities() const override;

    // Cancelling ends the future at once; a fill that cannot be interrupted goes on in the pool and its
    // result is dropped. The same holds for the deadline.
    [[nodiscard]] QFuture<Result<Answer>> edit(Job job, Context context) override;

private:
    WorkerPool& m_pool;
};

} // namespace nb::providers
