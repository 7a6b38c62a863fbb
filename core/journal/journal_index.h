#pragma once
// The journal's table of entries: SQLite in WAL mode with full synchronisation, so that what a call has
// written is still there after a power cut. It knows rows, not files; core/journal/journal.h is what others
// use. Every call has a connection of its own, since QtSql ties one to its thread; all are safe from any
// thread and from several processes. Blocking.

#include "core/base/result.h"
#include "core/journal/journal_entry.h"
#include <vector>

namespace nb::journal {

class JournalIndex {
public:
    explicit JournalIndex(QString file) : m_file(std::move(file)) {}

    // Makes the table if the file is new or empty, otherwise checks that it is whole and one of ours. Errors:
    // FileUnreadable (damaged, foreign, or of a newer version; nothing was written), FileUnwritable.
    Result<> prepare();

    // Everything of the entry but its id and its end. Error: FileUnwritable.
    Result<EntryId> insert(const Entry& entry, const QString& session);

    // Ends an entry that has begun: state, result, report, error and ended are taken from `entry`. Errors:
    // FileUnwritable, InvalidArgument if there is no such entry or it has ended.
    Result<> end(const Entry& entry);

    // Forgets entries; one that has not ended stays. All or none. Error: FileUnwritable.
    Result<> remove(const std::vector<EntryId>& ids);

    struct Begun {
        EntryId id = 0;
        QString session;
    };
    // Error: FileUnreadable, as for entries().
    Result<std::vector<Begun>> begun();

    // In the order in which they began.
    Result<std::vector<Entry>> entries();

private:
    QString m_file;
};

} // namespace nb::journal
