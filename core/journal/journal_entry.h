#pragma once
// One edit as the journal remembers it.

#include "core/edit/parameters.h"
#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace nb::journal {

using EntryId = qint64; // from 1, in the order in which the edits began

enum class EntryState {
    Begun,       // the provider may be at work: a process that is there holds it
    Done,        // the result is there
    Failed,      // see errorCode
    Interrupted, // the process ended before the edit did
};

// File names are relative to the journal's folder.
struct Entry {
    EntryId id = 0;
    EntryState state = EntryState::Begun;
    QString name;        // of the picture, for people: "photo.jpg"
    QString pictureHash; // SHA-256 of the encoded picture, in hexadecimal
    QString picture;     // file name; the input as it was handed in
    QString mask;        // file name; the mask as it was handed in, PNG
    edit::Parameters parameters;
    QByteArray plan;   // JSON; empty if there was none
    QString engine;    // Provider::name()
    QString result;    // file name, PNG; empty unless Done
    QByteArray report; // JSON; empty unless Done, and if the process ended between result and report
    QString errorCode; // errorName() of what failed; empty unless Failed
    QString errorMessage;
    QDateTime began; // UTC
    QDateTime ended; // UTC; invalid while Begun
};

// "begun", "done", "failed" or "interrupted".
[[nodiscard]] inline QString stateName(EntryState state) {
    switch (state) {
    case EntryState::Begun:
        return QStringLiteral("begun");
    case EntryState::Done:
        return QStringLiteral("done");
    case EntryState::Failed:
        return QStringLiteral("failed");
    case EntryState::Interrupted:
        break;
    }
    return QStringLiteral("interrupted");
}

} // namespace nb::journal
