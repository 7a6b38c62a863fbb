#include "ui/desktop/document/autosave.h"

#include "core/image/cv_rect.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include "ui/desktop/document/studio_document.h"
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <cstdio>
#include <opencv2/core.hpp>
#include <sys/resource.h>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;
using nb::test::handleEvents;

namespace {

constexpr int kHangLimitMs = 60'000;
constexpr QSize kSize(700, 500);

image::Picture picture() {
    image::Picture made{cv::Mat(kSize.height(), kSize.width(), CV_8UC3), {"profile", {}}};
    cv::RNG random(1);
    random.fill(made.pixels, cv::RNG::UNIFORM, 0, 256);
    return made;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

// The n-th stroke crosses several tiles.
QRect strokeRect(int n) {
    return {(n * 37) % 500, (n * 53) % 300, 190, 170};
}
int strokeValue(int n) {
    return 1 + n % 255;
}

void stroke(StudioDocument& document, int n) {
    const std::unique_ptr<MaskEdit> edit = document.beginMaskEdit(QStringLiteral("Brush"));
    edit->write(strokeRect(n)).setTo(strokeValue(n));
    edit->wrote(strokeRect(n));
    edit->commit();
}

cv::Mat maskAfter(int strokes) {
    cv::Mat mask(kSize.height(), kSize.width(), CV_8UC1, cv::Scalar(0));
    for (int n = 0; n < strokes; ++n) {
        const QRect r = strokeRect(n);
        mask(cv::Rect(r.x(), r.y(), r.width(), r.height())).setTo(strokeValue(n));
    }
    return mask;
}

project::Layer layer(const QString& id) {
    return {id,
            QStringLiteral("a rose"),
            {QRect(3, 4, 10, 6), cv::Mat(6, 10, CV_8UC3, cv::Scalar(1, 2, 3))},
            cv::Mat(6, 10, CV_8UC1, cv::Scalar(255)),
            {.engine = QStringLiteral("local"), .seed = 7}};
}

// The program that is killed: paints a stroke after the other, and says how many are safe.
int child(const QString& folder) {
    StudioDocument document;
    Autosave autosave(document, folder);
    document.open(picture(), QStringLiteral("a.png"), QStringLiteral("/home/a.png"));
    for (int n = 0;; ++n) {
        stroke(document, n);
        while (!autosave.isUpToDate())
            QCoreApplication::processEvents();
        std::printf("%d\n", n + 1);
        std::fflush(stdout);
    }
}

} // namespace

class TestAutosave : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString folder() const { return m_folder->filePath(QStringLiteral("recovery")); }
    QStringList logs() const { return QDir(folder()).entryList({QStringLiteral("*.log")}); }

