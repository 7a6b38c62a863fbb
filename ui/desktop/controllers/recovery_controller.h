#pragma once
// Keeps the open document safe, and after a crash offers what it left: in the message bar, since somebody who
// starts the program wants to work and not to answer.

#include "ui/desktop/document/autosave.h"
#include <functional>

namespace nb::desktop {

class FileController;
class MessageBar;

class RecoveryController : public QObject {
    Q_OBJECT

public:
    // All outlive it.
    RecoveryController(StudioDocument& document, const QString& folder, FileController& files,
                       MessageBar& messages, QObject* parent);

    void offerLost(); // once, after the start

private:
    void offer(std::vector<recovery::Recoverable> lost);

    FileController& m_files;
    MessageBar& m_messages;
    Autosave m_autosave;
};

} // namespace nb::desktop
