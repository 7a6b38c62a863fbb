#include "core/recovery/recovery.h"

#include "core/recovery/record_file.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <cstdio>
#include <opencv2/core.hpp>
#include <sys/resource.h>
#include <unistd.h>

using namespace nb;
using namespace nb::project;
using namespace nb::recovery;
using namespace nb::storage;

namespace {

constexpr int kHangLimitMs = 60'000;

cv::Mat noise(cv::Size size, int type, unsigned seed) {
    cv::Mat pixels(size, type);
    cv::RNG random(seed);
    random.fill(pixels, cv::RNG::UNIFORM, 0, CV_MAT_DEPTH(type) == CV_16U ? 65536 : 256);
    return pixels;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && (a.empty() || (a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0));
}

image::Picture picture(int type = CV_8UC3) {
    return {noise({40, 30}, type, 1), {"profile", "exif"}};
}

RecoveryState fresh() {
    return {QStringLiteral("a.png"), QStringLiteral("/home/a.png"), true};
}

// The n-th change of a mask: a square that moves and changes its value.
MaskPiece piece(int n) {
    return {QRect(n % 30, n % 20, 9, 9), cv::Mat(9, 9, CV_8UC1, cv::Scalar(1 + n % 255))};
}

Layer layer(const QString& id, unsigned seed) {
    return {id,
            QStringLiteral("a rose"),
            {QRect(3, 4, 10, 6), noise({10, 6}, CV_8UC3, seed)},
            noise({10, 6}, CV_8UC1, seed),
            {.engine = QStringLiteral("local"), .seed = 7}};
}

// The other process: writes until it is killed, and says what it has written.
int child(const QString& folder) {
    const auto log = RecoveryLog::begin(folder);
    if (!log || !(*log)->writePicture(picture(), fresh()))
        return 1;
    for (int n = 0;; ++n) {
        if (!(*log)->appendMask({piece(n), piece(n + 7)}))
            return 1;
        std::printf("%d\n", n);
        std::fflush(stdout);
    }
}

cv::Mat maskAfter(int n) {
    cv::Mat mask(30, 40, CV_8UC1, cv::Scalar(0));
    for (int i = 0; i <= n; ++i)
        for (const MaskPiece& p : {piece(i), piece(i + 7)})
            p.samples.copyTo(mask(cv::Rect(p.rect.x(), p.rect.y(), p.rect.width(), p.rect.height())));
    return mask;
}

} // namespace

