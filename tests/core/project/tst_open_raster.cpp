#include "core/project/open_raster.h"

#include "core/image/encode.h"
#include "core/project/archive.h"
#include "tests/support/profiles.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::project;

namespace {

cv::Mat noise(cv::Size size, int type, unsigned seed) {
    cv::Mat pixels(size, type);
    cv::RNG random(seed);
    random.fill(pixels, cv::RNG::UNIFORM, 0, CV_MAT_DEPTH(type) == CV_16U ? 65536 : 256);
    return pixels;
}

Project sample(int type = CV_8UC3) {
    Project project;
    project.picture = {noise({30, 20}, type, 1),
                       {test::adobeRgb(), QByteArray::fromHex("49492a000800000000000000000000")}};
    project.picture.metadata.exif.chop(1);
    project.mask.pixels = cv::Mat(20, 30, CV_8UC1, cv::Scalar(0));
    noise({7, 5}, CV_8UC1, 2).copyTo(project.mask.pixels(cv::Rect(9, 11, 7, 5)));
    LayerInfo info;
    info.prompt = QStringLiteral("a red \"rose\" & <more> ü 玫瑰");
    info.seed = 2147483647;
    info.strength = 0.1;
    info.report = edit::EditReport{QStringLiteral("gemini"), {}, 2, {{.sentScale = 0.5}}, {}, {}};
    project.results.push_back({QStringLiteral("id-1"),
                               QStringLiteral("a <\"rose\"> & \x01"),
                               {QRect(3, 4, 10, 6), noise({10, 6}, type, 3)},
                               noise({10, 6}, CV_8UC1, 4),
                               info});
    project.results.push_back(
        {QStringLiteral("id-2"), {}, {QRect(0, 0, 30, 20), noise({30, 20}, type, 5)}, {}, {}});
    return project;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && (a.empty() || (a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0));
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

QByteArray stack(int width, int height) {
    return QStringLiteral("<image w=\"%1\" h=\"%2\"><stack/></image>")
        .arg(QString::number(width), QString::number(height))
        .toUtf8();
}

QByteArray png(int width, int height, int type = CV_8UC3) {
    return *image::encodePng({cv::Mat(height, width, type, cv::Scalar(9, 8, 7, 6)), {}});
}

} // namespace

class TestOpenRaster : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name = "a.ora") const { return m_folder.filePath(QString::fromLatin1(name)); }

    using Parts = std::vector<std::pair<QString, QByteArray>>;
    Result<LoadedProject> loadOf(const Parts& parts, const ProjectLimits& limits = {}) const {
        QFile file(path("made.ora"));
        if (!file.open(QIODevice::ReadWrite | QIODevice::Truncate))
            qFatal("cannot write");
        auto archive = ArchiveWriter::begin(file);
        for (const auto& [name, bytes] : parts)
            if (!(*archive)->add(name, bytes, ArchiveWriter::Method::Deflated))
                qFatal("cannot add");
        if (!(*archive)->finish())
            qFatal("cannot finish");
        file.close();
        return loadOpenRaster(file.fileName(), limits);
    }
    static Parts base(const Parts& more, const QByteArray& xml = stack(4, 3)) {
        Parts parts{{QStringLiteral("mimetype"), "image/openraster"}, {QStringLiteral("stack.xml"), xml}};
        parts.insert(parts.end(), more.begin(), more.end());
        return parts;
    }
    static Parts own(const QByteArray& json, const QByteArray& basePng = png(4, 3), const Parts& more = {}) {
        Parts parts = base(
            {{QStringLiteral("data/base.png"), basePng}, {QStringLiteral("nanobanana/edits.json"), json}});
        parts.insert(parts.end(), more.begin(), more.end());
        return parts;
    }

