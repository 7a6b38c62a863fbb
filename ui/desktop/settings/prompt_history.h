#pragma once
// The prompts that were used, newest last, stored in QSettings, and browsing them with Alt+Up and Alt+Down.
// The text that was being typed when browsing began is kept as the draft.

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

    // A prompt was used: it becomes the newest, without duplicates; browsing ends. Empty ones are ignored.
    void add(const QString& prompt);

    // The prompt before or after the one that is shown; at either end `text` again. text: of the editor, kept
    // as the draft if browsing begins with this call.
    [[nodiscard]] QString previous(const QString& text);
    [[nodiscard]] QString next(const QString& text);

private:
    QSettings& m_settings;
    QStringList m_prompts;
    QString m_draft;
    qsizetype m_at; // index into m_prompts; its size = the draft
};

} // namespace nb::desktop
