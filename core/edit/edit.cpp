#include "core/edit/edit.h"

#include "core/base/worker_pool.h"
#include "core/edit/region_result.h"
#include "core/edit/visibility.h"
#include "core/image/convert_colours.h"
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
struct RunningEdit {
    image::Picture picture; // the source's, then the result's
    EditPlan plan;
    Parameters parameters;
    providers::Provider& provider;
    providers::Context context;
    WorkerPool& pool;
    QObject* guard;
    RawAnswers answers;
    EditReport report = {}; // of the regions that are done
    std::chrono::nanoseconds providerTime{};
    std::vector<providers::Step> steps = {}; // on pixels, that are over but have not been reported
    // Of the present region:
    Crop crop = {};
    std::optional<AlignedRegion> best = {}; // of the answers so far
    int fitRetriesLeft = 0;

    size_t regionIndex() const { return report.regions.size(); }
    const Region& region() const { return plan.regions[regionIndex()]; }
    bool isComplete() const { return regionIndex() == plan.regions.size(); }
    int featherPx() const { return std::max(kFeatherPx, parameters.growPx); }
    Result<> stopIfCancelled() const {
        if (context.cancel.stop_requested())
            return Error{ErrorCode::Cancelled, QStringLiteral("Cancelled")};
        return {};
    }
};
using RunningEditPtr = std::shared_ptr<RunningEdit>;

// Times a step on pixels, which is reported later, from the provider's thread.
class TimedStep {
public:
    TimedStep(RunningEdit& edit, const QString& name) : m_edit(edit), m_step{name}, m_clock(m_step) {}
    ~TimedStep() {
        m_clock.reset();
        m_edit.steps.push_back(m_step);
    }
    TimedStep(const TimedStep&) = delete;
    TimedStep& operator=(const TimedStep&) = delete;

private:
    RunningEdit& m_edit;
    providers::Step m_step;
    std::optional<providers::StepClock> m_clock;
};

void reportSteps(RunningEdit& edit) {
    for (const providers::Step& step : std::exchange(edit.steps, {}))
        if (edit.context.onStep)
            edit.context.onStep(step);
}

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

providers::Job jobFor(const RunningEdit& edit) {
    // After a misaligned answer another seed is used: the same one would give the same answer.
    std::optional<int> seed = edit.parameters.seed;
    if (const int retry = edit.parameters.fitRetries - edit.fitRetriesLeft; seed && retry > 0)
        seed = providers::variantSeed(*seed, retry);
    return {.picture = edit.crop.picture,
            .mask = edit.crop.mask,
            .prompt = edit.parameters.prompt,
            .seed = seed,
            .strength = edit.parameters.strength,
            .guidanceScale = edit.parameters.guidanceScale};
}

Result<> cropRegion(RunningEdit& edit) {
    if (Result<> stopped = edit.stopIfCancelled(); !stopped)
        return stopped;
    const PixelTime time(edit.report);
    const TimedStep step(edit, QStringLiteral("crop"));
    edit.crop = makeCrop(edit.picture, edit.plan.selection, edit.region());
    edit.best = {};
    edit.fitRetriesLeft = edit.parameters.fitRetries;
    return {};
}

// The samples may be shared with the caller, and with the crop.
void makeWritable(RunningEdit& edit) {
    edit.crop = {};
    if (cv::Mat& pixels = edit.picture.pixels; !pixels.u || pixels.u->refcount > 1)
        pixels = pixels.clone();
}

void compositeBest(RunningEdit& edit) {
    const TimedStep step(edit, QStringLiteral("composite"));
    makeWritable(edit);
    const AlignedRegion best = *std::exchange(edit.best, {});
    edit.report.regions.push_back(compositeRegion(edit.picture, edit.plan.selection, edit.region(), best));
}

enum class Next { AskAgain, NextRegion };

double misalignment(const AlignedRegion& aligned) {
    return aligned.report.residualPx.value_or(0) + aligned.report.residualDeltaE.value_or(0);
}

AlignedRegion timedAlign(RunningEdit& edit, const image::Picture& answer) {
    const TimedStep step(edit, QStringLiteral("align"));
    return alignRegion(edit.picture, edit.plan.selection, edit.region(), edit.crop, answer, edit.featherPx());
}

