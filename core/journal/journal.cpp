#include "core/journal/journal.h"

#include "core/image/decode.h"
#include "core/journal/journal_files.h"
#include "core/journal/journal_index.h"
#include "core/storage/durable_file.h"
#include "core/storage/session.h"
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace nb::journal {
namespace {

const QString kIndex = QStringLiteral("journal.sqlite");
const QString kSessions = QStringLiteral("sessions");
const QString kTemporarySuffix = QStringLiteral(".part");

QString sha256(const QByteArray& bytes) {
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

QString suffixOf(const QByteArray& picture) {
    const Result<image::Format> format = image::sniff(picture);
    if (!format)
        return QStringLiteral(".bin");
    return *format == image::Format::Png ? QStringLiteral(".png") : QStringLiteral(".jpg");
}

Result<> makeFolders(const QDir& folder) {
    const QString path = folder.absolutePath();
    for (const QString& name : {kPictures, kMasks, kResults, kSessions})
        if (!folder.mkpath(name))
            return Error{ErrorCode::FileUnwritable,
                         QStringLiteral("Cannot make the folder %1").arg(folder.filePath(name))};
    if (Result<> synced = storage::syncFolder(path); !synced)
        return synced;
    return storage::syncFolder(QFileInfo(path).path());
}

// An index that vanished must not be replaced by an empty one that knows nothing of the files.
bool holdsFilesWithoutIndex(const QDir& folder) {
    if (QFileInfo(folder.filePath(kIndex)).size() > 0)
        return false;
    for (const QString& name : {kPictures, kMasks, kResults})
        if (!QDir(folder.filePath(name)).entryList(QDir::Files).isEmpty())
            return true;
    return false;
}

void removeLeftovers(const QDir& folder) {
    const QString sessions = folder.filePath(kSessions);
    for (const QFileInfo& file : QDir(sessions).entryInfoList(QDir::Files))
        (void)storage::Session::isHeld(sessions, file.completeBaseName()); // removes it if not
    for (const QString& name : {kPictures, kMasks, kResults}) {
        QDir sub(folder.filePath(name));
        for (const QString& file : sub.entryList({QLatin1Char('*') + kTemporarySuffix}, QDir::Files))
            if (!storage::Session::isHeld(sessions, file.section(QLatin1Char('_'), 0, 0)))
                sub.remove(file);
    }
}

} // namespace

Journal::Journal(QString folder, std::unique_ptr<JournalIndex> index,
                 std::unique_ptr<storage::Session> session)
    : m_folder(std::move(folder)), m_index(std::move(index)), m_session(std::move(session)) {}

Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(const QString& path, IfMissing ifMissing) {
    const QDir folder(QDir(path).absolutePath());
    const bool hasIndex = QFileInfo::exists(folder.filePath(kIndex));
    if (!hasIndex && ifMissing == IfMissing::Refuse)
        return Error{ErrorCode::FileUnreadable, QStringLiteral("There is no journal in %1").arg(path)};
    if (!folder.mkpath(QStringLiteral(".")))
        return Error{ErrorCode::FileUnwritable, QStringLiteral("Cannot make the folder %1").arg(path)};
    // Two processes must not prepare one index at the same time.
    const auto lock = storage::FolderLock::acquire(folder.absolutePath());
    if (!lock)
        return lock.error();
    if (holdsFilesWithoutIndex(folder))
        return Error{
            ErrorCode::FileUnreadable,
            QStringLiteral("%1 holds a journal's files, but its index %2 is missing or empty; nothing "
                           "was changed")
                .arg(path, kIndex)};
    auto index = std::make_unique<JournalIndex>(folder.filePath(kIndex));
    if (const Result<> prepared = index->prepare(); !prepared)
        return prepared.error();
    if (const Result<> made = makeFolders(folder); !made)
        return made.error();
    auto session = storage::Session::begin(folder.filePath(kSessions));
    if (!session)
        return session.error();
    std::unique_ptr<Journal> journal(
        new Journal(folder.absolutePath(), std::move(index), std::move(*session)));
    if (const Result<> recovered = journal->recover(); !recovered)
        return recovered.error();
    return journal;
}

Result<> Journal::recover() {
    const Result<std::vector<JournalIndex::Begun>> begun = m_index->begun();
    if (!begun)
        return begun.error();
    for (const JournalIndex::Begun& one : *begun) {
        if (storage::Session::isHeld(path(kSessions), one.session))
            continue;
        Entry entry;
        entry.id = one.id;
        entry.state = EntryState::Interrupted;
        entry.ended = QDateTime::currentDateTimeUtc();
        // Results appear whole: one that is there was finished, and only its row is missing.
        if (const QFileInfo result(path(resultName(one.id))); result.exists()) {
            entry.state = EntryState::Done;
            entry.result = resultName(one.id);
            entry.ended = result.lastModified().toUTC();
        }
        // InvalidArgument: it ended after all, between the two looks.
        if (Result<> ended = m_index->end(entry); !ended && ended.error().code != ErrorCode::InvalidArgument)
            return ended;
    }
    removeLeftovers(QDir(m_folder));
    return {};
}

Result<EntryId> Journal::begin(const Beginning& beginning) {
    Entry entry;
    entry.name = beginning.name;
    entry.pictureHash = sha256(beginning.picture);
    entry.parameters = beginning.parameters;
    entry.plan = beginning.plan;
    entry.engine = beginning.engine;
    entry.began = QDateTime::currentDateTimeUtc();
    // Until the entry says that it needs them, the files may be taken for forgotten ones.
    const auto lock = storage::FolderLock::acquire(m_folder, storage::FolderLock::Hold::Shared);
    if (!lock)
        return lock.error();
    const Result<QString> picture =
        store(kPictures, entry.pictureHash, suffixOf(beginning.picture), beginning.picture);
    if (!picture)
        return picture.error();
    const Result<QString> mask =
        store(kMasks, sha256(beginning.mask), QStringLiteral(".png"), beginning.mask);
    if (!mask)
        return mask.error();
    entry.picture = *picture;
    entry.mask = *mask;
    return m_index->insert(entry, m_session->id());
}

Result<> Journal::keepAnswer(EntryId id, int region, const QByteArray& png) {
    if (Result<> running = checkRunning(id); !running)
        return running;
    return storage::writeDurably(path(answerName(id, region)), temporaryIn(kResults), png);
}

QStringList Journal::answers(EntryId id) const {
    QStringList files;
    for (QString file = path(answerName(id, 0)); QFileInfo::exists(file);
         file = path(answerName(id, static_cast<int>(files.size()))))
        files += file;
    return files;
}

Result<> Journal::finish(EntryId id, const QByteArray& resultPng, const QByteArray& reportJson) {
    // Before anything is written: a result file stands for an edit that was finished.
    if (Result<> running = checkRunning(id); !running)
        return running;
    Entry entry;
    entry.id = id;
    entry.state = EntryState::Done;
    entry.result = resultName(id);
    entry.report = reportJson;
    if (Result<> written = storage::writeDurably(path(entry.result), temporaryIn(kResults), resultPng);
        !written)
        return written;
    entry.ended = QDateTime::currentDateTimeUtc();
    if (Result<> ended = m_index->end(entry); !ended)
        return ended;
    for (const QString& file : answers(id))
        QFile::remove(file); // the result holds them
    return {};
}

Result<> Journal::fail(EntryId id, const Error& error) {
    if (Result<> running = checkRunning(id); !running)
        return running;
    Entry entry;
    entry.id = id;
    entry.state = EntryState::Failed;
    entry.errorCode = errorName(error.code);
    entry.errorMessage = error.message;
    entry.ended = QDateTime::currentDateTimeUtc();
    return m_index->end(entry);
}

Result<> Journal::checkRunning(EntryId id) {
    const Result<std::vector<JournalIndex::Begun>> begun = m_index->begun();
    if (!begun)
        return begun.error();
    for (const JournalIndex::Begun& one : *begun)
        if (one.id == id && one.session == m_session->id())
            return {};
    return Error{ErrorCode::InvalidArgument,
                 QStringLiteral("This program has no running edit %1 in the journal").arg(id)};
}

Result<std::vector<Entry>> Journal::entries() {
    return m_index->entries();
}

QString Journal::resultFile(EntryId id) const {
    return path(resultName(id));
}

QString Journal::path(const QString& fileName) const {
    return m_folder + QLatin1Char('/') + fileName;
}

Result<QString> Journal::store(const QString& subfolder, const QString& hash, const QString& suffix,
                               const QByteArray& bytes) {
    const QString name = subfolder + QLatin1Char('/') + hash + suffix;
    // Files appear whole, and the name says what is in it; whoever wrote it may not have synced the folder
    // yet.
    const Result<> there = QFileInfo::exists(path(name))
                               ? storage::syncFolder(path(subfolder))
                               : storage::writeDurably(path(name), temporaryIn(subfolder), bytes);
    if (!there)
        return there.error();
    return name;
}

QString Journal::temporaryIn(const QString& subfolder) {
    return path(QStringLiteral("%1/%2_%3%4")
                    .arg(subfolder, m_session->id(), QString::number(m_temporaries++), kTemporarySuffix));
}

} // namespace nb::journal
