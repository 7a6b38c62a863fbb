#pragma once
// Asks for a picture's file. Qt's dialog leaves out names that are no UTF-8, without a word; this one tells
// which.

#include <QString>
#include <QStringList>

class QWidget;

namespace nb::desktop {

struct ChosenFile {
    QString path;         // empty = none was chosen
    QStringList notShown; // of the folder that was looked at last, if none was chosen: names as "caf%E9.png"
};

// Blocks in an event loop of its own. folder: where to begin.
[[nodiscard]] ChosenFile askForPicture(const QString& title, const QString& folder, QWidget* parent);

} // namespace nb::desktop
