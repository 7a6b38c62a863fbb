#include "ui/desktop/files/save_picture.h"

#include "core/base/worker_pool.h"
#include "core/image/exif.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "ui/desktop/convert/qimage.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/files/open_picture.h"
#include "ui/desktop/files/project_files.h"
#include "ui/desktop/files/save_in_place.h"
#include "ui/desktop/files/webp_exif.h"
#include <QColorSpace>
#include <QDir>
#include <QImageReader>
#include <QTemporaryDir>
#include <QTest>
#include <cstdlib>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;

namespace {

// A TIFF block of one directory without entries.
const QByteArray kExif = QByteArray::fromHex("49492a000800000000000000000000");

image::Picture noise(int type, unsigned seed) {
    image::Picture picture{cv::Mat(37, 53, type), {QColorSpace(QColorSpace::AdobeRgb).iccProfile(), kExif}};
    cv::RNG random(seed);
    random.fill(picture.pixels, cv::RNG::UNIFORM, 0, picture.is16Bit() ? 65536 : 256);
    return picture;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

// Qt's reader multiplies the 8-bit samples of a TIFF by alpha; the file has them as they were.
bool sameWhenLaidOnBlack(const cv::Mat& a, const cv::Mat& b) {
    for (int y = 0; y < a.rows; ++y)
        for (int x = 0; x < a.cols; ++x) {
            const auto &p = a.at<cv::Vec4b>(y, x), &q = b.at<cv::Vec4b>(y, x);
            if (p[3] != q[3])
                return false;
            for (int c = 0; c < 3; ++c)
                if (std::abs(p[c] - q[c]) * p[3] > 2 * 255)
                    return false;
        }
    return a.size() == b.size();
}

} // namespace

class TestSavePicture : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden); }

