#pragma once
// The panel that asks for an edit: prompt, templates, numbers, engine, what would be sent for which price,
// and what became of it. It takes the snapshot of picture and mask and puts it into the queue; what comes
// back is the results panel's.

#include "core/edit/plan.h"
#include "ui/desktop/generation/plan_updater.h"
#include <QWidget>
#include <array>
#include <chrono>

class QComboBox;
class QLabel;
class QPushButton;
class QSettings;
class QToolButton;

namespace nb::desktop {

class GenerationQueue;
class GenerationSettings;
class GenerationStrip;
class ModelPicker;
class PromptEdit;
class ProviderModel;

// All outlive the panel. The pool should be one in which no fill runs, so that the plan is there at once.
struct PromptParts {
    StudioDocument& document;
    GenerationQueue& queue;
    ProviderModel& providers;
    WorkerPool& pool;
    QSettings& settings;
};

class PromptPanel : public QWidget {
    Q_OBJECT

public:
    explicit PromptPanel(const PromptParts& parts, QWidget* parent = nullptr);
    ~PromptPanel() override;

    void setTimeLimit(std::chrono::seconds limit) { m_timeLimit = limit; } // of each variant; 0 = none

    // What the next request would be.
    [[nodiscard]] edit::Parameters parameters() const;
    [[nodiscard]] const edit::EditPlan& plan() const { return m_plan.plan(); }
    [[nodiscard]] const PlanUpdater& planUpdater() const { return m_plan; }

    [[nodiscard]] PromptEdit& promptEdit() { return *m_prompt; }
    [[nodiscard]] GenerationSettings& numbers() { return *m_numbers; }
    [[nodiscard]] GenerationStrip& strip() { return *m_strip; }

public Q_SLOTS:
    void generate(); // or queue, if something runs
    void cancel();   // what runs
    void focusPrompt();
    void reuseSeed(int seed);
    // The part of the picture to send, in picture pixels, as somebody has dragged it; a null one = as the
    // plan chooses.
    void setContext(const QRect& context);

Q_SIGNALS:
    // No regions = there is nothing to show on the canvas.
    void planChanged(const nb::edit::EditPlan& plan);
    void providerPicked(const QString& id); // by the person; the model follows it already
    void modelPicked(const QString& model); // by the person, of the current provider

protected:
    void changeEvent(QEvent* event) override;

private:
    enum Template { Remove, Replace, Add, Extend, kTemplates };

    void layOut();
    void connectAll();
    void useTemplate(int which);
    void providerChanged();
    void showPlan();
    void updateButton();
    void retranslate();

    PromptParts m_parts;
    PlanUpdater m_plan;
    std::chrono::seconds m_timeLimit{0};
    QRect m_context;
    PromptEdit* m_prompt;
    std::array<QToolButton*, kTemplates> m_templates;
    QLabel* m_ignored; // what the provider does not heed
    GenerationSettings* m_numbers;
    QLabel* m_providerLabel;
    QComboBox* m_provider;
    QLabel* m_modelLabel;
    ModelPicker* m_model;
    QLabel* m_planLabel;
    QToolButton* m_automatic; // back from a context that was dragged
    QPushButton* m_generate;
    GenerationStrip* m_strip;
};

} // namespace nb::desktop
