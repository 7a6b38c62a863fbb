#include "core/edit/edit.h"

#include "core/base/worker_pool.h"
#include "core/edit/put_back.h"
#include "core/providers/variants.h"
#include <QElapsedTimer>
#include <algorithm>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <utility>

namespace nb::edit {
namespace {

constexpr int kFeatherPx = 1; // without growth: the edge is softened inside the selection, where the picture
                              // still shows what is to go, and a wide ramp would let it through as a ghost

// One edit while it runs. Only one step of it runs at a time, so that nothing here needs a lock.
struct Running {
    image::Picture picture; // the source's, then the result's
    mask::Mask mask;
    Parameters parameters;
    providers::Provider& provider;
    providers::Context context;
    WorkerPool& pool;
    QObject* guard;
    RawAnswers answers;
    EditPlan plan = {};
    EditReport report = {};
    // Of the region at hand:
    CutOut cut = {};
    std::optional<LaidBack> best = {};
    int fitRetriesLeft = 0;

    const Region& region() const { return plan.regions[report.regions.size()]; }
    int regionIndex() const { return static_cast<int>(report.regions.size()); }
    bool isComplete() const { return !plan.regions.empty() && report.regions.size() == plan.regions.size(); }
    int featherPx() const { return std::max(kFeatherPx, parameters.growPx); }
    Result<> stopIfCancelled() const {
        if (context.cancel.stop_requested())
            return Error{ErrorCode::Cancelled, QStringLiteral("Cancelled")};
        return {};
    }
};
using RunningPtr = std::shared_ptr<Running>;

// Adds the time of a step on pixels to the report.
class PixelTime {
public:
    explicit PixelTime(EditReport& report) : m_report(report) { m_timer.start(); }
    ~PixelTime() { m_report.pixelTime += std::chrono::milliseconds(m_timer.elapsed()); }
    PixelTime(const PixelTime&) = delete;
    PixelTime& operator=(const PixelTime&) = delete;

private:
    EditReport& m_report;
    QElapsedTimer m_timer;
};

providers::Job jobFor(const Running& edit) {
    // An answer that lay badly is asked for again with another seed: with the same it would be the same.
    std::optional<int> seed = edit.parameters.seed;
    if (const int again = edit.parameters.fitRetries - edit.fitRetriesLeft; seed && again > 0)
        seed = providers::variantSeed(*seed, again);
    return {.picture = edit.cut.picture,
            .mask = edit.cut.mask,
            .prompt = edit.parameters.prompt,
            .seed = seed,
            .strength = edit.parameters.strength,
            .guidanceScale = edit.parameters.guidanceScale};
}

Result<> cutNext(Running& edit) {
    if (Result<> stopped = edit.stopIfCancelled(); !stopped)
        return stopped;
    const PixelTime time(edit.report);
    if (edit.plan.regions.empty()) {
        edit.plan = planFor(edit.mask, edit.parameters, edit.provider.capabilities());
        edit.mask = selectionOf(edit.mask, edit.parameters);
    }
    edit.cut = cutOut(edit.picture, edit.mask, edit.region());
    edit.best = {};
    edit.fitRetriesLeft = edit.parameters.fitRetries;
    return {};
}

// The samples may be shared with the caller, and with what was cut out of them.
void makeWritable(Running& edit) {
    edit.cut = {};
    if (cv::Mat& pixels = edit.picture.pixels; !pixels.u || pixels.u->refcount > 1)
        pixels = pixels.clone();
}

void put(Running& edit, const LaidBack& laid) {
    makeWritable(edit);
    edit.report.regions.push_back(compositeBack(edit.picture, edit.mask, edit.region(), laid));
}

enum class Next { AskAgain, NextRegion };

double badness(const LaidBack& laid) {
    return laid.report.residualPx.value_or(0) + laid.report.residualDeltaE.value_or(0);
}

Result<Next> take(Running& edit, const image::Picture& answer) {
    if (Result<> stopped = edit.stopIfCancelled(); !stopped)
        return stopped.error();
    const PixelTime time(edit.report);
    if (!edit.parameters.preserveUnmasked) {
        makeWritable(edit);
        edit.report.regions.push_back(replaceWith(answer, edit.picture, edit.region()));
        return Next::NextRegion;
    }
    LaidBack laid = layBack(edit.picture, edit.mask, edit.region(), edit.cut, answer, edit.featherPx());
    const bool bad = laid.report.liesBadly();
    if (!edit.best || badness(laid) < badness(*edit.best))
        edit.best = std::move(laid);
    if (bad && edit.fitRetriesLeft > 0) {
        --edit.fitRetriesLeft;
        return Next::AskAgain;
    }
    put(edit, *std::exchange(edit.best, {}));
    return Next::NextRegion;
}

Result<Next> takeNew(Running& edit, const Result<providers::Answer>& answer) {
    if (!answer) {
        if (!edit.best || answer.error().code == ErrorCode::Cancelled)
            return answer.error();
        put(edit, *std::exchange(edit.best, {})); // only the retry failed: what was paid for is not lost
        return Next::NextRegion;
    }
    edit.report.attempts += answer->attempts;
    if (edit.answers.keep)
        edit.answers.keep(edit.regionIndex(), answer->picture);
    return take(edit, answer->picture);
}

Edited finished(Running& edit) {
    edit.report.engine = edit.provider.name();
    edit.report.model = edit.provider.model();
    return {std::move(edit.picture), edit.report.engine, edit.report.attempts, edit.report.providerTime,
            std::move(edit.report)};
}

QFuture<Result<Edited>> nextRegion(const RunningPtr& edit);

// On the provider's thread.
QFuture<Result<Edited>> send(const RunningPtr& edit) {
    QElapsedTimer timer;
    timer.start();
    return edit->provider.edit(jobFor(*edit), edit->context)
        .then(edit->guard,
              [edit, timer](const Result<providers::Answer>& answer) {
                  edit->report.providerTime += std::chrono::milliseconds(timer.elapsed());
                  return edit->pool.run([edit, answer] { return takeNew(*edit, answer); });
              })
        .unwrap()
        .then(edit->guard,
              [edit](const Result<Next>& next) {
                  if (!next)
                      return readyFuture(Result<Edited>(next.error()));
                  if (*next == Next::AskAgain)
                      return send(edit);
                  return edit->isComplete() ? readyFuture(Result<Edited>(finished(*edit))) : nextRegion(edit);
              })
        .unwrap();
}

// Cuts the next region out that has no answer yet.
Result<> prepare(Running& edit) {
    while (!edit.isComplete()) {
        if (Result<> cut = cutNext(edit); !cut)
            return cut;
        const size_t index = edit.report.regions.size();
        if (index >= edit.answers.known.size())
            return {};
        edit.fitRetriesLeft = 0;
        if (const Result<Next> taken = take(edit, edit.answers.known[index]); !taken)
            return taken.error();
    }
    return {};
}

QFuture<Result<Edited>> nextRegion(const RunningPtr& edit) {
    return edit->pool.run([edit] { return prepare(*edit); })
        .then(edit->guard,
              [edit](const Result<>& prepared) {
                  if (!prepared)
                      return readyFuture(Result<Edited>(prepared.error()));
                  return edit->isComplete() ? readyFuture(Result<Edited>(finished(*edit))) : send(edit);
              })
        .unwrap();
}

} // namespace

QFuture<Result<Edited>> run(Source source, Parameters parameters, providers::Provider& provider,
                            providers::Context context, WorkerPool& pool, QObject* guard,
                            RawAnswers answers) {
    auto edit = std::make_shared<Running>(Running{std::move(source.picture), std::move(source.mask),
                                                  std::move(parameters), provider, std::move(context), pool,
                                                  guard, std::move(answers)});
    return nextRegion(edit);
}

} // namespace nb::edit
