#include "ui/desktop/panels/prompt_panel.h"

#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/generation/plan_updater.h"
#include "ui/desktop/generation/provider_model.h"
#include "ui/desktop/generation/request_draft.h"
#include "ui/desktop/panels/generation_settings.h"
#include "ui/desktop/panels/generation_strip.h"
#include "ui/desktop/panels/model_picker.h"
#include "ui/desktop/panels/prompt_edit.h"
#include "ui/desktop/text/generation_text.h"
#include "ui/desktop/theme/icons.h"
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

QLabel* note() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

PromptPanel::PromptPanel(const PromptParts& parts, QWidget* parent)
    : QWidget(parent), m_parts(parts), m_prompt(new PromptEdit(parts.draft)), m_ignored(note()),
      m_numbers(new GenerationSettings(parts.draft)), m_providerLabel(new QLabel), m_provider(new QComboBox),
      m_modelLabel(new QLabel), m_model(new ModelPicker), m_planLabel(note()), m_automatic(new QToolButton),
      m_generate(new QPushButton), m_strip(new GenerationStrip(parts.queue)) {
    for (QToolButton*& button : m_templates)
        button = new QToolButton;
    layOut();
    connectAll();
    retranslate();
    providerChanged();
    showPlan();
}

void PromptPanel::layOut() {
    m_prompt->setObjectName(QStringLiteral("prompt"));
    m_generate->setObjectName(QStringLiteral("generate"));
    m_planLabel->setObjectName(QStringLiteral("plan"));
    m_ignored->setObjectName(QStringLiteral("ignored"));
    m_provider->setObjectName(QStringLiteral("provider"));
    m_provider->setModel(&m_parts.providers);
    m_provider->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_provider->setMinimumContentsLength(12);
    m_providerLabel->setBuddy(m_provider);
    m_model->setObjectName(QStringLiteral("model"));
    m_modelLabel->setBuddy(m_model);
    m_generate->setIcon(icon("generate"));
    m_generate->setMinimumHeight(2 * fontMetrics().height());
    QFont bold = m_generate->font();
    bold.setBold(true);
    m_generate->setFont(bold);
    m_generate->setDefault(true); // in a window, unlike in a dialog, that only emphasises it
    m_automatic->setAutoRaise(true);

    auto* templates = new QHBoxLayout;
    templates->setSpacing(4);
    for (QToolButton* button : m_templates) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        templates->addWidget(button);
    }
    auto* provider = new QGridLayout;
    provider->setHorizontalSpacing(8);
    provider->setVerticalSpacing(6);
    provider->addWidget(m_providerLabel, 0, 0);
    provider->addWidget(m_provider, 0, 1);
    provider->addWidget(m_modelLabel, 1, 0);
    provider->addWidget(m_model, 1, 1);
    provider->setColumnMinimumWidth(0, m_numbers->labelWidth());
    provider->setColumnStretch(1, 1);
    auto* plan = new QHBoxLayout;
    plan->addWidget(m_planLabel, 1);
    plan->addWidget(m_automatic, 0, Qt::AlignTop);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->setSpacing(8);
    column->addWidget(m_prompt, 1);
    column->addLayout(templates);
    column->addLayout(provider);
    column->addWidget(m_ignored);
    column->addWidget(m_numbers);
    column->addLayout(plan);
    column->addWidget(m_generate);
    column->addWidget(m_strip);
    column->addStretch();
}

void PromptPanel::connectAll() {
    connect(m_prompt, &PromptEdit::submitted, this, &PromptPanel::generate);
    connect(m_prompt, &PromptEdit::escaped, this, &PromptPanel::cancel);
    connect(m_generate, &QPushButton::clicked, this, &PromptPanel::generate);
    for (int i = 0; i < kTemplates; ++i)
        connect(m_templates[size_t(i)], &QToolButton::clicked, this, [this, i] { useTemplate(i); });
    connect(&m_parts.draft, &RequestDraft::changed, this, &PromptPanel::showPlan);
    connect(m_provider, &QComboBox::activated, this, [this](int row) {
        const QString id = m_provider->itemData(row).toString();
        m_parts.providers.setCurrent(id);
        Q_EMIT providerPicked(id);
    });
    connect(m_model, &ModelPicker::picked, this, &PromptPanel::modelPicked);
    connect(&m_parts.providers, &ProviderModel::currentChanged, this, &PromptPanel::providerChanged);
    connect(m_automatic, &QToolButton::clicked, this, [this] { m_parts.draft.setContext({}); });
    connect(&m_parts.plan, &PlanUpdater::changed, this, &PromptPanel::showPlan);
    connect(&m_parts.queue, &GenerationQueue::listChanged, this, &PromptPanel::updateButton);
    connect(&m_parts.queue, &GenerationQueue::started, this, &PromptPanel::updateButton);
}