private Q_SLOTS:
    void cleanup() {
        for (const QString& name : files())
            QFile::remove(m_folder.filePath(name));
    }

    void pngAndTiffKeepEverySample_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bits") << CV_8UC3;
        QTest::newRow("8 bits, alpha") << CV_8UC4;
        QTest::newRow("16 bits") << CV_16UC3;
        QTest::newRow("16 bits, alpha") << CV_16UC4;
    }
    void pngAndTiffKeepEverySample() {
        QFETCH(int, type);
        const image::Picture picture = noise(type, 1);
        for (const SaveFormat format : {SaveFormat::Png, SaveFormat::Tiff}) {
            const Result<Saved> saved = savePicture(picture, path("a"), {format});
            QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
            QCOMPARE(QFileInfo(path("a")).size(), saved->bytes);
            const Result<Opened> opened = openFile(path("a"));
            QVERIFY(opened);
            if (format == SaveFormat::Tiff && type == CV_8UC4)
                QVERIFY(sameWhenLaidOnBlack(opened->project.picture.pixels, picture.pixels));
            else
                QVERIFY(same(opened->project.picture.pixels, picture.pixels));
            QCOMPARE(QColorSpace::fromIccProfile(opened->project.picture.metadata.icc),
                     QColorSpace(QColorSpace::AdobeRgb));
            QCOMPARE(opened->project.picture.metadata.exif.isEmpty(), format == SaveFormat::Tiff);
            QCOMPARE(saved->notices.size(), format == SaveFormat::Tiff ? 1 : 0);
        }
    }

    // A picture without a profile stays without: none means sRGB.
    void noProfileIsInvented() {
        const image::Picture picture{cv::Mat(8, 8, CV_8UC3, cv::Scalar(10, 20, 30)), {}};
        for (const SaveFormat format :
             {SaveFormat::Png, SaveFormat::Jpeg, SaveFormat::WebP, SaveFormat::Tiff}) {
            QVERIFY(savePicture(picture, path("a"), {format}));
            QVERIFY(openFile(path("a"))->project.picture.metadata.icc.isEmpty());
            QVERIFY(losses(picture, format).isEmpty());
        }
    }

    void jpegPutsTransparencyOnWhite() {
        image::Picture picture{cv::Mat(16, 16, CV_16UC4, cv::Scalar(0, 0, 0, 0)), noise(CV_8UC3, 1).metadata};
        const Result<Saved> saved = savePicture(picture, path("a.jpg"), {SaveFormat::Jpeg, 95});
        QVERIFY(saved);
        QCOMPARE(saved->notices.size(), 2); // 16 bits, transparency
        const Result<Opened> opened = openFile(path("a.jpg"));
        QCOMPARE(opened->project.picture.pixels.at<cv::Vec3b>(8, 8), cv::Vec3b(255, 255, 255));
        QCOMPARE(opened->project.picture.metadata.icc, picture.metadata.icc);
        QVERIFY(!opened->project.picture.metadata.exif.isEmpty());
    }

    void webPKeepsAlphaAndProfile() {
        const image::Picture picture = noise(CV_8UC4, 2);
        const Result<Saved> saved = savePicture(picture, path("a.webp"), {SaveFormat::WebP, 80});
        QVERIFY(saved);
        QVERIFY(saved->notices.isEmpty());
        QImageReader reader(path("a.webp"));
        QCOMPARE(reader.format(), QByteArray("webp"));
        const QImage image = reader.read();
        QCOMPARE(image.size(), QSize(53, 37));
        QCOMPARE(image.colorSpace(), QColorSpace(QColorSpace::AdobeRgb));
        for (const QPoint at : {QPoint(0, 0), QPoint(52, 36), QPoint(20, 10)})
            QVERIFY(std::abs(image.pixelColor(at).alpha() - picture.pixels.at<cv::Vec4b>(at.y(), at.x())[3]) <
                    16);
    }

    // Lossy and lossless, with alpha and without, with a profile and without: each is another container.
    void webPKeepsExif() {
        for (const int type : {CV_8UC3, CV_8UC4})
            for (const int quality : {80, 100})
                for (const bool profile : {true, false}) {
                    image::Picture picture = noise(type, 10);
                    if (!profile)
                        picture.metadata.icc.clear();
                    QVERIFY(savePicture(picture, path("a.webp"), {SaveFormat::WebP, quality}));
                    const Result<Opened> opened = openFile(path("a.webp"));
                    QVERIFY(opened);
                    QCOMPARE(opened->project.picture.metadata.exif, kExif);
                    QCOMPARE(opened->project.picture.pixels.type(), type);
                    QCOMPARE(opened->project.picture.size(), picture.size());
                    QCOMPARE(opened->project.picture.metadata.icc.isEmpty(), !profile);
                    if (quality == 100 && type == CV_8UC3)
                        QVERIFY(same(opened->project.picture.pixels, picture.pixels));
                }
    }

    void aTurnedWebPIsUpright() {
        image::Picture picture{cv::Mat(10, 30, CV_8UC3, cv::Scalar(0, 0, 255)), {}};
        picture.pixels.colRange(0, 10).setTo(cv::Scalar(255, 0, 0));
        const QByteArray stored = *encodePicture(picture, {SaveFormat::WebP, 100});
        // Orientation 6: the first row is the right side, so that it is to be turned clockwise. ImageWidth
        // is 30.
        const QByteArray exif = QByteArray::fromHex("49492a00080000000200"
                                                    "00010400010000001e000000"
                                                    "1201030001000000"
                                                    "06000000"
                                                    "00000000");
        const Result<Opened> opened =
            openBytes(withWebPExif(stored, exif, picture.size()), QStringLiteral("a.webp"));
        QVERIFY(opened);
        QCOMPARE(opened->project.picture.size(), QSize(10, 30));
        QCOMPARE(opened->project.picture.pixels.at<cv::Vec3b>(0, 5), cv::Vec3b(255, 0, 0)); // what was left
        QCOMPARE(image::exifOrientation(opened->project.picture.metadata.exif), 1);
        QCOMPARE(opened->project.picture.metadata.exif.mid(18, 4), QByteArray::fromHex("0a000000")); // 10
        for (qsizetype length = 0; length < 60; ++length)
            QVERIFY(webPExif(QByteArrayView(stored).first(length)).isEmpty());
    }

    void lowerQualityIsSmaller() {
        const image::Picture picture = noise(CV_8UC3, 3);
        for (const SaveFormat format : {SaveFormat::Jpeg, SaveFormat::WebP})
            QVERIFY(encodePicture(picture, {format, 20})->size() <
                    encodePicture(picture, {format, 90})->size() * 2 / 3);
    }

    void aFileIsReplacedWholeOrNotAtAll() {
        const image::Picture picture = noise(CV_8UC3, 4);
        QVERIFY(savePicture(picture, path("a.png"), {SaveFormat::Png}));
        QFile::setPermissions(path("a.png"), QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(QFile::link(path("a.png"), path("link.png")));
        QVERIFY(savePicture(noise(CV_8UC3, 5), path("link.png"), {SaveFormat::Png}));
        QVERIFY(QFileInfo(path("link.png")).isSymLink());
        QVERIFY(same(openFile(path("a.png"))->project.picture.pixels, noise(CV_8UC3, 5).pixels));
        QCOMPARE(QFile::permissions(path("a.png")) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        QCOMPARE(files(), (QStringList{QStringLiteral("a.png"), QStringLiteral("link.png")}));

        const Result<Saved> nowhere = savePicture(picture, path("no/a.png"), {SaveFormat::Png});
        QCOMPARE(nowhere.error().code, ErrorCode::FileUnwritable);
        QVERIFY(nowhere.error().message.contains(path("no/a.png")));
    }

    void whatAFormatCannotHold() {
        const image::Picture wide{cv::Mat(1, 17000, CV_8UC3, cv::Scalar(0)), {}};
        QCOMPARE(encodePicture(wide, {SaveFormat::WebP}).error().code, ErrorCode::ImageTooLarge);
        QVERIFY(encodePicture(wide, {SaveFormat::Jpeg}));
        QCOMPARE(encodePicture({}, {SaveFormat::Png}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(encodePicture(wide, {SaveFormat::Jpeg, 0}).error().code, ErrorCode::InvalidArgument);
        image::Picture strange = noise(CV_8UC3, 6);
        strange.metadata = {QByteArray(200, 'x'), {}};
        QCOMPARE(losses(strange, SaveFormat::Tiff).size(), 1);
        QVERIFY(losses(strange, SaveFormat::Jpeg).isEmpty());
    }

    void aProjectGoesOutOfADocumentAndIntoOne() {
        WorkerPool pool(1);
        StudioDocument document;
        document.open(noise(CV_16UC3, 8), QStringLiteral("a.png"), path("a.png"));
        const std::unique_ptr<MaskEdit> edit = document.beginMaskEdit(QStringLiteral("Brush"));
        edit->write(QRect(3, 4, 5, 6)).setTo(200);
        edit->commit();
        document.addResult({QStringLiteral("1"),
                            QStringLiteral("cat"),
                            {QRect(1, 2, 3, 4), cv::Mat(4, 3, CV_16UC3, cv::Scalar(7))},
                            cv::Mat(4, 3, CV_8UC1, cv::Scalar(255)),
                            {}});
        QFuture<Result<SavedInPlace>> saving =
            pool.run([snapshot = snapshotOf(document), request = InPlace{path("p.ora"), nullptr, {}, {}}] {
                return saveProjectInPlace(snapshot.project, request, {});
            });
        document.undoStack().undo(); // what is being saved does not change any more
        QVERIFY(finished(saving));

        Result<Opened> opened = openFile(path("p.ora"));
        QVERIFY(opened);
        StudioDocument other;
        openIn(other, std::move(*opened));
        QCOMPARE(other.name(), QStringLiteral("p.ora"));
        QCOMPARE(other.path(), path("p.ora"));
        QVERIFY(same(other.picture().pixels, document.picture().pixels));
        QCOMPARE(cv::countNonZero(other.mask().pixels == 200), 30);
        QCOMPARE(other.result(QStringLiteral("1"))->patch.rect, QRect(1, 2, 3, 4));

        openIn(other, *openBytes(*encodePicture(noise(CV_8UC3, 9), {}), QStringLiteral("b.png")));
        QCOMPARE(cv::countNonZero(other.mask().pixels), 0);
        QVERIFY(other.results().empty());
    }

    void suffixes() {
        QCOMPARE(formatForSuffix(QStringLiteral("JPEG")), SaveFormat::Jpeg);
        QCOMPARE(formatForSuffix(QStringLiteral("tif")), SaveFormat::Tiff);
        QVERIFY(!formatForSuffix(QStringLiteral("ora")));
        for (const SaveFormat format :
             {SaveFormat::Png, SaveFormat::Jpeg, SaveFormat::WebP, SaveFormat::Tiff}) {
            QCOMPARE(formatForSuffix(suffixOf(format)), format);
            QVERIFY(saveFilter(format).contains(suffixOf(format)));
        }
    }
};

NB_TEST(TestSavePicture)
#include "tst_save_picture.moc"
