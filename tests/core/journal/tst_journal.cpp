#include "core/journal/journal.h"
#include "tests/support/test_main.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <cstdio>
#include <optional>
#include <sys/resource.h>
#include <unistd.h>

using namespace nb;
using namespace nb::journal;
using namespace nb::storage;

namespace {

constexpr int kHangLimitMs = 60'000;

// The journal does not decode: the first bytes only choose a file's extension.
const QByteArray kPng = QByteArray("\x89PNG\r\n\x1a\n", 8);
const QByteArray kJpeg = QByteArray("\xff\xd8\xff\xe0", 4);

Journal::Beginning sample(const QByteArray& picture = kPng + "picture") {
    return {.name = QStringLiteral("photo.png"),
            .picture = picture,
            .mask = kPng + "mask",
            .parameters = {.prompt = QStringLiteral("a red rose"), .seed = 7, .strength = 0.3},
            .plan = R"({"calls":1})",
            .engine = QStringLiteral("nanobanana")};
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

// The other process: begins one edit, says so and waits to be killed.
int child(const QString& folder) {
    const auto journal = Journal::open(folder);
    if (!journal || !(*journal)->begin(sample()))
        return 1;
    std::puts("begun");
    std::fflush(stdout);
    for (;;)
        ::pause();
}

class Child {
public:
    explicit Child(const QString& folder) {
        m_process.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("tst_journal"), QStringLiteral("--child"), folder});
    }
    bool hasBegun() { return m_process.waitForReadyRead(kHangLimitMs) && m_process.readLine() == "begun\n"; }
    bool kill() {
        m_process.kill(); // SIGKILL
        return m_process.waitForFinished(kHangLimitMs);
    }

private:
    QProcess m_process;
};