void PromptPanel::generate() {
    RequestDraft& draft = m_parts.draft;
    if (!draft.isReady())
        return;
    Result<GenerationRequest> request = draft.request();
    if (!request) {
        m_strip->showError(request.error());
        return;
    }
    const Result<GenerationId> added = m_parts.queue.add(std::move(*request));
    if (!added)
        m_strip->showError(added.error());
    else
        draft.history().add(draft.prompt());
}

void PromptPanel::cancel() {
    m_strip->cancel();
}

void PromptPanel::focusPrompt() {
    m_prompt->setFocus(Qt::ShortcutFocusReason);
    m_prompt->selectAll();
}

void PromptPanel::useTemplate(int which) {
    switch (which) {
    case Remove:
        m_prompt->setPrompt(tr("Remove it and continue what is behind."));
        break;
    case Replace:
        m_prompt->setPrompt(tr("Replace it with …, in the same light and perspective."));
        break;
    case Add:
        m_prompt->setPrompt(tr("Add … that fits the light and the perspective of the scene."));
        break;
    default:
        m_prompt->setPrompt(tr("Extend the scene with …, without a visible seam."));
        break;
    }
    m_prompt->setFocus();
}

void PromptPanel::providerChanged() {
    const ProviderChoice* choice = m_parts.providers.current();
    const QSignalBlocker quiet(m_provider);
    m_provider->setCurrentIndex(m_parts.providers.currentRow());
    const providers::ProviderCapabilities can =
        choice == nullptr ? providers::ProviderCapabilities() : choice->provider->capabilities();
    const QString name = choice == nullptr ? QString() : choice->label;
    m_model->setEngine(choice);
    m_modelLabel->setVisible(m_model->count() > 0);
    m_model->setVisible(m_model->count() > 0);
    m_numbers->setProvider(name, can);
    const QString ignored = choice == nullptr ? QString() : ignoredText(name, can);
    m_ignored->setText(ignored);
    m_ignored->setVisible(!ignored.isEmpty());
    updateButton();
}

void PromptPanel::showPlan() {
    switch (m_parts.plan.state()) {
    case PlanUpdater::State::NoPicture:
        m_planLabel->setText(tr("Open a picture first."));
        break;
    case PlanUpdater::State::NothingSelected:
        m_planLabel->setText(tr("Paint over what is to change."));
        break;
    case PlanUpdater::State::Planned:
        m_planLabel->setText(planText(m_parts.plan.plan(), m_parts.draft.variants()));
        break;
    }
    m_automatic->setVisible(!m_parts.draft.context().isNull());
    updateButton();
}

// It stays enabled without a selection: pressing it says what is missing, which a grey button does not.
void PromptPanel::updateButton() {
    m_generate->setEnabled(m_parts.draft.isReady());
    m_generate->setText(m_parts.queue.running() == nullptr ? tr("Generate") : tr("Add to queue"));
}

void PromptPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        providerChanged();
        showPlan();
    }
}

void PromptPanel::retranslate() {
    m_prompt->setPlaceholderText(tr("Describe what should appear in the selection"));
    m_prompt->setAccessibleName(tr("Prompt"));
    m_prompt->setToolTip(tr("Ctrl+Enter or Shift+Enter generates; Alt+Up and Alt+Down bring back earlier "
                            "prompts"));
    const std::array names{tr("Remove"), tr("Replace"), tr("Add"), tr("Extend")};
    const std::array tips{tr("Remove the selected object"), tr("Put something else in its place"),
                          tr("Put something new into the selection"),
                          tr("Continue the scene into the selection")};
    for (size_t i = 0; i < names.size(); ++i) {
        m_templates[i]->setText(names[i]);
        m_templates[i]->setToolTip(tips[i]);
    }
    m_providerLabel->setText(tr("&Engine"));
    m_provider->setAccessibleName(tr("Engine"));
    m_modelLabel->setText(tr("M&odel"));
    m_model->setAccessibleName(tr("Model"));
    m_automatic->setText(tr("Automatic"));
    m_automatic->setToolTip(tr("Let the program choose again how much around the selection is sent"));
    m_generate->setToolTip(tr("Ctrl+Enter"));
    updateButton();
}

} // namespace nb::desktop
