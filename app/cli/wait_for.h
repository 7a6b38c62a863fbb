#pragma once
// Waits for a future while the event loop runs, for commands that do one thing. Cancelling ends the wait at
// once, whatever the work is doing.

#include "core/base/result.h"
#include <QEventLoop>
#include <QFutureWatcher>
#include <stop_token>

namespace nb::app {

// Call it on the event loop's thread; stop is requested there as well. A future that was cancelled (its guard
// died) counts as Cancelled.
template <class T>
Result<T> waitFor(const QFuture<Result<T>>& future, std::stop_token cancel) {
    QEventLoop loop;
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    const std::stop_callback onStop(cancel, [&loop] { loop.quit(); });
    watcher.setFuture(future);
    if (!future.isFinished() && !cancel.stop_requested())
        loop.exec();
    if (future.isFinished() && future.resultCount() > 0)
        return future.result();
    return Error{ErrorCode::Cancelled, QStringLiteral("Cancelled")};
}

} // namespace nb::app
