#pragma once
// After a crash, offers what autosave has kept; and says so when autosave fails. Both in the message bar: a
// dialog would stop a user who has just started the program.

#include "core/recovery/recovery.h"
#include <QObject>
#include <vector>

namespace nb::desktop {

class Autosave;
class FileController;
class MessageBar;

class RecoveryController : public QObject {
    Q_OBJECT

public:
    // All outlive it.
    RecoveryController(Autosave& autosave, FileController& files, MessageBar& messages);

    void offerLost(); // once, after the start

private:
    void offer(std::vector<recovery::Recoverable> lost);

    Autosave& m_autosave;
    FileController& m_files;
    MessageBar& m_messages;
};

} // namespace nb::desktop
