#include "ui/desktop/controllers/recovery_controller.h"

#include "ui/desktop/controllers/file_controller.h"
#include "ui/desktop/document/autosave.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/text/error_text.h"
#include <QLocale>

namespace nb::desktop {

RecoveryController::RecoveryController(Autosave& autosave, FileController& files, MessageBar& messages)
    : m_autosave(autosave), m_files(files), m_messages(messages) {
    connect(&autosave, &Autosave::failed, &messages, [&messages](const Error& error) {
        messages.show(MessageBar::Kind::Error,
                      tr("Work is not protected against crashes at the moment: %1").arg(errorText(error)));
    });
}

void RecoveryController::offerLost() {
    m_autosave.findRecoverable().then(this, [this](const Result<std::vector<recovery::Recoverable>>& lost) {
        if (lost)
            offer(*lost);
    });
}

// The newest first; the next one is offered once it has been discarded.
void RecoveryController::offer(std::vector<recovery::Recoverable> lost) {
    if (lost.empty())
        return;
    const recovery::Recoverable newest = lost.front();
    lost.erase(lost.begin());
    const QString when = QLocale().toString(newest.changed.toLocalTime(), QLocale::ShortFormat);
    const auto restore = [this, newest] {
        m_files.withoutLoss([this, newest] {
            m_autosave.restore(newest.id).then(this, [this](const Result<>& restored) {
                if (!restored)
                    m_messages.showError(restored.error());
            });
        });
    };
    const auto discard = [this, newest, lost] {
        m_autosave.discardRecoverable(newest.id);
        offer(lost);
    };
    m_messages.show(MessageBar::Kind::Notice,
                    tr("“%1” was not saved when the program ended on %2.").arg(newest.name, when),
                    {{tr("Restore"), restore}, {tr("Discard"), discard}});
}

} // namespace nb::desktop
