#include "ui/desktop/settings/prompt_history.h"

#include <QSettings>

namespace nb::desktop {
namespace {

const QString kKey = QStringLiteral("generate/prompts");

} // namespace

PromptHistory::PromptHistory(QSettings& settings)
    : m_settings(settings), m_prompts(settings.value(kKey).toStringList()), m_at(m_prompts.size()) {}

void PromptHistory::add(const QString& prompt) {
    const QString text = prompt.trimmed();
    if (!text.isEmpty()) {
        m_prompts.removeAll(text);
        m_prompts.append(text);
        if (m_prompts.size() > kMaxPrompts)
            m_prompts.removeFirst();
        m_settings.setValue(kKey, m_prompts);
    }
    m_at = m_prompts.size();
    m_draft.clear();
}

QString PromptHistory::previous(const QString& text) {
    if (m_at == m_prompts.size())
        m_draft = text;
    // Skips the prompt that was just used and is still in the editor.
    while (m_at > 0) {
        --m_at;
        if (m_prompts[m_at] != text.trimmed())
            return m_prompts[m_at];
    }
    return text;
}

QString PromptHistory::next(const QString& text) {
    if (m_at == m_prompts.size())
        return text;
    ++m_at;
    return m_at == m_prompts.size() ? m_draft : m_prompts[m_at];
}

} // namespace nb::desktop
