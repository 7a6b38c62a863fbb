#include "ui/desktop/generation/plan_updater.h"

#include "core/base/worker_pool.h"
#include "core/edit/visibility.h"
#include "core/mask/ops.h"
#include "ui/desktop/document/studio_document.h"

namespace nb::desktop {
namespace {

constexpr std::chrono::milliseconds kDelay{120};

} // namespace

PlanUpdater::PlanUpdater(StudioDocument& document, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_document(document), m_pool(pool) {
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelay);
    connect(&m_delay, &QTimer::timeout, this, &PlanUpdater::makePlan);
    connect(&document, &StudioDocument::maskCommitted, this, &PlanUpdater::restart);
    connect(&document, &StudioDocument::opened, this, [this] {
        set(m_document.isOpen() ? State::NothingSelected : State::NoPicture, {});
        restart();
    });
    restart();
}

void PlanUpdater::setProvider(const providers::ProviderCapabilities& capabilities) {
    m_capabilities = capabilities;
    restart();
}

void PlanUpdater::setParameters(const edit::Parameters& parameters) {
    const bool same = parameters.context == m_parameters.context &&
                      parameters.growPx == m_parameters.growPx &&
                      parameters.preserveUnmasked == m_parameters.preserveUnmasked;
    m_parameters = parameters;
    if (!same)
        restart();
}

void PlanUpdater::restart() {
    ++m_request; // what is under way is out of date
    m_upToDate = false;
    m_delay.start();
}

void PlanUpdater::makePlan() {
    if (!m_document.isOpen()) {
        set(State::NoPicture, {});
        return;
    }
    // A stroke that is open would make its next dab pay for a copy of the mask.
    if (m_document.isMaskBeingEdited()) {
        m_delay.start();
        return;
    }
    m_pool
        .run([mask = m_document.maskSnapshot(), parameters = m_parameters, can = m_capabilities,
              picture = m_document.picture().hasAlpha() ? m_document.picture()
                                                        : image::Picture()]() -> Result<edit::EditPlan> {
            if (mask::isEmpty(*mask))
                return edit::EditPlan{};
            edit::EditPlan plan = edit::makePlan(*mask, parameters, can);
            plan.isUnseen = parameters.preserveUnmasked && edit::isUnseen(picture, plan.selection);
            plan.selection =
                {}; // not shown, and its samples may be those of the mask, which goes on changing
            return plan;
        })
        .then(this, [this, request = m_request](const Result<edit::EditPlan>& plan) {
            if (request != m_request || !plan)
                return;
            m_upToDate = true;
            set(plan->regions.empty() ? State::NothingSelected : State::Planned, *plan);
        });
}

void PlanUpdater::set(State state, edit::EditPlan plan) {
    m_state = state;
    m_plan = std::move(plan);
    Q_EMIT changed();
}

} // namespace nb::desktop
