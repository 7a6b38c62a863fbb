#pragma once
// The prompts that were used, newest last, kept over restarts, and the walk through them with Alt+Up and
// Alt+Down: what was being written when the walk began is not lost.

#include <QString>
#include <QStringList>

class QSettings;

namespace nb::desktop {

class PromptHistory {
public:
    static constexpr int kMaxPrompts = 200;

    // Kept under "generate/prompts"; `settings` outlives it. Written at every change.
    explicit PromptHistory(QSettings& settings);

    [[nodiscard]] const QStringList& prompts() const { return m_prompts; }

    // A prompt was used: it becomes the newest, once; the walk ends. Empty ones are ignored.
    void add(const QString& prompt);

    // The one before, or after, what is shown; `text` is what stands in the editor now and is kept as the
    // draft if the walk begins here. At an end it is `text` again.
    [[nodiscard]] QString previous(const QString& text);
    [[nodiscard]] QString next(const QString& text);

private:
    QSettings& m_settings;
    QStringList m_prompts;
    QString m_draft;
    qsizetype m_at; // index into m_prompts; its size = the draft
};

} // namespace nb::desktop
