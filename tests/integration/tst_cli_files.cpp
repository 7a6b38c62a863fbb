#include "core/image/encode.h"
#include "core/mask/ops.h"
#include "tests/integration/workspace.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/test_main.h"
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>
#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>

using namespace nb;
using namespace nb::test;
using namespace Qt::StringLiterals;
namespace fs = std::filesystem;

namespace {

// Does something while the call is under way.
class MeddlingNanoBanana : public FakeNanoBanana {
public:
    explicit MeddlingNanoBanana(std::function<void()> meddle) : m_meddle(std::move(meddle)) {}

protected:
    std::optional<Asked> read(const Received& request) override {
        m_meddle();
        return FakeNanoBanana::read(request);
    }

private:
    std::function<void()> m_meddle;
};

Variables towards(FakeNanoBanana& upstream) {
    return {{QStringLiteral("NANOBANANA_URL"), upstream.url().toString()},
            {QStringLiteral("NANOBANANA_KEY"), QString::fromLatin1(upstream.key())}};
}

} // namespace

// What the command line reads and writes: inputs are kept, nothing is left out in silence, and nothing is
// paid for that cannot be kept.
class TestCliFiles : public QObject {
    Q_OBJECT

    std::optional<Workspace> m_workspace;

    QString path(const QString& name) const { return m_workspace->path(name); }
    QByteArray contents(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
    }
    void makeFolder(const QString& name) const { QVERIFY(QDir(path({})).mkpath(name)); }
    void copy(const QString& from, const QString& to) const { m_workspace->write(to, contents(from)); }
    Ended run(const QStringList& words, const Variables& variables = {}) const {
        return m_workspace->run(words, variables);
    }
    QStringList editWords(const QString& output) const {
        return m_workspace->editWords(u"photo.png"_s, output);
    }

    // Words that are no UTF-8 do not get through QProcess: printf makes them in a shell.
    Ended runInShell(const QString& script) const {
        QProcess process;
        setEnvironment(process, {{u"NB"_s, QStringLiteral(NB_APP)}});
        process.setWorkingDirectory(path({}));
        process.start(u"/bin/sh"_s, {u"-c"_s, script});
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, kHangLimitMs))
            qFatal("nanobanana hangs");
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

    // Two selections far apart, which are two calls.
    void makeTwoRegions() const {
        const QSize size(6000, 400);
        m_workspace->write(u"photo.png"_s, *image::encodePng({texturedPixels(size, CV_8UC3), {}}));
        cv::Mat mask(size.height(), size.width(), CV_8UC1, cv::Scalar(0));
        mask(cv::Rect(100, 100, 60, 60)) = 255;
        mask(cv::Rect(5700, 200, 60, 60)) = 255;
        m_workspace->write(u"mask.png"_s, *image::encodePng({mask::asWhiteOnTransparent({mask}), {}}));
    }

