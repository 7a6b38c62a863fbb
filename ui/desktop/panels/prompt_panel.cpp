#include "ui/desktop/panels/prompt_panel.h"

#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/generation/provider_model.h"
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
    : QWidget(parent), m_parts(parts), m_plan(parts.document, parts.pool),
      m_prompt(new PromptEdit(parts.settings)), m_ignored(note()),
      m_numbers(new GenerationSettings(parts.settings)), m_providerLabel(new QLabel),
      m_provider(new QComboBox), m_modelLabel(new QLabel), m_model(new ModelPicker), m_planLabel(note()),
      m_automatic(new QToolButton), m_generate(new QPushButton), m_strip(new GenerationStrip(parts.queue)) {
    for (QToolButton*& button : m_templates)
        button = new QToolButton;
    layOut();
    connectAll();
    retranslate();
    providerChanged();
    showPlan();
}

PromptPanel::~PromptPanel() = default;

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
    m_generate->setDefault(true); // in a window that only makes it stand out, as what all else leads to
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
    connect(m_prompt, &PromptEdit::textChanged, this, &PromptPanel::updateButton);
    connect(m_generate, &QPushButton::clicked, this, &PromptPanel::generate);
    for (int i = 0; i < kTemplates; ++i)
        connect(m_templates[size_t(i)], &QToolButton::clicked, this, [this, i] { useTemplate(i); });
    connect(m_numbers, &GenerationSettings::changed, this, &PromptPanel::showPlan);
    connect(m_provider, &QComboBox::activated, this, [this](int row) {
        const QString id = m_provider->itemData(row).toString();
        m_parts.providers.setCurrent(id);
        Q_EMIT providerPicked(id);
    });
    connect(m_model, &ModelPicker::picked, this, &PromptPanel::modelPicked);
    connect(&m_parts.providers, &ProviderModel::currentChanged, this, &PromptPanel::providerChanged);
    connect(m_automatic, &QToolButton::clicked, this, [this] { setContext({}); });
    connect(&m_plan, &PlanUpdater::changed, this, &PromptPanel::showPlan);
    connect(&m_parts.document, &StudioDocument::opened, this, [this] { setContext({}); });
    connect(&m_parts.queue, &GenerationQueue::listChanged, this, &PromptPanel::updateButton);
    connect(&m_parts.queue, &GenerationQueue::started, this, [this](quint64 id) {
        m_numbers->showSeed(m_parts.queue.find(id)->variants.front().seed);
        updateButton();
    });
}

edit::Parameters PromptPanel::parameters() const {
    edit::Parameters parameters;
    parameters.prompt = m_prompt->prompt();
    m_numbers->writeTo(parameters);
    if (!m_context.isNull())
        parameters.context = m_context;
    return parameters;
}

void PromptPanel::generate() {
    const ProviderChoice* choice = m_parts.providers.current();
    if (choice == nullptr || !m_parts.document.isOpen())
        return;
    // Where that is known; in the moment after a stroke the queue finds out.
    if (m_plan.isUpToDate() && m_plan.state() == PlanUpdater::State::NothingSelected) {
        m_strip->showError({ErrorCode::MaskEmpty, tr("Nothing is selected")});
        return;
    }
    if (m_prompt->prompt().isEmpty() && choice->provider->capabilities().readsPrompt) {
        m_strip->showError(
            {ErrorCode::InvalidArgument, tr("The prompt is empty; say what should appear in the selection")});
        return;
    }
    GenerationRequest request;
    request.parameters = parameters();
    // An engine that does not read it needs none; the journal and the result's name need one.
    if (request.parameters.prompt.isEmpty())
        request.parameters.prompt = kDefaultPrompt;
    request.variants = m_numbers->variants();
    request.provider = choice->provider;
    request.picture = m_parts.document.picture();
    request.mask = m_parts.document.maskSnapshot();
    request.name = m_parts.document.name();
    request.timeLimit = m_timeLimit;
    const Result<GenerationId> added = m_parts.queue.add(std::move(request));
    if (!added)
        m_strip->showError(added.error());
    else
        m_prompt->history().add(m_prompt->prompt());
}

void PromptPanel::cancel() {
    m_strip->cancel();
}

void PromptPanel::focusPrompt() {
    m_prompt->setFocus(Qt::ShortcutFocusReason);
    m_prompt->selectAll();
}

void PromptPanel::reuseSeed(int seed) {
    m_numbers->reuseSeed(seed);
}

void PromptPanel::setContext(const QRect& context) {
    m_context = context;
    m_automatic->setVisible(!context.isNull());
    m_plan.setParameters(parameters());
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
    m_plan.setProvider(can);
    updateButton();
}

void PromptPanel::showPlan() {
    switch (m_plan.state()) {
    case PlanUpdater::State::NoPicture:
        m_planLabel->setText(tr("Open a picture first."));
        break;
    case PlanUpdater::State::NothingSelected:
        m_planLabel->setText(tr("Paint over what is to change."));
        if (!m_context.isNull())
            setContext({}); // it was for a selection that is gone
        break;
    case PlanUpdater::State::Planned:
        m_planLabel->setText(planText(m_plan.plan(), m_numbers->variants()));
        break;
    }
    updateButton();
    Q_EMIT planChanged(m_plan.plan());
}

// It stays enabled without a selection: pressing it says what is missing, which a grey button does not.
void PromptPanel::updateButton() {
    const ProviderChoice* choice = m_parts.providers.current();
    m_generate->setEnabled(choice != nullptr && m_parts.document.isOpen());
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
    m_prompt->setPlaceholderText(tr("Say what should appear in the selection"));
    m_prompt->setAccessibleName(tr("Prompt"));
    m_prompt->setToolTip(tr("Ctrl+Enter or Shift+Enter generates; Alt+Up and Alt+Down bring back earlier "
                            "prompts"));
    const std::array names{tr("Remove"), tr("Replace"), tr("Add"), tr("Extend")};
    const std::array tips{tr("Take the selected object away"), tr("Put something else in its place"),
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
    m_automatic->setVisible(!m_context.isNull());
    m_generate->setToolTip(tr("Ctrl+Enter"));
    updateButton();
}

} // namespace nb::desktop