// As a full disk would: no file of this process may grow beyond it while this lives.
class FullDisk {
public:
    FullDisk() {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit none{0, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace

class TestJournal : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_temporary;
    QString m_folder;

    QStringList filesIn(const char* subfolder) const {
        return QDir(m_folder + QLatin1Char('/') + QString::fromLatin1(subfolder))
            .entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

private Q_SLOTS:
    void init() {
        m_temporary.emplace();
        m_folder = m_temporary->filePath(QStringLiteral("new/journal"));
    }

    void everythingIsThereBeforeTheCallAndAfterIt() {
        const QDateTime before = QDateTime::currentDateTimeUtc();
        const auto journal = Journal::open(m_folder);
        QVERIFY2(journal, "cannot open");
        const Result<EntryId> id = (*journal)->begin(sample());
        QVERIFY(id);
        {
            const Entry entry = (*(*journal)->entries())[0];
            QCOMPARE(entry.id, *id);
            QCOMPARE(entry.state, EntryState::Begun);
            QCOMPARE(entry.name, QStringLiteral("photo.png"));
            QCOMPARE(entry.parameters.prompt, QStringLiteral("a red rose"));
            QCOMPARE(entry.parameters.seed, std::optional(7));
            QVERIFY(entry.parameters.strength == 0.3);
            QCOMPARE(entry.plan, QByteArray(R"({"calls":1})"));
            QCOMPARE(entry.engine, QStringLiteral("nanobanana"));
            QCOMPARE(contents((*journal)->path(entry.picture)), sample().picture);
            QCOMPARE(contents((*journal)->path(entry.mask)), sample().mask);
            QVERIFY(entry.began >= before.addMSecs(-1) && entry.began <= QDateTime::currentDateTimeUtc());
        }
        QVERIFY((*journal)->finish(*id, kPng + "result", R"({"attempts":2})"));
        const Entry entry = (*(*journal)->entries())[0];
        QCOMPARE(entry.state, EntryState::Done);
        QCOMPARE(contents((*journal)->path(entry.result)), kPng + "result");
        QCOMPARE(entry.report, QByteArray(R"({"attempts":2})"));
        QVERIFY(entry.ended >= entry.began);
    }

    void rawAnswersStayUntilTheResultIsThere() {
        auto journal = *Journal::open(m_folder);
        const EntryId first = *journal->begin(sample()), second = *journal->begin(sample());
        QVERIFY(journal->keepAnswer(first, 0, kPng + "a"));
        QVERIFY(journal->keepAnswer(first, 1, kPng + "b"));
        QVERIFY(journal->keepAnswer(first, 0, kPng + "better"));
        QVERIFY(journal->keepAnswer(second, 1, kPng + "c")); // region 0 never came: of no use
        QCOMPARE(journal->answers(first).size(), 2);
        QCOMPARE(contents(journal->answers(first)[0]), kPng + "better");
        QCOMPARE(contents(journal->answers(first)[1]), kPng + "b");
        QCOMPARE(journal->answers(second), QStringList());
        QVERIFY(journal->fail(second, Error{ErrorCode::ProviderUnavailable, QStringLiteral("no")}));
        QVERIFY(journal->finish(first, kPng + "result", {}));
        QCOMPARE(journal->answers(first), QStringList());
        QCOMPARE(filesIn("results"),
                 (QStringList{QStringLiteral("1.png"), QStringLiteral("2-answer-1.png")}));
        QCOMPARE(journal->keepAnswer(first, 0, kPng + "late").error().code, ErrorCode::InvalidArgument);

        // After a crash they are there.
        const EntryId third = *journal->begin(sample());
        QVERIFY(journal->keepAnswer(third, 0, kPng + "d"));
        journal.reset();
        journal = *Journal::open(m_folder);
        QCOMPARE((*journal->entries())[2].state, EntryState::Interrupted);
        QCOMPARE(contents(journal->answers(third).value(0)), kPng + "d");
    }

    void aFailureIsKept() {
        const auto journal = Journal::open(m_folder);
        const EntryId id = *(*journal)->begin(sample());
        QVERIFY((*journal)->fail(id, {.code = ErrorCode::ProviderRejected,
                                      .message = QStringLiteral("Refused: violence"),
                                      .detail = QStringLiteral("not for the file")}));
        const Entry entry = (*(*journal)->entries())[0];
        QCOMPARE(entry.state, EntryState::Failed);
        QCOMPARE(entry.errorCode, QStringLiteral("provider_rejected"));
        QCOMPARE(entry.errorMessage, QStringLiteral("Refused: violence"));
        QVERIFY(entry.result.isEmpty());
    }

    void aPictureIsStoredOnceUnderItsHash() {
        const auto journal = Journal::open(m_folder);
        QVERIFY((*journal)->begin(sample()));
        QVERIFY((*journal)->begin(sample()));
        QVERIFY((*journal)->begin(sample(kJpeg + "other")));
        const std::vector<Entry> entries = *(*journal)->entries();
        QCOMPARE(entries.size(), size_t(3));
        QCOMPARE(entries[0].picture, entries[1].picture);
        QCOMPARE(filesIn("pictures").size(), 2);
        QCOMPARE(filesIn("masks").size(), 1);
        QVERIFY(entries[2].picture.endsWith(QStringLiteral(".jpg")));
        const QByteArray hash = QCryptographicHash::hash(kJpeg + "other", QCryptographicHash::Sha256).toHex();
        QCOMPARE(entries[2].pictureHash, QString::fromLatin1(hash));
        QVERIFY(entries[2].picture.contains(QString::fromLatin1(hash)));
    }

    // The test vector of FIPS 180-2: sha256("abc").
    void theHashIsSha256() {
        const auto journal = Journal::open(m_folder);
        QVERIFY((*journal)->begin(sample("abc")));
        QCOMPARE((*(*journal)->entries())[0].pictureHash,
                 QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    void onlyARunningEntryEndsAndOnlyOnce() {
        const auto journal = Journal::open(m_folder);
        const EntryId id = *(*journal)->begin(sample());
        QCOMPARE((*journal)->finish(id + 1, kPng, "{}").error().code, ErrorCode::InvalidArgument);
        QVERIFY(filesIn("results").isEmpty()); // or it would pass for the next entry's result
        QVERIFY((*journal)->finish(id, kPng + "first", "{}"));
        QCOMPARE((*journal)->finish(id, kPng + "second", "{}").error().code, ErrorCode::InvalidArgument);
        QCOMPARE((*journal)->fail(id, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(contents((*journal)->path((*(*journal)->entries())[0].result)), kPng + "first");
        const auto other = Journal::open(m_folder);
        const EntryId theirs = *(*other)->begin(sample());
        QCOMPARE((*journal)->fail(theirs, {}).error().code, ErrorCode::InvalidArgument);
    }

    void aKilledProcessLeavesAnInterruptedEntryWithItsInputs() {
        Child killed(m_folder);
        QVERIFY(killed.hasBegun());
        {
            // While it lives its entry is its own, whoever opens the journal.
            const auto meanwhile = Journal::open(m_folder);
            QVERIFY(meanwhile);
            QCOMPARE((*(*meanwhile)->entries())[0].state, EntryState::Begun);
        }
        QVERIFY(killed.kill());
        const auto journal = Journal::open(m_folder);
        QVERIFY(journal);
        const Entry entry = (*(*journal)->entries())[0];
        QCOMPARE(entry.state, EntryState::Interrupted);
        QVERIFY(entry.ended.isValid());
        QCOMPARE(contents((*journal)->path(entry.picture)), sample().picture);
        QCOMPARE(contents((*journal)->path(entry.mask)), sample().mask);
        QCOMPARE(filesIn("sessions").size(), 1); // ours
    }

    void twoProcessesOneKilled() {
        Child killed(m_folder), alive(m_folder);
        QVERIFY(killed.hasBegun());
        QVERIFY(alive.hasBegun());
        const auto ours = Journal::open(m_folder);
        const EntryId own = *(*ours)->begin(sample());
        QVERIFY(killed.kill());
        const auto journal = Journal::open(m_folder);
        int begun = 0, interrupted = 0;
        const std::vector<Entry> entries = *(*journal)->entries();
        for (const Entry& entry : entries) {
            begun += entry.state == EntryState::Begun;
            interrupted += entry.state == EntryState::Interrupted;
        }
        QCOMPARE(begun, 2);
        QCOMPARE(interrupted, 1);
        QVERIFY((*ours)->finish(own, kPng, "{}"));
        QVERIFY(alive.kill());
    }

    // Killed between the result's file and its row: what was paid for is there.
    void aFinishedAnswerIsFoundWhoseRowIsMissing() {
        Child killed(m_folder);
        QVERIFY(killed.hasBegun());
        QVERIFY(killed.kill());
        write(m_folder + QStringLiteral("/results/1.png"), kPng + "paid");
        const auto journal = Journal::open(m_folder);
        const Entry entry = (*(*journal)->entries())[0];
        QCOMPARE(entry.state, EntryState::Done);
        QCOMPARE(contents((*journal)->path(entry.result)), kPng + "paid");
        QVERIFY(entry.report.isEmpty());
    }

    void halfWrittenFilesOfTheDeadAreRemoved() {
        const auto journal = Journal::open(m_folder);
        QVERIFY((*journal)->begin(sample()));
        const QString session = filesIn("sessions")[0].section(QLatin1Char('.'), 0, 0);
        const QString living = m_folder + QStringLiteral("/results/") + session + QStringLiteral("_9.part");
        const QString dead = m_folder + QStringLiteral("/results/0000-dead_0.part");
        write(living, "half");
        write(dead, "half");
        QVERIFY(Journal::open(m_folder));
        QVERIFY(QFile::exists(living));
        QVERIFY(!QFile::exists(dead));
    }

    void aClosedJournalInterruptsWhatItLeft() {
        QVERIFY((*Journal::open(m_folder))->begin(sample()));
        const auto journal = Journal::open(m_folder);
        QCOMPARE((*(*journal)->entries())[0].state, EntryState::Interrupted);
    }

    void aDamagedIndexIsAnErrorAndNothingIsOverwritten() {
        QVERIFY((*Journal::open(m_folder))->begin(sample()));
        const QString index = m_folder + QStringLiteral("/journal.sqlite");
        const QByteArray broken = contents(index).replace(0, 100, QByteArray(100, 'x'));
        write(index, broken);
        const auto journal = Journal::open(m_folder);
        QVERIFY(!journal);
        QCOMPARE(journal.error().code, ErrorCode::FileUnreadable);
        QVERIFY2(journal.error().message.contains(index), qPrintable(journal.error().message));
        QCOMPARE(contents(index), broken);
        QCOMPARE(filesIn("pictures").size(), 1);
    }

    void aMissingOrEmptyIndexBesideFilesIsAnError() {
        QVERIFY((*Journal::open(m_folder))->begin(sample()));
        const QString index = m_folder + QStringLiteral("/journal.sqlite");
        write(index, {});
        QCOMPARE(Journal::open(m_folder).error().code, ErrorCode::FileUnreadable);
        QCOMPARE(contents(index), QByteArray());
        QVERIFY(QFile::remove(index));
        QCOMPARE(Journal::open(m_folder).error().code, ErrorCode::FileUnreadable);
        QVERIFY(!QFile::exists(index));
    }

    void noJournalThere() {
        const auto journal = Journal::open(m_folder, Journal::IfMissing::Refuse);
        QCOMPARE(journal.error().code, ErrorCode::FileUnreadable);
        QVERIFY(!QDir(m_folder).exists());
        QVERIFY(Journal::open(m_folder));
        QVERIFY(Journal::open(m_folder, Journal::IfMissing::Refuse));
    }

    void aFolderThatCannotBe() {
        write(m_temporary->filePath(QStringLiteral("file")), "x");
        const auto journal = Journal::open(m_temporary->filePath(QStringLiteral("file/journal")));
        QCOMPARE(journal.error().code, ErrorCode::FileUnwritable);
        // A file system that nobody can write to, root included.
        QCOMPARE(Journal::open(QStringLiteral("/proc/journal")).error().code, ErrorCode::FileUnwritable);
    }

    void aFullDisk() {
        const auto journal = Journal::open(m_folder);
        QVERIFY(journal);
        const EntryId id = *(*journal)->begin(sample());
        {
            const FullDisk full;
            QCOMPARE((*journal)->begin(sample(kPng + "new")).error().code, ErrorCode::FileUnwritable);
            QCOMPARE((*journal)->begin(sample()).error().code, ErrorCode::FileUnwritable);
            QCOMPARE((*journal)->finish(id, kPng + "result", "{}").error().code, ErrorCode::FileUnwritable);
            QCOMPARE((*journal)->fail(id, {}).error().code, ErrorCode::FileUnwritable);
            const auto fresh = Journal::open(m_temporary->filePath(QStringLiteral("fresh")));
            QCOMPARE(fresh.error().code, ErrorCode::FileUnwritable);
        }
        QCOMPARE((*journal)->entries()->size(), size_t(1));
        // There is room again, and nothing of the edit is lost.
        QVERIFY((*journal)->finish(id, kPng + "result", "{}"));
        QCOMPARE((*(*journal)->entries())[0].state, EntryState::Done);
        QCOMPARE(filesIn("pictures").size(), 1);
    }
};

static int runJournal(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--child") == 0)
        return child(QString::fromLocal8Bit(argv[2]));
    TestJournal test;
    return QTest::qExec(&test, argc, argv);
}

NB_TEST_MAIN(runJournal)

#include "tst_journal.moc"
