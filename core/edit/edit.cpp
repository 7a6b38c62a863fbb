#include "core/edit/edit.h"

#include "core/base/worker_pool.h"
#include "core/edit/put_back.h"
#include <QElapsedTimer>
#include <memory>
#include <opencv2/core.hpp>

namespace nb::edit {
namespace {

// One edit while it runs. Only one step of it runs at a time, so that nothing here needs a lock.
struct Running {
    Source source;
    Parameters parameters;
    providers::Provider& provider;
    providers::Context context;
    WorkerPool& pool;
    QObject* guard;
    EditPlan plan = {};
    image::Picture result = {};
    EditReport report = {};

    const Region& region() const { return plan.regions[report.regions.size()]; }
    Keep keep() const { return parameters.preserveUnmasked ? Keep::Unselected : Keep::Nothing; }
};
using RunningPtr = std::shared_ptr<Running>;

QFuture<Result<Edited>> nextRegion(const RunningPtr& edit);

providers::Job jobFor(const Running& edit, const CutOut& cut) {
    return {.picture = cut.picture,
            .mask = cut.mask,
            .prompt = edit.parameters.prompt,
            .seed = edit.parameters.seed,
            .strength = edit.parameters.strength,
            .guidanceScale = edit.parameters.guidanceScale};
}

Result<CutOut> cutNext(Running& edit) {
    if (edit.context.cancel.stop_requested())
        return Error{ErrorCode::Cancelled, QStringLiteral("Cancelled")};
    QElapsedTimer timer;
    timer.start();
    if (edit.plan.regions.empty()) {
        edit.plan = planFor(edit.source.mask, edit.parameters, edit.provider.capabilities());
        edit.result = edit.source.picture;
    }
    CutOut cut = cutOut(edit.result, edit.source.mask, edit.region());
    edit.report.pixelTime += std::chrono::milliseconds(timer.elapsed());
    return cut;
}

Result<> putNext(Running& edit, const CutOut& cut, const Result<providers::Answer>& answer) {
    if (!answer)
        return answer.error();
    if (edit.context.cancel.stop_requested())
        return Error{ErrorCode::Cancelled, QStringLiteral("Cancelled")};
    QElapsedTimer timer;
    timer.start();
    if (edit.report.regions.empty())
        edit.result.pixels = edit.result.pixels.clone(); // the source's samples are shared with the caller
    const RegionReport report =
        putBack(edit.result, edit.source.mask, edit.region(), cut, answer->picture, edit.keep());
    edit.report.regions.push_back(report);
    edit.report.attempts += answer->attempts;
    edit.report.pixelTime += std::chrono::milliseconds(timer.elapsed());
    return {};
}

Edited finished(Running& edit) {
    edit.report.engine = edit.provider.name();
    return {std::move(edit.result), edit.report.engine, edit.report.attempts, edit.report.providerTime,
            std::move(edit.report)};
}

// On the provider's thread.
QFuture<Result<Edited>> send(const RunningPtr& edit, const CutOut& cut) {
    QElapsedTimer timer;
    timer.start();
    return edit->provider.edit(jobFor(*edit, cut), edit->context)
        .then(edit->guard,
              [edit, cut, timer](const Result<providers::Answer>& answer) {
                  edit->report.providerTime += std::chrono::milliseconds(timer.elapsed());
                  return edit->pool.run([edit, cut, answer] { return putNext(*edit, cut, answer); });
              })
        .unwrap()
        .then(edit->guard,
              [edit](const Result<>& put) {
                  if (!put)
                      return readyFuture(Result<Edited>(put.error()));
                  if (edit->report.regions.size() == edit->plan.regions.size())
                      return readyFuture(Result<Edited>(finished(*edit)));
                  return nextRegion(edit);
              })
        .unwrap();
}

QFuture<Result<Edited>> nextRegion(const RunningPtr& edit) {
    return edit->pool.run([edit] { return cutNext(*edit); })
        .then(edit->guard,
              [edit](const Result<CutOut>& cut) {
                  return cut ? send(edit, *cut) : readyFuture(Result<Edited>(cut.error()));
              })
        .unwrap();
}

} // namespace

QFuture<Result<Edited>> run(Source source, Parameters parameters, providers::Provider& provider,
                            providers::Context context, WorkerPool& pool, QObject* guard) {
    return nextRegion(std::make_shared<Running>(
        Running{std::move(source), std::move(parameters), provider, std::move(context), pool, guard}));
}

} // namespace nb::edit
