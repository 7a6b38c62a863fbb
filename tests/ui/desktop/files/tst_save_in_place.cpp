#include "ui/desktop/files/save_in_place.h"

#include "core/image/encode.h"
#include "tests/support/png_maker.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include "ui/desktop/files/open_picture.h"
#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

const cv::Rect kRect(20, 12, 9, 7);

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

cv::Mat soft(int type) {
    cv::Mat pixels(64, 80, type);
    cv::RNG random(test::testSeed());
    random.fill(pixels, cv::RNG::UNIFORM, 0, 256);
    cv::GaussianBlur(pixels, pixels, {0, 0}, 2);
    return pixels;
}

QByteArray greyPng() {
    return *image::encodeGreyPng(soft(CV_8UC1));
}

QByteArray animatedPng() {
    QByteArray png = *image::encodePng({soft(CV_8UC3), {}});
    return png.insert(33, test::pngChunk("acTL", QByteArray::fromHex("0000000200000000")));
}

} // namespace

class TestSaveInPlace : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const char* name, const QByteArray& bytes) const {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }
    // Opened, with a rectangle of one colour in it.
    static Opened painted(const QString& path, const cv::Scalar& colour) {
        Result<Opened> opened = openFile(path);
        if (!opened)
            qFatal("cannot open");
        opened->project.picture.pixels(kRect).setTo(colour);
        return *opened;
    }
    static InPlace request(const Opened& opened) {
        return {opened.path, opened.source, {*formatForSuffix(QFileInfo(opened.path).suffix())}, {}};
    }
    static QString asked(const Result<SavedInPlace>& saved) {
        QStringList words;
        if (saved)
            for (const Difference& difference : saved->differences)
                words += difference.words;
        return saved ? words.join(QLatin1Char('|')) : saved.error().message;
    }