private Q_SLOTS:
    void init() { m_workspace.emplace(); }

    void anInputIsNeverAnOutput_data() {
        QTest::addColumn<QString>("image");
        QTest::addColumn<QString>("output");
        QTest::addColumn<QStringList>("more");
        QTest::newRow("the picture") << "photo.png"
                                     << "photo.png" << QStringList();
        QTest::newRow("the mask") << "photo.png"
                                  << "mask.png" << QStringList();
        QTest::newRow("a variant") << "photo-1.png"
                                   << "photo.png" << QStringList{u"--variants"_s, u"2"_s};
        QTest::newRow("the last variant") << "photo-2.png"
                                          << "photo.png" << QStringList{u"--variants"_s, u"2"_s};
        QTest::newRow("link") << "photo.png"
                              << "link.png" << QStringList();
        QTest::newRow("hard link") << "photo.png"
                                   << "hard.png" << QStringList();
        QTest::newRow("linked folder") << "photo.png"
                                       << "here/photo.png" << QStringList();
        QTest::newRow("dots") << "photo.png"
                              << "./here/./here/photo.png" << QStringList();
    }
    void anInputIsNeverAnOutput() {
        QFETCH(QString, image);
        QFETCH(QString, output);
        QFETCH(QStringList, more);
        for (const QString& name : {u"photo-1.png"_s, u"photo-2.png"_s})
            copy(u"photo.png"_s, name);
        const fs::path folder = path({}).toStdString();
        fs::create_symlink("photo.png", folder / "link.png");
        fs::create_hard_link(folder / "photo.png", folder / "hard.png");
        fs::create_directory_symlink(".", folder / "here");
        const QByteArray picture = contents(u"photo.png"_s);
        const QByteArray mask = contents(u"mask.png"_s);
        FakeNanoBanana upstream;
        const Ended edit = run(m_workspace->editWords(image, output) + more, towards(upstream));
        QCOMPARE(edit.exitCode, 2);
        QVERIFY2(edit.err.contains(u"is an input"_s), qPrintable(edit.err));
        QCOMPARE(upstream.requests(), 0);
        for (const QString& name : {u"photo.png"_s, u"photo-1.png"_s, u"photo-2.png"_s, u"hard.png"_s})
            QCOMPARE(contents(name), picture);
        QCOMPARE(contents(u"mask.png"_s), mask);
    }

    void aListThatWouldReplaceAnInputIsRefusedAsAWhole() {
        makeFolder(u"sub"_s);
        copy(u"photo.png"_s, u"sub/b.png"_s);
        const QByteArray list =
            "image;mask;output\r\nphoto.png;mask.png;new.png\r\nphoto.png;mask.png;sub/../sub/b.png"
            "\r\nsub/b.png;mask.png;c.png\r\n";
        m_workspace->write(u"list.csv"_s, list);
        FakeNanoBanana upstream;
        const Ended batch = run({u"batch"_s, u"--csv"_s, u"list.csv"_s, u"--output"_s, u"out"_s,
                                 u"--prompt"_s, u"x"_s, u"--force"_s, u"--journal"_s, u"journal"_s},
                                towards(upstream));
        QCOMPARE(batch.exitCode, 2);
        QVERIFY2(batch.err.contains(u"list.csv, line 3: the output sub/../sub/b.png is an input"_s),
                 qPrintable(batch.err));
        QCOMPARE(upstream.requests(), 0);
        QVERIFY(!QFile::exists(path(u"out"_s)) && !QFile::exists(path(u"journal"_s)) &&
                !QFile::exists(path(u"new.png"_s)));
        QCOMPARE(contents(u"sub/b.png"_s), contents(u"photo.png"_s));
    }

    void forceReplacesResultsAndNoInputs() {
        makeFolder(u"in"_s);
        copy(u"photo.png"_s, u"in/a.png"_s);
        const QStringList words{u"batch"_s,    u"--input"_s, u"in"_s,      u"--mask"_s,  u"mask.png"_s,
                                u"--prompt"_s, u"x"_s,       u"--force"_s, u"--output"_s};
        QCOMPARE(run(words + QStringList{u"in"_s}).exitCode, 2);
        fs::create_directory_symlink("in", path(u"also-in"_s).toStdString());
        QCOMPARE(run(words + QStringList{u"also-in"_s}).exitCode, 2);
        QCOMPARE(contents(u"in/a.png"_s), contents(u"photo.png"_s));
        makeFolder(u"out"_s);
        m_workspace->write(u"out/a.png"_s, "an older result");
        QCOMPARE(run(words + QStringList{u"out"_s}).exitCode, 0);
        QVERIFY(contents(u"out/a.png"_s).startsWith("\x89PNG"));
    }

    void aReplayKeepsTheJournal() {
        QCOMPARE(run(editWords(u"out.png"_s) + QStringList{u"--journal"_s, u"journal"_s}).exitCode, 0);
        const QByteArray result = contents(u"journal/results/1.png"_s);
        const Ended again = run({u"replay"_s, u"journal"_s, u"--output"_s, u"journal/results"_s});
        QCOMPARE(again.exitCode, 2);
        QVERIFY2(again.err.contains(u"journal's folder"_s), qPrintable(again.err));
        QCOMPARE(
            run(editWords(u"journal/results/1.png"_s) + QStringList{u"--journal"_s, u"journal"_s}).exitCode,
            2);
        QCOMPARE(contents(u"journal/results/1.png"_s), result);
    }

    void everyFileOfAFolderIsEditedOrNamed() {
        makeFolder(u"in/sub"_s);
        for (const char* picture : {"a.png", "face-mask.png", "images%2Fcat.png", "%1.png"})
            copy(u"photo.png"_s, QStringLiteral("in/") + QString::fromLatin1(picture));
        for (const char* mask : {"a-mask.png", "face-mask-mask.png", "images%2Fcat-mask.png", "%1-mask.png"})
            copy(u"mask.png"_s, QStringLiteral("in/") + QString::fromLatin1(mask));
        copy(u"photo.png"_s, u"in/lonely.png"_s);
        m_workspace->write(u"in/broken.png"_s, "no picture");
        copy(u"mask.png"_s, u"in/broken-mask.png"_s);
        m_workspace->write(u"in/notes.txt"_s, "text");
        const QStringList words{u"batch"_s, u"--input"_s,  u"in"_s, u"--output"_s,
                                u"out"_s,   u"--prompt"_s, u"x"_s};
        const Ended batch = run(words);
        QCOMPARE(batch.exitCode, 6);
        QVERIFY2(batch.out.endsWith(u"4 edited, 2 failed, 2 skipped of 8\n"_s), qPrintable(batch.out));
        for (const char* said : {"failed  in/lonely.png: there is no mask in/lonely-mask.png",
                                 "failed  in/broken.png: in/broken.png is neither a PNG nor a JPEG",
                                 "skipped in/notes.txt: ", "skipped in/sub: "})
            QVERIFY2(batch.err.contains(QString::fromLatin1(said)), qPrintable(batch.err));
        QCOMPARE(QDir(path(u"out"_s)).entryList(QDir::Files | QDir::Hidden, QDir::Name),
                 (QStringList{u"%1.png"_s, u"a.png"_s, u"face-mask.png"_s, u"images%2Fcat.png"_s}));
        const QJsonObject summary = run(words + QStringList{u"--json"_s}).jsonLines().last();
        QCOMPARE(summary[u"edited"].toInt(-1), 0);
        QCOMPARE(summary[u"failed"].toInt(-1), 2);
        QCOMPARE(summary[u"skipped"].toInt(-1), 6);
        QCOMPARE(summary[u"total"].toInt(-1), 8);
    }

    void namesThatAreNoUtf8AreEdited() {
        const Ended edit = runInShell(
            u"n=$(printf 'caf\\351'); cp photo.png \"$n.png\"; cp mask.png \"$n-mask.png\"; "
            "$NB edit --image \"$n.png\" --mask \"$n-mask.png\" --prompt x --output \"$n-out.png\" --json && "
            "cmp -s photo.png \"$n.png\" && test -s \"$n-out.png\""_s);
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.out + edit.err));
        QCOMPARE(edit.json()[u"output"].toString(), u"caf%E9-out.png"_s);
        const Ended batch = runInShell(
            u"n=$(printf 'caf\\351'); d=$(printf 'd\\377'); mkdir \"$d\"; cp photo.png \"$d/$n.png\"; "
            "$NB batch --input \"$d\" --mask mask.png --prompt x --output \"$d/out\" && test -s \"$d/out/$n.png\""_s);
        QVERIFY2(batch.exitCode == 0, qPrintable(batch.out + batch.err));
        QCOMPARE(batch.out, u"done    d%FF/out/caf%E9.png\n1 edited, 0 failed, 0 skipped of 1\n"_s);
        const Ended prompt = runInShell(
            u"$NB edit --image photo.png --mask mask.png --output o.png --prompt \"$(printf 'caf\\351')\""_s);
        QCOMPARE(prompt.exitCode, 2);
        QVERIFY2(prompt.err.contains(u"'caf%E9'"_s), qPrintable(prompt.err));
    }

    void aFolderThatIsNotUtf8CanBeWorkedIn() {
        const Ended edit =
            runInShell(u"d=$(printf 'd\\377'); mkdir \"$d\"; cp photo.png mask.png \"$d\"; cd \"$d\"; "
                       "$NB edit --image photo.png --mask mask.png --prompt x && test -s photo-edited.png"_s);
        QVERIFY2(edit.exitCode == 0, qPrintable(edit.out + edit.err));
        const Ended journal =
            runInShell(u"cd \"$(printf 'd\\377')\"; $NB edit --image photo.png --mask mask.png "
                       "--prompt x --output o.png --journal journal"_s);
        QCOMPARE(journal.exitCode, 2);
        QVERIFY2(journal.err.contains(u"d%FF/journal"_s), qPrintable(journal.err));
    }

    void whatCannotBeWrittenIsFoundBeforeTheCall_data() {
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("said");
        QTest::newRow("no folder") << "none/out.png"
                                   << "there is no folder none";
        QTest::newRow("a folder") << "folder.png"
                                  << "it is a folder";
        QTest::newRow("a file for a folder") << "photo.png/out.png"
                                             << "photo.png is not a folder";
        QTest::newRow("name too long") << QString(252, u'n') + u".png"_s << "too long";
        QTest::newRow("path too long") << u"./"_s.repeated(2100) + u"o.png"_s << "too long";
    }
    void whatCannotBeWrittenIsFoundBeforeTheCall() {
        QFETCH(QString, output);
        QFETCH(QString, said);
        makeFolder(u"folder.png"_s);
        FakeNanoBanana upstream;
        const QStringList words = editWords({}).mid(0, 7) + QStringList{u"--output"_s, output};
        for (const QStringList& more : {QStringList(), QStringList{u"--variants"_s, u"2"_s}}) {
            if (!more.isEmpty() && output == u"folder.png"_s)
                continue; // the variants have other names
            const Ended edit = run(words + more, towards(upstream));
            QVERIFY2(edit.exitCode == 7, qPrintable(edit.err));
            QVERIFY2(edit.err.contains(said), qPrintable(edit.err));
        }
        QCOMPARE(upstream.requests(), 0);
        QVERIFY(!QFile::exists(path(u"none"_s)));
    }

    void inAListThatRowFailsAndTheOthersGoOn() {
        makeFolder(u"folder.png"_s);
        m_workspace->write(u"list.csv"_s,
                           "image,mask,output\nphoto.png,mask.png,none/a.png\nphoto.png,mask.png,folder.png\n"
                           "photo.png,mask.png," +
                               QByteArray(252, 'n') + ".png\nphoto.png,mask.png,\n");
        int failedBefore = -1;
        FakeNanoBanana upstream;
        const Ended batch = run({u"batch"_s, u"--csv"_s, u"list.csv"_s, u"--output"_s, u"made/deep"_s,
                                 u"--prompt"_s, u"x"_s, u"--json"_s},
                                towards(upstream));
        QCOMPARE(batch.exitCode, 6);
        QCOMPARE(upstream.requests(), 1);
        const QList<QJsonObject> lines = batch.jsonLines();
        for (failedBefore = 0; lines[failedBefore][u"exit_code"].toInt() == 7;)
            ++failedBefore;
        QCOMPARE(failedBefore, 3);
        QCOMPARE(lines.last()[u"edited"].toInt(), 1);
        QCOMPARE(lines.last()[u"failed"].toInt(), 3);
        QVERIFY(QFile::exists(path(u"made/deep/photo.png"_s)));
        QVERIFY(!QFile::exists(path(u"none"_s)));
    }

    void aResultThatCannotBeWrittenAfterAllIsKept_data() {
        QTest::addColumn<bool>("journal");
        QTest::newRow("beside the picture") << false;
        QTest::newRow("in the journal") << true;
    }
    void aResultThatCannotBeWrittenAfterAllIsKept() {
        QFETCH(bool, journal);
        makeFolder(u"out"_s);
        MeddlingNanoBanana upstream([this] { QDir(path(u"out"_s)).removeRecursively(); });
        const QStringList words = editWords(u"out/result.jpg"_s) +
                                  (journal ? QStringList{u"--journal"_s, u"journal"_s} : QStringList());
        const Ended edit = run(words, towards(upstream));
        QCOMPARE(edit.exitCode, 7);
        QCOMPARE(upstream.charged(), 1);
        const QString kept = journal ? path(u"journal/results/1.png"_s) : path(u"result-kept.jpg"_s);
        QVERIFY2(edit.err.contains(kept), qPrintable(edit.err));
        QVERIFY(QFile::exists(kept));
        QCOMPARE(QFile::exists(path(u"result-kept.jpg"_s)), !journal);
        QVERIFY(!QFile::exists(path(u"out"_s)));
    }

    void answersBeforeAFailureAreKept() {
        makeTwoRegions();
        FakeNanoBanana upstream;
        upstream.setFailFrom(2);
        const Ended edit = run(editWords(u"out.png"_s), towards(upstream));
        QCOMPARE(edit.exitCode, 4);
        QCOMPARE(upstream.charged(), 1);
        QVERIFY2(edit.err.contains(path(u"out-answer.png"_s)), qPrintable(edit.err));
        QVERIFY(!m_workspace->read(u"out-answer.png"_s).picture.pixels.empty());
        const Ended journalled = run(editWords(u"out.png"_s) + QStringList{u"--journal"_s, u"journal"_s},
                                     towards(upstream)); // which fails at once: the third request
        QCOMPARE(journalled.exitCode, 4);
        QVERIFY(!journalled.err.contains(u"answers that came"_s));
        upstream.setFailFrom(5);
        const Ended second =
            run(editWords(u"out.png"_s) + QStringList{u"--journal"_s, u"journal"_s}, towards(upstream));
        QCOMPARE(second.exitCode, 4);
        QVERIFY2(second.err.contains(path(u"journal/results/2-answer-0.png"_s)), qPrintable(second.err));
        QVERIFY(!QFile::exists(path(u"out-answer-2.png"_s)));
    }

    void aMaskThatSelectsEverythingIsBadInputForTheLocalEngine() {
        m_workspace->write(u"mask.png"_s, maskPng(Workspace::kSize, QRect({0, 0}, Workspace::kSize)));
        for (const char* method : {"patch", "telea"}) {
            const Ended edit =
                run(editWords(u"out.png"_s) + QStringList{u"--method"_s, QString::fromLatin1(method)});
            QVERIFY2(edit.exitCode == 3, qPrintable(edit.err));
            QVERIFY2(edit.err.contains(u"mask.png: The mask covers"_s), qPrintable(edit.err));
        }
    }

    void errorsNameTheFile() {
        m_workspace->write(u"bad.png"_s, "no picture");
        const Ended picture = run(m_workspace->editWords(u"bad.png"_s, u"out.png"_s));
        QCOMPARE(picture.exitCode, 3);
        QVERIFY2(picture.err.contains(u"bad.png is neither a PNG nor a JPEG"_s), qPrintable(picture.err));
        const Ended mask = run(editWords(u"out.png"_s) + QStringList{u"--mask"_s, u"bad.png"_s});
        QCOMPARE(mask.exitCode, 3);
        QVERIFY2(mask.err.contains(u"bad.png is neither a PNG nor a JPEG"_s), qPrintable(mask.err));
    }
};

NB_TEST(TestCliFiles)
#include "tst_cli_files.moc"
