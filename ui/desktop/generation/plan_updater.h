#pragma once
// Keeps the plan of the next edit up to date: follows picture, mask and parameters, and makes the plan on the
// pool once nothing has changed for a moment. It sends nothing; the edit itself makes its own plan, of the
// mask at the moment of asking.

#include "core/edit/parameters.h"
#include "core/edit/plan.h"
#include <QObject>
#include <QTimer>
#include <optional>

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

class StudioDocument;

// Lives on the thread of the user interface.
class PlanUpdater : public QObject {
    Q_OBJECT

public:
    enum class State { NoPicture, NothingSelected, Planned };

    // Both outlive it.
    PlanUpdater(StudioDocument& document, WorkerPool& pool, QObject* parent = nullptr);

    // What the plan depends on besides picture and mask.
    void setProvider(const providers::ProviderCapabilities& capabilities);
    void setParameters(const edit::Parameters& parameters);

    [[nodiscard]] State state() const { return m_state; }
    // False from a change until its plan has been made.
    [[nodiscard]] bool isUpToDate() const { return m_upToDate; }
    // Empty unless Planned, and always without the selection. While a new one is being made it is the one
    // before.
    [[nodiscard]] const edit::EditPlan& plan() const { return m_plan; }

Q_SIGNALS:
    void changed();

private:
    void restart();
    void makePlan();
    void set(State state, edit::EditPlan plan);

    StudioDocument& m_document;
    WorkerPool& m_pool;
    providers::ProviderCapabilities m_capabilities;
    edit::Parameters m_parameters;
    QTimer m_delay;        // since the last change
    quint64 m_request = 0; // of the plan that is awaited
    bool m_upToDate = false;
    State m_state = State::NoPicture;
    edit::EditPlan m_plan;
};

} // namespace nb::desktop