private Q_SLOTS:
    void comesBackExactly_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bits") << CV_8UC3;
        QTest::newRow("8 bits, alpha") << CV_8UC4;
        QTest::newRow("16 bits") << CV_16UC3;
        QTest::newRow("16 bits, alpha") << CV_16UC4;
    }
    void comesBackExactly() {
        QFETCH(int, type);
        const Project saved = sample(type);
        QVERIFY(saveOpenRaster(saved, path()));
        const Result<LoadedProject> loaded = loadOpenRaster(path());
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message + loaded.error().detail));
        const Project& project = loaded->project;
        QCOMPARE(loaded->writer, LoadedProject::Writer::ThisProgram);
        QVERIFY(same(project.picture.pixels, saved.picture.pixels));
        QCOMPARE(project.picture.metadata.icc, saved.picture.metadata.icc);
        QCOMPARE(project.picture.metadata.exif, saved.picture.metadata.exif);
        QVERIFY(same(project.mask.pixels, saved.mask.pixels));
        QCOMPARE(project.results.size(), saved.results.size());
        for (size_t i = 0; i < saved.results.size(); ++i) {
            const Layer &layer = project.results[i], &before = saved.results[i];
            QCOMPARE(layer.id, before.id);
            QCOMPARE(layer.name, before.name);
            QCOMPARE(layer.patch.rect, before.patch.rect);
            QVERIFY(same(layer.patch.pixels, before.patch.pixels));
            QVERIFY(same(layer.mask, before.mask));
            QCOMPARE(toJson(layer.info), toJson(before.info));
        }
    }

    // A file as version 1.0 of the studio wrote it, and with a key that no version knows yet.
    void aFileOfAnEarlierVersionOpensAndLosesNothing() {
        const QByteArray json = R"({"version":1,"base":"data/base.png","results":[{
            "id":"1","name":"a rose","file":"r.png","x":1,"y":0,"about":{
            "engine":"gemini","prompt":"a rose","seed":7,"preserve_unmasked":false,"later":[1],
            "report":{"attempts":2,"regions":[{"residual_px":2,"lies_badly":true,"sharpness":3}]}}}]})";
        const Result<LoadedProject> first =
            loadOf(own(json, png(4, 3), {{QStringLiteral("r.png"), png(2, 2)}}));
        QVERIFY(first);
        const LayerInfo& info = first->project.results.at(0).info;
        QCOMPARE(info.engine, QStringLiteral("gemini"));
        QCOMPARE(info.seed, std::optional(7));
        QVERIFY(!info.preserveUnmasked);
        QCOMPARE(info.report->regions.at(0).residualPx, std::optional(2.0));
        QVERIFY(saveOpenRaster(first->project, path()));
        const Result<LoadedProject> again = loadOpenRaster(path());
        QVERIFY(again);
        const QJsonObject about = toJson(again->project.results.at(0).info);
        QCOMPARE(about[QStringLiteral("later")], QJsonValue(QJsonArray{1}));
        const QJsonValue region = about[QStringLiteral("report")][QStringLiteral("regions")][0];
        QCOMPARE(region[QStringLiteral("sharpness")], QJsonValue(3));
        QCOMPARE(region[QStringLiteral("lies_badly")], QJsonValue(true));
    }

    void nothingSelectedAndNoResults() {
        Project project{{noise({3, 2}, CV_8UC3, 1), {}}, {}, {}};
        QVERIFY(saveOpenRaster(project, path()));
        const Result<LoadedProject> loaded = loadOpenRaster(path());
        QVERIFY(loaded);
        QVERIFY(same(loaded->project.mask.pixels, cv::Mat(2, 3, CV_8UC1, cv::Scalar(0))));
        QVERIFY(loaded->project.results.empty());
    }

    // The type is told by fixed places in the file, as `file` and file managers do.
    void beginsAsTheSpecificationSays() {
        QVERIFY(saveOpenRaster(sample(), path()));
        const QByteArray bytes = contents(path());
        QCOMPARE(bytes.first(4), QByteArray("PK\x03\x04"));
        QCOMPARE(bytes.sliced(8, 2), QByteArray(2, '\0')); // stored
        QCOMPARE(bytes.sliced(30, 24), QByteArray("mimetypeimage/openraster"));
        QVERIFY(isOpenRaster(bytes.first(64)));
        QVERIFY(!isOpenRaster(bytes.first(20)));
        QVERIFY(!isOpenRaster(png(1, 1)));
        QVERIFY(!isOpenRaster(QByteArrayView()));
    }

    void aThumbnailIsAtMost256AndEightBits() {
        Project project{{cv::Mat(40, 1024, CV_16UC3, cv::Scalar(65535, 0, 257)), {}}, {}, {}};
        QVERIFY(saveOpenRaster(project, path()));
        auto archive = ArchiveReader::open(path());
        const Result<QByteArray> bytes =
            (*archive)->read(QStringLiteral("Thumbnails/thumbnail.png"), 1 << 20);
        const QByteArray header = bytes->sliced(16, 9); // width, height, depth of a PNG
        QCOMPARE(header, QByteArray::fromHex("00000100"
                                             "0000000a"
                                             "08"));
    }

    void everyTruncationIsAnError() {
        QVERIFY(saveOpenRaster(sample(), path()));
        QFile cut(path());
        for (qint64 length = cut.size() - 1; length >= 0; --length) {
            QVERIFY(cut.resize(length));
            const Result<LoadedProject> loaded = loadOpenRaster(cut.fileName());
            QVERIFY2(!loaded, qPrintable(QString::number(length)));
            QVERIFY2(loaded.error().code == ErrorCode::UnreadableImage,
                     qPrintable(QString::number(length) + loaded.error().detail));
        }
    }

    // Whatever happens to single bytes: an error, or exactly the picture (some bytes mean nothing).
    void damageIsNoticed() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        const Project saved = sample();
        QVERIFY(saveOpenRaster(saved, path()));
        const QByteArray whole = contents(path());
        for (int i = 0; i < 2000; ++i) {
            QByteArray bytes = whole;
            for (int n = random.bounded(1, 4); n > 0; --n)
                bytes[random.bounded(int(bytes.size()))] = char(random.generate());
            QFile file(path()); // overwritten in place: a new file would wait for the disk each time
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.write(bytes);
            file.close();
            const Result<LoadedProject> loaded = loadOpenRaster(file.fileName());
            if (loaded)
                QVERIFY(same(loaded->project.picture.pixels, saved.picture.pixels));
        }
    }

    void anotherProgramsFileOpensMerged() {
        const Result<LoadedProject> loaded = loadOf(base({{QStringLiteral("mergedimage.png"), png(4, 3)}}));
        QVERIFY(loaded);
        QCOMPARE(loaded->writer, LoadedProject::Writer::AnotherProgram);
        QCOMPARE(loaded->project.picture.pixels.at<cv::Vec3b>(2, 3), cv::Vec3b(9, 8, 7));
        const Result<LoadedProject> none = loadOf(base({}));
        QCOMPARE(none.error().code, ErrorCode::UnreadableImage);
        QVERIFY(none.error().message.contains(QLatin1String("merged")));
    }

    void hostileArchives_data() {
        QTest::addColumn<Parts>("parts");
        QTest::addColumn<ErrorCode>("code");
        const QByteArray ok = R"({"version":1,"base":"data/base.png"})";
        const auto result = [](const QByteArray& fields) {
            return QByteArray(R"({"version":1,"base":"data/base.png","results":[{)") + fields + "}]}";
        };
        const ErrorCode damaged = ErrorCode::UnreadableImage, large = ErrorCode::ImageTooLarge;
        const Parts with = {{QStringLiteral("r.png"), png(2, 2)},
                            {QStringLiteral("wide.png"), png(9, 2)},
                            {QStringLiteral("deep.png"), png(2, 2, CV_16UC3)}};
        QTest::newRow("no type") << Parts{{QStringLiteral("stack.xml"), stack(4, 3)}}
                                 << ErrorCode::UnsupportedFormat;
        QTest::newRow("other type") << Parts{{QStringLiteral("mimetype"), "application/epub+zip"}}
                                    << ErrorCode::UnsupportedFormat;
        QTest::newRow("no stack") << Parts{{QStringLiteral("mimetype"), "image/openraster"}} << damaged;
        QTest::newRow("stack is no XML") << base({}, "<image w=\"4\" h=\"3\">") << damaged;
        QTest::newRow("no size") << base({}, "<image><stack/></image>") << damaged;
        QTest::newRow("endless entities")
            << base({},
                    "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
                    "<image w=\"4\" h=\"3\" name=\"&d;&d;&d;\"/>")
            << damaged;
        QTest::newRow("huge") << base({}, stack(60000, 60000)) << large;
        QTest::newRow("very wide") << base({}, stack(100000, 1)) << large;
        QTest::newRow("bomb") << own(ok, QByteArray(60'000'000, '\0')) << large;
        QTest::newRow("bomb as a stack") << base({}, QByteArray(20'000'000, ' ')) << large;
        QTest::newRow("base of another size") << own(ok, png(4, 4)) << damaged;
        QTest::newRow("base is no picture") << own(ok, "text") << ErrorCode::UnsupportedFormat;
        QTest::newRow("outside") << own(ok, png(4, 3), {{QStringLiteral("../../etc/x"), "x"}}) << damaged;
        QTest::newRow("absolute") << own(ok, png(4, 3), {{QStringLiteral("/etc/x"), "x"}}) << damaged;
        QTest::newRow("twice") << own(ok, png(4, 3), {{QStringLiteral("data/base.png"), "x"}}) << damaged;
        QTest::newRow("no JSON") << own("{") << damaged;
        QTest::newRow("empty JSON") << own("{}") << damaged;
        QTest::newRow("newer") << own(R"({"version":2,"base":"data/base.png"})")
                               << ErrorCode::UnsupportedFormat;
        QTest::newRow("no base") << own(R"({"version":1})") << damaged;
        QTest::newRow("base elsewhere") << own(R"({"version":1,"base":"x"})") << damaged;
        QTest::newRow("result without id")
            << own(result(R"("file":"r.png","x":0,"y":0)"), png(4, 3), with) << damaged;
        QTest::newRow("result outside")
            << own(result(R"("id":"1","file":"r.png","x":3,"y":0)"), png(4, 3), with) << damaged;
        QTest::newRow("result left of it")
            << own(result(R"("id":"1","file":"r.png","x":-1,"y":0)"), png(4, 3), with) << damaged;
        QTest::newRow("result too wide")
            << own(result(R"("id":"1","file":"wide.png","x":0,"y":0)"), png(4, 3), with) << damaged;
        QTest::newRow("result of other depth")
            << own(result(R"("id":"1","file":"deep.png","x":0,"y":0)"), png(4, 3), with) << damaged;
        QTest::newRow("two with one id")
            << own(result(R"("id":"1","file":"r.png","x":0,"y":0},{"id":"1","file":"r.png","x":0,"y":0)"),
                   png(4, 3), with)
            << damaged;
        QTest::newRow("mask without alpha")
            << own(R"({"version":1,"base":"data/base.png","mask":{"file":"r.png","x":0,"y":0}})", png(4, 3),
                   with)
            << damaged;
    }
    void hostileArchives() {
        QFETCH(Parts, parts);
        QFETCH(ErrorCode, code);
        const Result<LoadedProject> loaded = loadOf(parts);
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().code == code, qPrintable(loaded.error().message + loaded.error().detail));
    }

    void limitsOfResults() {
        QVERIFY(saveOpenRaster(sample(), path()));
        QCOMPARE(loadOpenRaster(path(), {.maxPixels = 599}).error().code, ErrorCode::ImageTooLarge);
        QVERIFY(loadOpenRaster(path(), {.maxPixels = 600}));
        QCOMPARE(loadOpenRaster(path(), {.maxResults = 1}).error().code, ErrorCode::ImageTooLarge);
        // Base 600, mask 35, results 60 + 60 + 600; twice 600 are free for base and mask.
        QCOMPARE(loadOpenRaster(path(), {.maxPixels = 600, .maxResultPixels = 100}).error().code,
                 ErrorCode::ImageTooLarge);
    }

    void whatDoesNotFitIsRefused() {
        Project project = sample();
        project.results[0].patch.rect.moveLeft(25);
        QCOMPARE(saveOpenRaster(project, path()).error().code, ErrorCode::InvalidArgument);
        project = sample();
        project.mask.pixels = cv::Mat(2, 2, CV_8UC1);
        QCOMPARE(saveOpenRaster(project, path()).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(saveOpenRaster({}, path()).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(loadOpenRaster(path("none")).error().code, ErrorCode::FileUnreadable);
        QCOMPARE(loadOpenRaster(m_folder.path()).error().code, ErrorCode::FileUnreadable);
    }

    void cancelledOrFailedSavingKeepsTheOldFile() {
        QVERIFY(saveOpenRaster(sample(), path()));
        const QByteArray before = contents(path());
        std::stop_source stop;
        double last = 0;
        const Watch watch{[&](double done) {
                              QVERIFY(done >= last && done <= 1);
                              last = done;
                              stop.request_stop();
                          },
                          stop.get_token()};
        QCOMPARE(saveOpenRaster(sample(CV_16UC4), path(), watch).error().code, ErrorCode::Cancelled);
        QCOMPARE(contents(path()), before);
        QCOMPARE(loadOpenRaster(path(), {}, watch).error().code, ErrorCode::Cancelled);
        QCOMPARE(saveOpenRaster(sample(), path("no/a.ora")).error().code, ErrorCode::FileUnwritable);
        for (const QString& name : QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden))
            QVERIFY2(!name.contains(QLatin1String(".part")), qPrintable(name));
        QVERIFY(saveOpenRaster(sample(), path(), {[&](double done) { last = done; }, {}}));
        QCOMPARE(last, 1.0);
    }
};

NB_TEST(TestOpenRaster)
#include "tst_open_raster.moc"