private Q_SLOTS:
    void nothingToAskNothingToLose_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("suffix");
        QTest::newRow("png") << *image::encodePng({soft(CV_8UC3), {}}) << QStringLiteral("png");
        QTest::newRow("jpeg") << *image::encodeJpeg({soft(CV_8UC3), {}}, {70}) << QStringLiteral("jpg");
        QTest::newRow("webp") << *encodePicture({soft(CV_8UC3), {}}, {SaveFormat::WebP, 100})
                              << QStringLiteral("webp");
        QTest::newRow("tiff") << *encodePicture({soft(CV_8UC3), {}}, {SaveFormat::Tiff})
                              << QStringLiteral("tif");
    }
    void nothingToAskNothingToLose() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, suffix);
        const QString path = write(qPrintable(QStringLiteral("a.") + suffix), bytes);
        const Opened opened = painted(path, {200, 30, 30});
        const Result<SavedInPlace> saved = saveInPlace(opened.project.picture, request(opened), {});
        QVERIFY2(saved && saved->differences.empty(), qPrintable(asked(saved)));
        const image::Picture back = openFile(path)->project.picture;
        const double off = cv::norm(back.pixels, opened.project.picture.pixels, cv::NORM_L1);
        QVERIFY(off <= (suffix == QLatin1String("jpg") ? 3.0 * double(back.pixels.total()) * 3 : 0));
        // The same picture again: nothing has changed on the disk, nothing is asked, and the same file comes
        // out.
        const QByteArray once = contents(path);
        const Result<SavedInPlace> twice =
            saveInPlace(opened.project.picture, {path, saved->source, {*formatForSuffix(suffix)}, {}}, {});
        QVERIFY2(twice && twice->differences.empty(), qPrintable(asked(twice)));
        QCOMPARE(contents(path), once);
    }

    // Undone, the first blocks come back, bit for bit: what was opened stays the base of every save.
    void aJpegDoesNotWearOut() {
        const QString path = write("a.jpg", *image::encodeJpeg({soft(CV_8UC3), {}}, {60}));
        const Result<Opened> opened = openFile(path);
        InPlace request{path, opened->source, {SaveFormat::Jpeg}, {}};
        request.source = saveInPlace(opened->project.picture, request, {})->source;
        const QByteArray unchanged = contents(path);
        const image::Picture edited = painted(path, {255, 0, 0}).project.picture;
        for (int i = 0; i < 3; ++i) {
            const Result<SavedInPlace> saved = saveInPlace(edited, request, {});
            QVERIFY2(saved && saved->differences.empty(), qPrintable(asked(saved)));
            request.source = saved->source;
        }
        QVERIFY(contents(path) != unchanged);
        QVERIFY(saveInPlace(opened->project.picture, request, {})->differences.empty());
        QCOMPARE(contents(path), unchanged);
    }

    void whatAnotherProgramDidIsAsked() {
        const QByteArray bytes = *image::encodePng({soft(CV_8UC3), {}});
        const QString path = write("a.png", bytes);
        const Opened opened = painted(path, {1, 2, 3});
        const QByteArray theirs = *image::encodePng({cv::Mat(5, 5, CV_8UC3, cv::Scalar(7)), {}});
        write("a.png", theirs);
        InPlace again = request(opened);
        Result<SavedInPlace> saved = saveInPlace(opened.project.picture, again, {});
        QCOMPARE(saved->differences.size(), size_t(1));
        QVERIFY(asked(saved).contains(QStringLiteral("a.png")));
        QCOMPARE(contents(path), theirs);
        // Accepted, and changed once more since: that is another question.
        again.accepted = {saved->differences[0].key};
        const QByteArray later = theirs + "x";
        write("a.png", later);
        saved = saveInPlace(opened.project.picture, again, {});
        QCOMPARE(saved->differences.size(), size_t(1));
        QCOMPARE(contents(path), later);
        again.accepted += saved->differences[0].key;
        saved = saveInPlace(opened.project.picture, again, {});
        QVERIFY2(saved && saved->differences.empty(), qPrintable(asked(saved)));
        QCOMPARE(
            cv::norm(openFile(path)->project.picture.pixels, opened.project.picture.pixels, cv::NORM_INF),
            0.0);
        // And the next time nothing is left to ask.
        again = {path, saved->source, {SaveFormat::Png}, {}};
        QVERIFY(saveInPlace(opened.project.picture, again, {})->differences.empty());

        QVERIFY(QFile::remove(path));
        saved = saveInPlace(opened.project.picture, again, {});
        QCOMPARE(saved->differences.size(), size_t(1));
        QVERIFY(!QFile::exists(path));
        again.accepted = {saved->differences[0].key};
        QVERIFY(saveInPlace(opened.project.picture, again, {})->differences.empty());
        QVERIFY(QFile::exists(path));
    }

    void theKindIsAskedOnce() {
        const QString path = write("grey.png", greyPng());
        const QByteArray before = contents(path);
        const Opened opened = painted(path, {200, 0, 0});
        InPlace first = request(opened);
        const Result<SavedInPlace> refused = saveInPlace(opened.project.picture, first, {});
        QCOMPARE(asked(refused), QStringLiteral("The file is a grey PNG; the result has colour"));
        QCOMPARE(contents(path), before);
        first.accepted = {refused->differences[0].key};
        const Result<SavedInPlace> saved = saveInPlace(opened.project.picture, first, {});
        QVERIFY2(saved && saved->differences.empty(), qPrintable(asked(saved)));
        QCOMPARE(
            cv::norm(openFile(path)->project.picture.pixels, opened.project.picture.pixels, cv::NORM_INF),
            0.0);
        const InPlace next{path, saved->source, {SaveFormat::Png}, {}};
        QVERIFY(saveInPlace(opened.project.picture, next, {})->differences.empty());
    }

    void otherPicturesOfTheFileAreAsked() {
        const QString path = write("film.png", animatedPng());
        QVERIFY(!openFile(path)->notices.isEmpty());
        const QByteArray before = contents(path);
        const Opened opened = painted(path, {200, 0, 0});
        InPlace first = request(opened);
        const Result<SavedInPlace> refused = saveInPlace(opened.project.picture, first, {});
        QVERIFY2(asked(refused).contains(QStringLiteral("2 pictures")), qPrintable(asked(refused)));
        QCOMPARE(contents(path), before);
        first.accepted = {refused->differences[0].key};
        const Result<SavedInPlace> saved = saveInPlace(opened.project.picture, first, {});
        QVERIFY(saved && saved->differences.empty());
        QVERIFY(!contents(path).contains("acTL"));
        const InPlace next{path, saved->source, {SaveFormat::Png}, {}};
        QVERIFY(saveInPlace(opened.project.picture, next, {})->differences.empty());

        const QString photo =
            write("film.jpg", *image::encodeJpeg({soft(CV_8UC3), {}}) + QByteArray(9000, 'x'));
        const Opened motion = painted(photo, {1, 2, 3});
        QVERIFY(!saveInPlace(motion.project.picture, request(motion), {})->differences.empty());
    }

    // By its name it would become another format.
    void theContentDecidesTheFormat() {
        const QString path = write("really-a-png.jpg", *image::encodePng({soft(CV_8UC3), {}}));
        const Opened opened = painted(path, {200, 0, 0});
        QVERIFY(saveInPlace(opened.project.picture, request(opened), {})->differences.empty());
        QCOMPARE(formatOf(contents(path)), SaveFormat::Png);
        QImage image(20, 20, QImage::Format_RGB32);
        image.fill(Qt::red);
        const QString bmp = m_folder.filePath(QStringLiteral("really-a-bmp.png"));
        QVERIFY(image.save(bmp, "BMP"));
        const Result<Opened> other = openFile(bmp);
        QVERIFY(!saveInPlace(other->project.picture, request(*other), {})->differences.empty());
    }

    // After a crash nobody knows the file: it is looked at when it is saved.
    void withoutASourceTheFileIsLookedAt() {
        const QString path = write("grey.png", greyPng());
        Opened opened = painted(path, cv::Scalar::all(99));
        opened.source.reset();
        QVERIFY(saveInPlace(opened.project.picture, request(opened), {})->differences.empty());
        QCOMPARE(int(contents(path)[25]), 0); // colour type: grey
    }

    void whatCannotBeWrittenIsLeftAsItWas() {
        const QString path = write("a.png", greyPng());
        const Opened opened = painted(path, cv::Scalar::all(99));
        InPlace there = request(opened);
        there.path = m_folder.filePath(QStringLiteral("no/such/a.png"));
        there.source.reset();
        QCOMPARE(saveInPlace(opened.project.picture, there, {}).error().code, ErrorCode::FileUnwritable);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(saveInPlace(opened.project.picture, request(opened), {{}, stop.get_token()}).error().code,
                 ErrorCode::Cancelled);
        QCOMPARE(contents(path), opened.source->bytes);
        QVERIFY(QDir(m_folder.path())
                    .entryList({QStringLiteral("*.part")}, QDir::Files | QDir::Hidden)
                    .isEmpty());
    }

    // Save As in the same format: a copy with all that the file has.
    void aCopyKeepsWhatTheFileHas() {
        QByteArray png = greyPng();
        png.insert(33, test::pngChunk("pHYs", QByteArray::fromHex("00000b1200000b1201")));
        const Opened opened = painted(write("grey.png", png), cv::Scalar::all(99));
        const QString copy = m_folder.filePath(QStringLiteral("copy.png"));
        const Result<Saved> saved =
            saveCopy(opened.project.picture, copy, {SaveFormat::Png}, opened.source, {});
        QVERIFY(saved && saved->source);
        QVERIFY(contents(copy).contains("pHYs"));
        QCOMPARE(int(contents(copy)[25]), 0); // colour type: grey
        const QString other = m_folder.filePath(QStringLiteral("copy.tif"));
        QVERIFY(saveCopy(opened.project.picture, other, {SaveFormat::Tiff}, opened.source, {}));
        QCOMPARE(formatOf(contents(other)), SaveFormat::Tiff);
    }

    void aProjectThatWasChangedIsAsked() {
        const QString path = m_folder.filePath(QStringLiteral("a.ora"));
        const project::Project project{{soft(CV_8UC3), {}}, {}, {}};
        InPlace request{path, nullptr, {}, {}};
        const Result<SavedInPlace> first = saveProjectInPlace(project, request, {});
        QVERIFY(first && first->source);
        request.source = first->source;
        const Result<SavedInPlace> second = saveProjectInPlace(project, request, {});
        QVERIFY(second && second->differences.empty());
        request.source = second->source;
        write("a.ora", "another program's");
        QCOMPARE(saveProjectInPlace(project, request, {})->differences.size(), size_t(1));
        QCOMPARE(contents(path), QByteArray("another program's"));
    }
};

NB_TEST(TestSaveInPlace)
#include "tst_save_in_place.moc"