Result<Next> useAnswer(RunningEdit& edit, const image::Picture& answer) {
    if (Result<> stopped = edit.stopIfCancelled(); !stopped)
        return stopped.error();
    const PixelTime time(edit.report);
    // Its numbers may mean other colours than the picture's do: everything from here on compares and mixes
    // them.
    const image::Picture inOurColours = image::inColours(answer, edit.picture.metadata.icc);
    if (!edit.parameters.preserveUnmasked) {
        const TimedStep step(edit, QStringLiteral("composite"));
        makeWritable(edit);
        edit.report.regions.push_back(replaceRegion(inOurColours, edit.picture, edit.region()));
        return Next::NextRegion;
    }
    AlignedRegion aligned = timedAlign(edit, inOurColours);
    const bool isMisaligned = aligned.report.isMisaligned();
    if (!edit.best || misalignment(aligned) < misalignment(*edit.best))
        edit.best = std::move(aligned);
    if (isMisaligned && edit.fitRetriesLeft > 0) {
        --edit.fitRetriesLeft;
        return Next::AskAgain;
    }
    compositeBest(edit);
    return Next::NextRegion;
}

Result<Next> useNewAnswer(RunningEdit& edit, const Result<providers::Answer>& answer) {
    if (!answer) {
        if (!edit.best || answer.error().code == ErrorCode::Cancelled)
            return answer.error();
        compositeBest(edit); // only the retry failed: the answer before it has been paid for
        return Next::NextRegion;
    }
    edit.report.attempts += answer->attempts;
    if (edit.answers.keep)
        edit.answers.keep(static_cast<int>(edit.regionIndex()), answer->picture);
    return useAnswer(edit, answer->picture);
}

Edited finish(RunningEdit& edit) {
    edit.report.engine = edit.provider.name();
    edit.report.model = edit.provider.model();
    edit.report.providerTime = std::chrono::duration_cast<std::chrono::milliseconds>(edit.providerTime);
    return {std::move(edit.picture), edit.report.engine, edit.report.attempts, edit.providerTime,
            std::move(edit.report)};
}

QFuture<Result<Edited>> runRegions(const RunningEditPtr& edit);

// For one call. It may outlive the edit, whose guard may die.
providers::Context callContext(const RunningEditPtr& edit) {
    providers::Context context = edit->context;
    context.onStep = [weak = std::weak_ptr(edit)](const providers::Step& step) {
        const RunningEditPtr running = weak.lock();
        if (!running)
            return;
        if (step.name == providers::kProviderStep)
            running->providerTime += step.duration();
        if (running->context.onStep)
            running->context.onStep(step);
    };
    return context;
}

// Asks the provider for the present region. On the provider's thread.
QFuture<Result<Edited>> ask(const RunningEditPtr& edit) {
    // A statement of its own: the job, which may share the picture's samples, is gone before the answer is
    // used.
    QFuture<Result<providers::Answer>> answered = edit->provider.edit(jobFor(*edit), callContext(edit));
    return answered
        .then(edit->guard,
              [edit](const Result<providers::Answer>& answer) {
                  return edit->pool.run([edit, answer] { return useNewAnswer(*edit, answer); });
              })
        .unwrap()
        .then(edit->guard,
              [edit](const Result<Next>& next) {
                  reportSteps(*edit);
                  if (!next)
                      return readyFuture(Result<Edited>(next.error()));
                  if (*next == Next::AskAgain)
                      return ask(edit);
                  return edit->isComplete() ? readyFuture(Result<Edited>(finish(*edit))) : runRegions(edit);
              })
        .unwrap();
}

// Crops the next region that has no known answer; those that have one are composited on the way.
Result<> cropNextUnanswered(RunningEdit& edit) {
    while (!edit.isComplete()) {
        if (Result<> cropped = cropRegion(edit); !cropped)
            return cropped;
        const size_t index = edit.regionIndex();
        if (index >= edit.answers.known.size())
            return {};
        edit.fitRetriesLeft = 0;
        if (const Result<Next> used = useAnswer(edit, edit.answers.known[index]); !used)
            return used.error();
    }
    return {};
}

QFuture<Result<Edited>> runRegions(const RunningEditPtr& edit) {
    return edit->pool
        .run([edit] {
            if (edit->regionIndex() == 0)
                edit->report.isUnseen =
                    edit->parameters.preserveUnmasked && isUnseen(edit->picture, edit->plan.selection);
            return cropNextUnanswered(*edit);
        })
        .then(edit->guard,
              [edit](const Result<>& cropped) {
                  reportSteps(*edit);
                  if (!cropped)
                      return readyFuture(Result<Edited>(cropped.error()));
                  return edit->isComplete() ? readyFuture(Result<Edited>(finish(*edit))) : ask(edit);
              })
        .unwrap();
}

} // namespace

QFuture<Result<Edited>> runEdit(image::Picture picture, EditPlan plan, Parameters parameters,
                                providers::Provider& provider, providers::Context context, WorkerPool& pool,
                                QObject* guard, RawAnswers answers) {
    return runRegions(std::make_shared<RunningEdit>(
        RunningEdit{std::move(picture), std::move(plan), std::move(parameters), provider, std::move(context),
                    pool, guard, std::move(answers)}));
}

} // namespace nb::edit