class TestRecovery : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString folder() const { return m_folder->filePath(QStringLiteral("recovery")); }
    QStringList files() const { return QDir(folder()).entryList(QDir::Files | QDir::Hidden); }

    // A log with one change in it, left as a crash leaves it.
    void leave() const {
        auto log = RecoveryLog::begin(folder());
        QVERIFY(log && (*log)->writePicture(picture(), fresh()) && (*log)->appendMask({piece(0), piece(7)}));
    }
    QString onlyId() const {
        const auto found = findRecoverable(folder());
        return found.size() == 1 ? found.front().id : QString();
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everythingComesBack_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bits") << CV_8UC3;
        QTest::newRow("8 bits, alpha") << CV_8UC4;
        QTest::newRow("16 bits") << CV_16UC3;
        QTest::newRow("16 bits, alpha") << CV_16UC4;
    }
    void everythingComesBack() {
        QFETCH(int, type);
        const cv::Mat patch = noise({5, 4}, type, 9);
        Layer mine = layer(QStringLiteral("1"), 2);
        mine.patch.pixels = noise({10, 6}, type, 3);
        {
            auto log = RecoveryLog::begin(folder());
            QVERIFY(log && (*log)->writePicture(picture(type), fresh()));
            QVERIFY((*log)->appendMask({piece(0), piece(7)}));
            QVERIFY((*log)->appendPixels({QRect(35, 26, 5, 4), patch}));
            QVERIFY((*log)->appendResult(mine));
            QVERIFY((*log)->appendOrder({QStringLiteral("1")}));
            QVERIFY((*log)->sync());
            QVERIFY(findRecoverable(folder()).empty()); // it is held
        }
        const auto found = findRecoverable(folder());
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found[0].name, QStringLiteral("a.png"));
        QCOMPARE(found[0].path, QStringLiteral("/home/a.png"));
        QCOMPARE(found[0].size, QSize(40, 30));
        QCOMPARE(found[0].results, 1);
        const Result<Recovered> back = recover(folder(), found[0].id);
        QVERIFY2(back, back ? "" : qPrintable(back.error().message));
        cv::Mat expected = picture(type).pixels;
        patch.copyTo(expected(cv::Rect(35, 26, 5, 4)));
        QVERIFY(same(back->project.picture.pixels, expected));
        QCOMPARE(back->project.picture.metadata.icc, QByteArray("profile"));
        QCOMPARE(back->project.picture.metadata.exif, QByteArray("exif"));
        QVERIFY(same(back->project.mask.pixels, maskAfter(0)));
        QCOMPARE(back->project.results.size(), size_t(1));
        QVERIFY(same(back->project.results[0].patch.pixels, mine.patch.pixels));
        QVERIFY(same(back->project.results[0].mask, mine.mask));
        QCOMPARE(toJson(back->project.results[0].info), toJson(mine.info));
        QCOMPARE(back->state, fresh());
    }

    void resultsAreThoseOfTheLastOrder() {
        {
            auto log = RecoveryLog::begin(folder());
            QVERIFY((*log)->writePicture(picture(), fresh()));
            for (const QString& id : {QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")})
                QVERIFY((*log)->appendResult(layer(id, 1)));
            QVERIFY((*log)->appendOrder({QStringLiteral("1"), QStringLiteral("2")}));
            QVERIFY((*log)->appendOrder({QStringLiteral("3"), QStringLiteral("1"), QStringLiteral("lost")}));
        }
        const Result<Recovered> back = recover(folder(), onlyId());
        QCOMPARE(back->project.results.size(), size_t(2));
        QCOMPARE(back->project.results[0].id, QStringLiteral("3"));
        QCOMPARE(back->project.results[1].id, QStringLiteral("1"));
    }

    void itGoesOnAfterRecovery() {
        leave();
        {
            Result<Recovered> back = recover(folder(), onlyId());
            QVERIFY(back->log->appendMask({piece(1), piece(8)}));
            QCOMPARE(onlyId(), QString()); // held again
        }
        const Result<Recovered> again = recover(folder(), onlyId());
        QVERIFY(same(again->project.mask.pixels, maskAfter(1)));
        again->log->discard();
        QVERIFY(!files().join(QLatin1Char(' ')).contains(QLatin1String(".log")));
    }

    void whatIsNotWorthHavingIsRemoved_data() {
        QTest::addColumn<RecoveryState>("state");
        QTest::addColumn<bool>("changed");
        QTest::addColumn<bool>("kept");
        QTest::newRow("opened from a file, unchanged") << fresh() << false << false;
        QTest::newRow("opened from a file, changed") << fresh() << true << true;
        QTest::newRow("pasted, unchanged")
            << RecoveryState{QStringLiteral("Pasted"), {}, true} << false << true;
        QTest::newRow("unsaved") << RecoveryState{QStringLiteral("a"), QStringLiteral("/a"), false} << false
                                 << true;
    }
    void whatIsNotWorthHavingIsRemoved() {
        QFETCH(RecoveryState, state);
        QFETCH(bool, changed);
        QFETCH(bool, kept);
        {
            auto log = RecoveryLog::begin(folder());
            QVERIFY((*log)->writePicture(picture(), state));
            if (changed)
                QVERIFY((*log)->appendMask({piece(0)}));
        }
        QCOMPARE(findRecoverable(folder()).size(), size_t(kept ? 1 : 0));
        QCOMPARE(files().size(), kept ? 1 : 0);
    }

    void savedIsNotOffered() {
        {
            auto log = RecoveryLog::begin(folder());
            QVERIFY((*log)->writePicture(picture(), fresh()) && (*log)->appendMask({piece(0)}));
            QVERIFY((*log)->appendState({QStringLiteral("b.ora"), QStringLiteral("/b.ora"), true}));
        }
        QVERIFY(findRecoverable(folder()).empty());
        QVERIFY(findRecoverable(m_folder->filePath(QStringLiteral("none"))).empty());
    }

    // Cut anywhere: what is whole comes back, and what is offered can be recovered.
    void everyTruncation() {
        leave();
        const QString id = onlyId();
        QFile file(folder() + QLatin1Char('/') + id + QStringLiteral(".log"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        file.close();
        int unchanged = 0, none = 0;
        for (qsizetype length = whole.size(); length >= 0; --length) {
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(whole.constData(), length);
            file.close();
            QVERIFY(file.resize(length));
            const Result<Recovered> back = recover(folder(), id);
            if (!back) {
                QCOMPARE(back.error().code, ErrorCode::FileUnreadable);
                ++none;
            } else {
                QVERIFY(same(back->project.picture.pixels, picture().pixels));
                const bool last = length == whole.size();
                QVERIFY(same(back->project.mask.pixels,
                             last ? maskAfter(0) : cv::Mat(30, 40, CV_8UC1, cv::Scalar(0))));
                unchanged += !last;
            }
            for (const QString& name : files())
                QFile::remove(folder() + QLatin1Char('/') + name);
        }
        QVERIFY2(unchanged > 20 && none > 3600, qPrintable(QString::number(unchanged)));
    }

    void damageIsNoticed() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        leave();
        const QString id = onlyId();
        QFile file(folder() + QLatin1Char('/') + id + QStringLiteral(".log"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        file.close();
        for (int i = 0; i < 500; ++i) {
            QByteArray bytes = whole;
            const qsizetype at = random.bounded(int(bytes.size()));
            bytes[at] = char(bytes[at] ^ (1 << random.bounded(8)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
            file.close();
            const Result<Recovered> back = recover(folder(), id);
            if (back) {
                QVERIFY(same(back->project.picture.pixels, picture().pixels));
                QCOMPARE(cv::countNonZero(back->project.mask.pixels), 0); // the last record was hit
            }
            for (const QString& name : files())
                QFile::remove(folder() + QLatin1Char('/') + name);
        }
    }

    void aFullDiskLosesTheNewRecordOnly() {
        auto log = RecoveryLog::begin(folder());
        QVERIFY((*log)->writePicture(picture(), fresh()) && (*log)->appendMask({piece(0), piece(7)}));
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small{rlim_t((*log)->bytes()) + 100, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const Result<> failed = (*log)->appendResult(layer(QStringLiteral("1"), 1));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QCOMPARE(failed.error().code, ErrorCode::FileUnwritable);
        QVERIFY((*log)->appendMask({piece(1), piece(8)}));
        log->reset();
        QVERIFY(same(recover(folder(), onlyId())->project.mask.pixels, maskAfter(1)));
    }

    void onlyOneTakesIt() {
        leave();
        const QString id = onlyId();
        const Result<Recovered> first = recover(folder(), id);
        QVERIFY(first);
        QCOMPARE(recover(folder(), id).error().code, ErrorCode::FileUnreadable);
        QCOMPARE(recover(folder(), QStringLiteral("../x")).error().code, ErrorCode::FileUnreadable);
    }

    void discarded() {
        leave();
        discardRecoverable(folder(), onlyId());
        QVERIFY(findRecoverable(folder()).empty());
        QVERIFY(files().isEmpty());
    }

    // Killed while it writes: everything that it has said to be written is there.
    void killed() {
        QRandomGenerator random(nb::test::testSeed());
        for (int round = 0; round < 10; ++round) {
            QProcess process;
            process.start(QCoreApplication::applicationFilePath(),
                          {QStringLiteral("tst_recovery"), QStringLiteral("--child"), folder()});
            QVERIFY(process.waitForReadyRead(kHangLimitMs));
            QTest::qSleep(random.bounded(30));
            process.kill();
            QVERIFY(process.waitForFinished(kHangLimitMs));
            const QList<QByteArray> lines = process.readAllStandardOutput().split('\n');
            const int said = lines[lines.size() - 2].toInt(); // behind the last line break is a cut number
            const QString id = onlyId();
            const Result<Recovered> back = recover(folder(), id);
            QVERIFY(back);
            QVERIFY(same(back->project.mask.pixels, maskAfter(said)) ||
                    same(back->project.mask.pixels, maskAfter(said + 1)));
            back->log->discard();
        }
    }
};

static int runRecovery(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    if (app.arguments().value(1) == QLatin1String("--child"))
        return child(app.arguments().value(2));
    TestRecovery test;
    return QTest::qExec(&test, argc, argv);
}

NB_TEST_MAIN(runRecovery)

#include "tst_recovery.moc"