    // What a crash now would leave, as a program that starts in another place would find it.
    project::Project recovered() const {
        QTemporaryDir copy;
        const QString id = logs().value(0).section(QLatin1Char('.'), 0, 0);
        QFile::copy(folder() + QLatin1Char('/') + logs().value(0), copy.filePath(logs().value(0)));
        Result<recovery::Recovered> back = recovery::recover(copy.path(), id);
        return back ? std::move(back->project) : project::Project();
    }
    size_t wouldBeOffered() const {
        QTemporaryDir copy;
        for (const QString& name : logs())
            QFile::copy(folder() + QLatin1Char('/') + name, copy.filePath(name));
        return recovery::findRecoverable(copy.path()).size();
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void followsEverything() {
        StudioDocument document;
        Autosave autosave(document, folder());
        QVERIFY(autosave.isUpToDate());
        document.open(picture(), QStringLiteral("a.png"), QStringLiteral("/a.png"));
        QTRY_VERIFY(autosave.isUpToDate());
        QCOMPARE(wouldBeOffered(), size_t(0)); // the file has all of it
        for (int n = 0; n < 3; ++n)
            stroke(document, n);
        QTRY_VERIFY(autosave.isUpToDate());
        QVERIFY(same(recovered().mask.pixels, maskAfter(3)));
        QCOMPARE(recovered().picture.metadata.icc, QByteArray("profile"));

        document.undoStack().undo();
        QTRY_VERIFY(autosave.isUpToDate());
        QVERIFY(same(recovered().mask.pixels, maskAfter(2)));

        document.addResult(layer(QStringLiteral("1")));
        document.addResult(layer(QStringLiteral("2")));
        document.removeResult(QStringLiteral("1"));
        document.accept({QRect(600, 400, 20, 10), cv::Mat(10, 20, CV_8UC3, cv::Scalar(9, 8, 7))},
                        QStringLiteral("Accept"));
        QTRY_VERIFY(autosave.isUpToDate());
        project::Project now = recovered();
        QVERIFY(same(now.picture.pixels, document.picture().pixels));
        QVERIFY(same(now.mask.pixels, maskAfter(0))); // accepting clears it
        QCOMPARE(now.results.size(), size_t(1));
        QCOMPARE(now.results[0].id, QStringLiteral("2"));

        document.undoStack().undo(); // the acceptance
        document.undoStack().undo(); // the removal
        QTRY_VERIFY(autosave.isUpToDate());
        now = recovered();
        QVERIFY(same(now.picture.pixels, picture().pixels));
        QVERIFY(same(now.mask.pixels, maskAfter(2)));
        QCOMPARE(now.results.size(), size_t(2));
        QCOMPARE(now.results[0].id, QStringLiteral("1"));
        QCOMPARE(wouldBeOffered(), size_t(1));

        document.setSavedAs(QStringLiteral("/b.ora"), document.revision());
        QTRY_VERIFY(autosave.isUpToDate());
        QCOMPARE(wouldBeOffered(), size_t(0));
        stroke(document, 5);
        QTRY_VERIFY(autosave.isUpToDate());
        QCOMPARE(wouldBeOffered(), size_t(1));

        document.close();
        QTRY_VERIFY(logs().isEmpty());
    }

    // A result has been paid for: it is unsaved work even where the undo stack is clean.
    void aResultIsUnsavedWork() {
        StudioDocument document;
        Autosave autosave(document, folder());
        document.open(picture(), QStringLiteral("a.png"), QStringLiteral("/a.png"));
        document.addResult(layer(QStringLiteral("1")));
        QVERIFY(document.isModified());
        stroke(document, 0);
        document.undoStack().undo();
        QTRY_VERIFY(autosave.isUpToDate());
        QCOMPARE(wouldBeOffered(), size_t(1));
    }

    void aStrokeThatIsTakenBackLeavesNothing() {
        StudioDocument document;
        Autosave autosave(document, folder());
        document.open(picture(), QStringLiteral("a.png"), QStringLiteral("/a.png"));
        {
            const auto edit = document.beginMaskEdit(QStringLiteral("Brush"));
            edit->write(strokeRect(0)).setTo(255);
            edit->wrote(strokeRect(0));
            // The unfinished stroke is in the log before it is taken back.
            cv::Mat unfinished = maskAfter(0);
            unfinished(cvRect(strokeRect(0))).setTo(255);
            QTRY_VERIFY_WITH_TIMEOUT(same(recovered().mask.pixels, unfinished), kHangLimitMs);
        }
        stroke(document, 3);
        QTRY_VERIFY(autosave.isUpToDate());
        cv::Mat expected(kSize.height(), kSize.width(), CV_8UC1, cv::Scalar(0));
        const QRect r = strokeRect(3);
        expected(cv::Rect(r.x(), r.y(), r.width(), r.height())).setTo(strokeValue(3));
        QVERIFY(same(recovered().mask.pixels, expected));
    }

    void aProjectsMaskAndResultsAreWrittenToo() {
        StudioDocument document;
        document.open(picture(), {maskAfter(4)}, {layer(QStringLiteral("x"))}, QStringLiteral("p.ora"), {});
        Autosave autosave(document, folder());
        QTRY_VERIFY(autosave.isUpToDate());
        QVERIFY(same(recovered().mask.pixels, maskAfter(4)));
        QCOMPARE(recovered().results.size(), size_t(1));
    }

    void aCleanEndLeavesNothing() {
        {
            StudioDocument document;
            Autosave autosave(document, folder());
            document.open(picture(), QStringLiteral("a.png"));
            stroke(document, 1);
        }
        QVERIFY(QDir(folder()).isEmpty());
    }

    void aFullDiskIsSaidOnce() {
        StudioDocument document;
        Autosave autosave(document, folder());
        QSignalSpy failed(&autosave, &Autosave::failed);
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small{100'000, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        document.open(picture(), QStringLiteral("a.png"), {});
        stroke(document, 0);
        const bool said = QTest::qWaitFor([&] { return failed.count() > 0; }, kHangLimitMs);
        stroke(document, 1);
        handleEvents(); // whatever the stroke makes it write is behind it on its thread
        const auto last = autosave.findRecoverable();
        const bool idle = QTest::qWaitFor([&] { return last.isFinished(); }, kHangLimitMs);
        handleEvents();
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(idle);
        QVERIFY(said);
        QCOMPARE(failed.count(), 1);
        QVERIFY(!autosave.isUpToDate());
        document.open(picture(), QStringLiteral("b.png"), {}); // another document, another try
        QTRY_VERIFY(autosave.isUpToDate());
    }

    // kill -9 at any time: at most the last stroke is missing, and work goes on where it was.
    void killed() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        for (int round = 0; round < 8; ++round) {
            QProcess process;
            process.start(QCoreApplication::applicationFilePath(),
                          {QStringLiteral("tst_autosave"), QStringLiteral("--child"), folder()});
            QVERIFY(process.waitForReadyRead(kHangLimitMs));
            QTest::qSleep(int(random.bounded(60)));
            process.kill(); // SIGKILL
            QVERIFY(process.waitForFinished(kHangLimitMs));
            const QList<QByteArray> lines = process.readAllStandardOutput().split('\n');
            const int safe = lines[lines.size() - 2].toInt();

            StudioDocument document;
            Autosave autosave(document, folder());
            const Result<std::vector<recovery::Recoverable>> lost = finished(autosave.findRecoverable());
            QCOMPARE(lost->size(), size_t(1));
            QCOMPARE(lost->front().name, QStringLiteral("a.png"));
            const QFuture<Result<>> restored = autosave.restore(lost->front().id);
            QTRY_VERIFY(restored.isFinished());
            QVERIFY(restored.result());
            QVERIFY(document.isModified());
            QCOMPARE(document.path(), QStringLiteral("/home/a.png"));
            QVERIFY(same(document.picture().pixels, picture().pixels));
            const bool exact = same(document.mask().pixels, maskAfter(safe));
            QVERIFY(exact || same(document.mask().pixels, maskAfter(safe + 1)));

            // The log goes on: what comes now is in it as well.
            const int strokes = exact ? safe : safe + 1;
            stroke(document, strokes);
            QTRY_VERIFY(autosave.isUpToDate());
            QVERIFY(same(recovered().mask.pixels, maskAfter(strokes + 1)));
        }
        QVERIFY(QDir(folder()).isEmpty());
    }

    void nothingToRestore() {
        StudioDocument document;
        Autosave autosave(document, folder());
        document.open(picture(), QStringLiteral("a.png"));
        const QFuture<Result<>> restored =
            autosave.restore(QStringLiteral("00000000-0000-0000-0000-000000000000"));
        QTRY_VERIFY(restored.isFinished());
        QCOMPARE(restored.result().error().code, ErrorCode::FileUnreadable);
        QCOMPARE(document.name(), QStringLiteral("a.png"));
    }
};

static int runAutosave(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    if (app.arguments().value(1) == QLatin1String("--child"))
        return child(app.arguments().value(2));
    TestAutosave test;
    return QTest::qExec(&test, argc, argv);
}

NB_TEST_MAIN(runAutosave)

#include "tst_autosave.moc"
