#pragma once
// How the files of a journal are called, for the sources of core/journal/journal.h alone.

#include "core/journal/journal_entry.h"
#include <QString>

namespace nb::journal {

inline const QString kPictures = QStringLiteral("pictures");
inline const QString kMasks = QStringLiteral("masks");
inline const QString kResults = QStringLiteral("results");

inline QString resultName(EntryId id) {
    return QStringLiteral("%1/%2.png").arg(kResults, QString::number(id));
}

inline QString answerName(EntryId id, int region) {
    return QStringLiteral("%1/%2-answer-%3.png").arg(kResults, QString::number(id), QString::number(region));
}

} // namespace nb::journal
