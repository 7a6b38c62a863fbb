#pragma once
// The next request as the user composes it: prompt, seed, strength, guidance scale, number of variants and
// context rectangle. It checks them, keeps all but the context over restarts, tells PlanUpdater what the plan
// depends on, and makes a GenerationRequest. It shows nothing (PromptPanel edits it) and runs nothing (that
// is GenerationQueue's).

#include "core/base/result.h"
#include "core/edit/parameters.h"
#include "ui/desktop/generation/generation.h"
#include "ui/desktop/settings/prompt_history.h"
#include <QObject>
#include <QRect>
#include <QTimer>

namespace nb::desktop {

class PlanUpdater;
class ProviderModel;
class StudioDocument;

// Lives on the thread of the user interface. A setter stores the value at once, the prompt after a pause of
// typing; a number out of range is clamped.
class RequestDraft : public QObject {
    Q_OBJECT

public:
    // Kept under "generate/" in `settings`. All outlive it.
    RequestDraft(StudioDocument& document, ProviderModel& providers, PlanUpdater& plan, QSettings& settings,
                 QObject* parent = nullptr);
    ~RequestDraft() override; // stores the prompt

    [[nodiscard]] const QString& text() const { return m_text; } // the prompt as it is typed
    [[nodiscard]] QString prompt() const { return m_text.trimmed(); }
    void setText(const QString& text);
    [[nodiscard]] PromptHistory& history() { return m_history; }

    // Of the first variant if it is locked, otherwise the last one that was used. 0 to edit::kMaxSeed.
    [[nodiscard]] int seed() const { return m_seed; }
    void setSeed(int seed);
    [[nodiscard]] bool isSeedLocked() const { return m_isSeedLocked; } // false = each request a random one
    void setSeedLocked(bool locked);
    void reuseSeed(int seed); // sets and locks it
    void noteSeed(int seed);  // one that was used, so that locking means this one; ignored while locked

    [[nodiscard]] double strength() const { return m_strength; } // 0 to 1
    void setStrength(double strength);
    [[nodiscard]] double guidanceScale() const { return m_guidanceScale; } // 1 to 20
    void setGuidanceScale(double scale);
    [[nodiscard]] int variants() const { return m_variants; } // 1 to providers::kMaxVariants
    void setVariants(int count);

    // The part of the picture to send, in picture pixels; null = as the plan chooses. It is reset with the
    // picture and with the selection that it was for.
    [[nodiscard]] const QRect& context() const { return m_context; }
    void setContext(const QRect& context);

    void setTimeLimit(std::chrono::seconds limit) { m_timeLimit = limit; } // of each variant; 0 = none

    [[nodiscard]] edit::Parameters parameters() const;
    // Whether there is a picture and a provider. Without them there is nothing to say about a request.
    [[nodiscard]] bool isReady() const;
    // With picture and mask as they are now. Errors: MaskEmpty; InvalidArgument for a prompt that is missing.
    [[nodiscard]] Result<GenerationRequest> request() const;

Q_SIGNALS:
    void textChanged();
    void changed(); // any other value

private:
    template <class T>
    void store(T& member, T value, const char* key);
    void load();
    void storeText();
    void providerChanged();

    StudioDocument& m_document;
    ProviderModel& m_providers;
    PlanUpdater& m_plan;
    QSettings& m_settings;
    PromptHistory m_history;
    QTimer m_typingPause;
    QString m_text;
    int m_seed = 0;
    bool m_isSeedLocked = false;
    double m_strength;
    double m_guidanceScale;
    int m_variants = 1;
    QRect m_context;
    std::chrono::seconds m_timeLimit{0};
};

} // namespace nb::desktop
