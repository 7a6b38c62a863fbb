#include "core/journal/journal.h"

#include "core/journal/journal_files.h"
#include "core/journal/journal_index.h"
#include "core/storage/session.h"
#include <QDir>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace nb::journal {
namespace {

// Names that the journal gives; what else lies in its folders is not ours to remove.
const QRegularExpression kHashed(QStringLiteral("^[0-9a-f]{64}\\.(png|jpg|bin)$"));
const QRegularExpression kNumbered(QStringLiteral("^([0-9]+)(-answer-[0-9]+)?\\.png$"));

struct File {
    QString name; // relative to the journal
    qint64 bytes;
    EntryId entry; // of a result or answer; 0 = any entry may need it
};

std::vector<File> filesIn(const QString& folder) {
    std::vector<File> files;
    for (const QString& sub : {kPictures, kMasks, kResults})
        for (const QFileInfo& info : QDir(folder + QLatin1Char('/') + sub).entryInfoList(QDir::Files)) {
            const auto numbered = kNumbered.match(info.fileName());
            const bool isResult = sub == kResults;
            if (isResult ? numbered.hasMatch() : kHashed.match(info.fileName()).hasMatch())
                files.push_back({sub + QLatin1Char('/') + info.fileName(), info.size(),
                                 isResult ? numbered.captured(1).toLongLong() : 0});
        }
    return files;
}

// Which entry holds which bytes: those of a picture are freed with the last entry that needs it.
class Holdings {
public:
    Holdings(const std::vector<Entry>& entries, const std::vector<File>& files) {
        for (const File& file : files) {
            if (file.entry != 0)
                m_own[file.entry] += file.bytes;
            else
                m_shared[file.name] = file.bytes;
        }
        for (const Entry& entry : entries) {
            bytes += m_own.value(entry.id);
            for (const QString& name : {entry.picture, entry.mask})
                if (++m_holders[name] == 1)
                    bytes += m_shared.value(name);
        }
    }

    void release(const Entry& entry) {
        bytes -= m_own.value(entry.id);
        for (const QString& name : {entry.picture, entry.mask})
            if (--m_holders[name] == 0)
                bytes -= m_shared.value(name);
    }

    [[nodiscard]] bool needs(const QString& name) const { return m_holders.value(name) > 0; }

    qint64 bytes = 0; // of all entries that are left

private:
    QHash<EntryId, qint64> m_own;
    QHash<QString, qint64> m_shared;
    QHash<QString, int> m_holders;
};

bool isTooOld(const Entry& entry, const JournalLimits& limits) {
    if (limits.age.count() == 0)
        return false;
    const QDateTime ended = entry.ended.isValid() ? entry.ended : entry.began;
    return ended.daysTo(QDateTime::currentDateTimeUtc()) > limits.age.count();
}

} // namespace

Result<Journal::Pruned> Journal::prune(const JournalLimits& limits) {
    const auto lock = storage::FolderLock::acquire(m_folder);
    if (!lock)
        return lock.error();
    const Result<std::vector<Entry>> entries = m_index->entries();
    if (!entries)
        return entries.error();
    const std::vector<File> files = filesIn(m_folder);
    Holdings holdings(*entries, files);
    std::vector<EntryId> over;
    QSet<EntryId> kept;
    for (const Entry& entry : *entries) {
        const bool tooMuch = limits.bytes > 0 && holdings.bytes > limits.bytes;
        if (entry.state != EntryState::Begun && (tooMuch || isTooOld(entry, limits))) {
            over.push_back(entry.id);
            holdings.release(entry);
        } else {
            kept.insert(entry.id);
        }
    }
    // First the rows: a crash then leaves files that the next pruning finds, not entries without files.
    if (const Result<> removed = m_index->remove(over); !removed)
        return removed.error();
    Pruned pruned{static_cast<int>(over.size()), 0};
    for (const File& file : files)
        if (file.entry != 0 ? !kept.contains(file.entry) : !holdings.needs(file.name))
            if (QFile::remove(path(file.name)))
                pruned.bytes += file.bytes;
    return pruned;
}

} // namespace nb::journal
