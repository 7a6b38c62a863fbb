#include "ui/desktop/generation/generation_queue.h"

#include "core/base/worker_pool.h"
#include "core/providers/variants.h"
#include "ui/desktop/document/studio_document.h"
#include <QPointer>
#include <utility>

namespace nb::desktop {
namespace {

constexpr int kConcurrent = 2;
// Each holds the picture of its time, which is memory as soon as another result has been accepted.
constexpr int kMaxKeptFailures = 3;

Result<> checked(GenerationRequest& request) {
    if (!request.provider || !request.mask || request.picture.pixels.empty())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("There is no picture to work on")};
    if (request.variants < 1 || request.variants > providers::kMaxVariants)
        return Error{
            ErrorCode::InvalidArgument,
            QStringLiteral("The number of variants must be from 1 to %1").arg(providers::kMaxVariants),
            {},
            QStringLiteral("variants")};
    Result<edit::Parameters> parameters = edit::validated(request.parameters);
    if (!parameters)
        return parameters.error();
    request.parameters = std::move(*parameters);
    return {};
}

} // namespace

struct GenerationQueue::RunningVariant {
    GenerationId id;
    int index;
    std::stop_source stop;
};

GenerationQueue::GenerationQueue(StudioDocument& document, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_document(document), m_pool(pool) {
    // What was asked for belongs to the picture that goes.
    connect(&document, &StudioDocument::aboutToClose, this, &GenerationQueue::clear);
}

GenerationQueue::~GenerationQueue() {
    for (const auto& run : m_runs)
        run->stop.request_stop();
}

Result<GenerationId> GenerationQueue::add(GenerationRequest request) {
    if (const Result<> valid = checked(request); !valid)
        return valid.error();
    const int first = request.parameters.seed ? *request.parameters.seed : providers::randomSeed();
    Generation generation;
    generation.id = ++m_lastId;
    generation.position = qint64(generation.id);
    for (int i = 0; i < request.variants; ++i)
        generation.variants.push_back({.seed = providers::variantSeed(first, i)});
    generation.request = std::move(request);
    const GenerationId id = generation.id;
    m_generations.emplace(id, std::move(generation));
    Q_EMIT listChanged();
    startNext();
    return id;
}

void GenerationQueue::retry(GenerationId id) {
    const auto found = m_generations.find(id);
    if (found == m_generations.end() || !found->second.isOver())
        return;
    // To the end of the queue, under a new number.
    Generation again = std::move(found->second);
    m_generations.erase(found);
    std::erase_if(again.variants, [](const VariantStatus& v) { return v.state != VariantState::Failed; });
    for (VariantStatus& variant : again.variants)
        variant = {.seed = variant.seed};
    again.since.invalidate();
    again.id = ++m_lastId;
    again.position = qint64(again.id);
    m_generations.emplace(again.id, std::move(again));
    Q_EMIT listChanged();
    startNext();
}

void GenerationQueue::cancel(GenerationId id) {
    const auto found = m_generations.find(id);
    if (found == m_generations.end())
        return;
    for (int i = 0; i < int(found->second.variants.size()); ++i)
        endVariant(found->second, i, VariantState::Cancelled);
    finishIfOver(id);
}

void GenerationQueue::cancelVariant(GenerationId id, int index) {
    const auto found = m_generations.find(id);
    if (found == m_generations.end() || index < 0 || index >= int(found->second.variants.size()))
        return;
    endVariant(found->second, index, VariantState::Cancelled);
    startVariants(id);
    finishIfOver(id);
}

void GenerationQueue::cancelAll() {
    // From the last, so that none of those that wait begins.
    while (!m_generations.empty()) {
        const auto open = std::find_if(m_generations.rbegin(), m_generations.rend(),
                                       [](const auto& entry) { return !entry.second.isOver(); });
        if (open == m_generations.rend())
            return;
        cancel(open->first);
    }
}

void GenerationQueue::dismiss(GenerationId id) {
    const auto found = m_generations.find(id);
    if (found == m_generations.end() || !found->second.isOver())
        return;
    m_generations.erase(found);
    Q_EMIT listChanged();
}

const Generation* GenerationQueue::find(GenerationId id) const {
    const auto found = m_generations.find(id);
    return found == m_generations.end() ? nullptr : &found->second;
}

const Generation* GenerationQueue::running() const {
    return m_runningId == 0 ? nullptr : find(m_runningId);
}

std::vector<GenerationId> GenerationQueue::waiting() const {
    std::vector<const Generation*> found;
    for (const auto& [id, generation] : m_generations)
        if (!generation.since.isValid() && !generation.isOver())
            found.push_back(&generation);
    std::ranges::sort(found, {}, &Generation::position);
    std::vector<GenerationId> ids;
    std::ranges::transform(found, std::back_inserter(ids), &Generation::id);
    return ids;
}

void GenerationQueue::moveToFront(GenerationId id) {
    const std::vector<GenerationId> waits = waiting();
    if (std::ranges::find(waits, id) == waits.end() || waits.front() == id)
        return;
    m_generations.at(id).position = find(waits.front())->position - 1;
    Q_EMIT listChanged();
}

void GenerationQueue::startNext() {
    if (m_runningId != 0)
        return;
    const std::vector<GenerationId> waits = waiting();
    if (waits.empty())
        return;
    const GenerationId id = m_runningId = waits.front();
    Generation& generation = m_generations.at(id);
    generation.since.start();
    const GenerationRequest request = generation.request;
    Q_EMIT started(id);
    // The future may be over already, and its continuation then runs before then() returns.
    m_pool
        .run([request, can = request.provider->capabilities(), isJournaled = m_journal != nullptr] {
            return makeVariantInput(request, can, isJournaled);
        })
        .then(this, [this, id](const Result<VariantInputPtr>& input) { startPrepared(id, input); });
}

void GenerationQueue::startPrepared(GenerationId id, const Result<VariantInputPtr>& input) {
    const auto found = m_generations.find(id);
    if (id != m_runningId || found == m_generations.end())
        return;
    if (input) {
        m_input = *input;
        startVariants(id);
        return;
    }
    for (int i = 0; i < int(found->second.variants.size()); ++i)
        endVariant(found->second, i, VariantState::Failed, input.error());
    finishIfOver(id);
}

// The generation is looked up for each one: it may end while the one before begins.
void GenerationQueue::startVariants(GenerationId id) {
    while (id == m_runningId && m_input) {
        const auto found = m_generations.find(id);
        if (found == m_generations.end() || found->second.count(VariantState::Running) >= kConcurrent)
            return;
        auto& variants = found->second.variants;
        const auto next = std::ranges::find(variants, VariantState::Waiting, &VariantStatus::state);
        if (next == variants.end())
            return;
        startVariant(found->second, int(next - variants.begin()));
    }
}

void GenerationQueue::startVariant(Generation& generation, int index) {
    VariantStatus& status = generation.variants[size_t(index)];
    status.state = VariantState::Running;
    const auto run = std::make_shared<RunningVariant>(RunningVariant{generation.id, index, {}});
    m_runs.push_back(run);
    VariantEdit variant{.input = m_input,
                        .parameters = generation.request.parameters,
                        .provider = generation.request.provider,
                        .journal = m_journal,
                        .onJournalError = [this](const Error& error) { Q_EMIT journalFailed(error); }};
    variant.parameters.seed = status.seed;
    providers::Context context = contextFor(generation, run);
    Q_EMIT variantChanged(generation.id, index);
    runVariant(variant, std::move(context), m_pool, this)
        .then(this, [this, run](Result<project::Layer> layer) { handleResult(run, std::move(layer)); });
}

providers::Context GenerationQueue::contextFor(const Generation& generation,
                                               const std::shared_ptr<RunningVariant>& run) {
    // A provider may still report while it winds up what was cancelled, or after the queue is gone.
    const auto update = [self = QPointer(this), run](const auto& change) {
        if (!self || run->stop.stop_requested())
            return;
        const auto found = self->m_generations.find(run->id);
        if (found == self->m_generations.end())
            return;
        change(found->second.variants[size_t(run->index)]);
        Q_EMIT self->variantChanged(run->id, run->index);
    };
    providers::Context context;
    context.cancel = run->stop.get_token();
    if (generation.request.timeLimit.count() > 0)
        context.deadline = QDeadlineTimer(generation.request.timeLimit);
    context.onProgress = [update](const providers::Progress& progress) {
        update([&](VariantStatus& status) { status.progress = progress; });
    };
    context.onAttempt = [update](const providers::Attempt&) {
        update([](VariantStatus& status) { ++status.attempts; });
    };
    return context;
}

void GenerationQueue::handleResult(const std::shared_ptr<RunningVariant>& run, Result<project::Layer> layer) {
    if (std::erase(m_runs, run) == 0)
        return; // cancelled
    const auto found = m_generations.find(run->id);
    if (found == m_generations.end())
        return;
    if (layer) {
        found->second.variants[size_t(run->index)].layerId = layer->id;
        m_document.addResult(std::move(*layer));
        endVariant(found->second, run->index, VariantState::Ready);
        Q_EMIT variantReady(run->id, run->index);
    } else {
        endVariant(found->second, run->index, VariantState::Failed, layer.error());
    }
    startVariants(run->id);
    finishIfOver(run->id);
}

void GenerationQueue::endVariant(Generation& generation, int index, VariantState state,
                                 std::optional<Error> error) {
    VariantStatus& status = generation.variants[size_t(index)];
    if (status.isOver())
        return;
    status.state = state;
    status.error = std::move(error);
    const auto run = std::ranges::find_if(
        m_runs, [&](const auto& r) { return r->id == generation.id && r->index == index; });
    if (run != m_runs.end()) {
        const std::shared_ptr<RunningVariant> stopped = *run;
        m_runs.erase(run); // first: a provider may answer while it is told to stop
        stopped->stop.request_stop();
    }
    Q_EMIT variantChanged(generation.id, index);
}

void GenerationQueue::finishIfOver(GenerationId id) {
    const auto found = m_generations.find(id);
    if (found == m_generations.end() || !found->second.isOver())
        return;
    if (m_runningId == id) {
        m_runningId = 0;
        m_input.reset();
    }
    Q_EMIT finished(id);
    if (found->second.count(VariantState::Failed) == 0)
        m_generations.erase(id);
    removeOldFailures();
    Q_EMIT listChanged();
    startNext();
}

void GenerationQueue::removeOldFailures() {
    int kept = 0;
    for (auto it = m_generations.end(); it != m_generations.begin();) {
        --it;
        if (it->second.isOver() && ++kept > kMaxKeptFailures)
            it = m_generations.erase(it);
    }
}

void GenerationQueue::clear() {
    cancelAll();
    m_generations.clear();
    Q_EMIT listChanged();
}

} // namespace nb::desktop
