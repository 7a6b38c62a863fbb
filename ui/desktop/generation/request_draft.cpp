#include "ui/desktop/generation/request_draft.h"

#include "core/providers/variants.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/plan_updater.h"
#include "ui/desktop/generation/provider_model.h"
#include "ui/desktop/text/generation_text.h"
#include <QSettings>
#include <algorithm>
#include <cmath>

namespace nb::desktop {
namespace {

const QString kGroup = QStringLiteral("generate/");
constexpr const char* kDraft = "draft";
constexpr const char* kSeed = "seed";
constexpr const char* kSeedLocked = "seed_locked";
constexpr const char* kStrength = "strength";
constexpr const char* kGuidance = "guidance";
constexpr const char* kVariants = "variants";
constexpr std::chrono::seconds kTypingPause{1}; // a file is not written at every key

QString keyOf(const char* name) {
    return kGroup + QLatin1String(name);
}

double clampedSeed(double seed) {
    return std::clamp(seed, 0.0, double(edit::kMaxSeed));
}

} // namespace

RequestDraft::RequestDraft(StudioDocument& document, ProviderModel& providers, PlanUpdater& plan,
                           QSettings& settings, QObject* parent)
    : QObject(parent), m_document(document), m_providers(providers), m_plan(plan), m_settings(settings),
      m_history(settings), m_strength(edit::Parameters().strength),
      m_guidanceScale(edit::Parameters().guidanceScale) {
    load();
    m_typingPause.setSingleShot(true);
    m_typingPause.setInterval(kTypingPause);
    connect(&m_typingPause, &QTimer::timeout, this, &RequestDraft::storeText);
    connect(&document, &StudioDocument::opened, this, [this] { setContext({}); });
    connect(&plan, &PlanUpdater::changed, this, [this] {
        if (m_plan.state() == PlanUpdater::State::NothingSelected)
            setContext({});
    });
    connect(&providers, &ProviderModel::currentChanged, this, &RequestDraft::providerChanged);
    m_plan.setParameters(parameters());
    providerChanged();
}

RequestDraft::~RequestDraft() {
    if (m_typingPause.isActive())
        storeText();
}

void RequestDraft::load() {
    const auto number = [this](const char* key, double preset) {
        bool ok = false;
        const double value = m_settings.value(keyOf(key)).toDouble(&ok);
        return ok && std::isfinite(value) ? value : preset;
    };
    m_text = m_settings.value(keyOf(kDraft)).toString();
    m_seed = int(clampedSeed(number(kSeed, 0)));
    m_isSeedLocked = m_settings.value(keyOf(kSeedLocked)).toBool();
    m_strength = std::clamp(number(kStrength, m_strength), 0.0, 1.0);
    m_guidanceScale =
        std::clamp(number(kGuidance, m_guidanceScale), edit::kMinGuidanceScale, edit::kMaxGuidanceScale);
    m_variants = int(std::clamp(number(kVariants, 1), 1.0, double(providers::kMaxVariants)));
}

void RequestDraft::storeText() {
    m_settings.setValue(keyOf(kDraft), m_text);
}

template <class T>
void RequestDraft::store(T& member, T value, const char* key) {
    if (member == value)
        return;
    member = value;
    m_settings.setValue(keyOf(key), value);
    Q_EMIT changed();
}

void RequestDraft::setText(const QString& text) {
    if (text == m_text)
        return;
    m_text = text;
    m_typingPause.start();
    Q_EMIT textChanged();
}

void RequestDraft::setSeed(int seed) {
    store(m_seed, int(clampedSeed(seed)), kSeed);
}

void RequestDraft::setSeedLocked(bool locked) {
    store(m_isSeedLocked, locked, kSeedLocked);
}

void RequestDraft::reuseSeed(int seed) {
    setSeedLocked(true);
    setSeed(seed);
}

void RequestDraft::noteSeed(int seed) {
    if (!m_isSeedLocked)
        setSeed(seed);
}

void RequestDraft::setStrength(double strength) {
    store(m_strength, std::clamp(strength, 0.0, 1.0), kStrength);
}

void RequestDraft::setGuidanceScale(double scale) {
    store(m_guidanceScale, std::clamp(scale, edit::kMinGuidanceScale, edit::kMaxGuidanceScale), kGuidance);
}

void RequestDraft::setVariants(int count) {
    store(m_variants, std::clamp(count, 1, providers::kMaxVariants), kVariants);
}

void RequestDraft::setContext(const QRect& context) {
    if (context == m_context)
        return;
    m_context = context;
    m_plan.setParameters(parameters());
    Q_EMIT changed();
}

void RequestDraft::providerChanged() {
    const ProviderChoice* choice = m_providers.current();
    m_plan.setProvider(choice == nullptr ? providers::ProviderCapabilities()
                                         : choice->provider->capabilities());
}

edit::Parameters RequestDraft::parameters() const {
    edit::Parameters parameters;
    parameters.prompt = prompt();
    if (m_isSeedLocked)
        parameters.seed = m_seed;
    parameters.strength = m_strength;
    parameters.guidanceScale = m_guidanceScale;
    if (!m_context.isNull())
        parameters.context = m_context;
    return parameters;
}

bool RequestDraft::isReady() const {
    return m_document.isOpen() && m_providers.current() != nullptr;
}

Result<GenerationRequest> RequestDraft::request() const {
    if (!isReady())
        return Error{ErrorCode::InvalidArgument, tr("Open a picture first.")};
    // In the moment after a stroke the plan does not know it yet; then the queue finds out.
    if (m_plan.isUpToDate() && m_plan.state() == PlanUpdater::State::NothingSelected)
        return Error{ErrorCode::MaskEmpty, tr("Nothing is selected")};
    const std::shared_ptr<providers::Provider>& provider = m_providers.current()->provider;
    GenerationRequest request;
    request.parameters = parameters();
    if (request.parameters.prompt.isEmpty()) {
        if (provider->capabilities().readsPrompt)
            return Error{ErrorCode::InvalidArgument,
                         tr("The prompt is empty; describe what should appear in the selection")};
        request.parameters.prompt = kDefaultPrompt;
    }
    request.variants = m_variants;
    request.provider = provider;
    request.picture = m_document.picture();
    request.mask = m_document.maskSnapshot();
    request.name = m_document.name();
    request.timeLimit = m_timeLimit;
    return request;
}

} // namespace nb::desktop
