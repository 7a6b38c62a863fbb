#pragma once
// The panel that asks for an edit: it edits the RequestDraft (prompt, templates, numbers, engine), shows what
// would be sent at which price, and what became of it. It puts the request into the queue; the results are
// ResultsPanel's.

#include <QWidget>
#include <array>

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace nb::desktop {

class GenerationQueue;
class GenerationSettings;
class GenerationStrip;
class ModelPicker;
class PlanUpdater;
class PromptEdit;
class ProviderModel;
class RequestDraft;

// All outlive the panel.
struct PromptParts {
    RequestDraft& draft;
    const PlanUpdater& plan;
    ProviderModel& providers;
    GenerationQueue& queue;
};

class PromptPanel : public QWidget {
    Q_OBJECT

public:
    explicit PromptPanel(const PromptParts& parts, QWidget* parent = nullptr);

    [[nodiscard]] PromptEdit& promptEdit() { return *m_prompt; }
    [[nodiscard]] GenerationStrip& strip() { return *m_strip; }

public Q_SLOTS:
    void generate(); // or queue, if something runs
    void cancel();   // what runs
    void focusPrompt();

Q_SIGNALS:
    void providerPicked(const QString& id); // by the user; ProviderModel has it as the current one already
    void modelPicked(const QString& model); // by the user, of the current provider

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
    PromptEdit* m_prompt;
    std::array<QToolButton*, kTemplates> m_templates;
    QLabel* m_ignored; // what the provider ignores
    GenerationSettings* m_numbers;
    QLabel* m_providerLabel;
    QComboBox* m_provider;
    QLabel* m_modelLabel;
    ModelPicker* m_model;
    QLabel* m_planLabel;
    QToolButton* m_automatic; // resets a context that was dragged
    QPushButton* m_generate;
    GenerationStrip* m_strip;
};

} // namespace nb::desktop
