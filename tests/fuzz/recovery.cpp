// Recovery logs. Byte 0 says whether the rest is the file itself or a list of records, which then get the
// right lengths and checksums.

#include "core/recovery/recovery.h"

#include "tests/fuzz/fuzz_target.h"
#include "tests/support/bytes.h"
#include <QDir>
#include <QFile>
#include <opencv2/core.hpp>

namespace nb::fuzz {
namespace {

const QString kId = QStringLiteral("01234567-89ab-cdef-0123-456789abcdef");

// As record_file.h describes it: magic number, kind, length, checksum of both and the payload.
QByteArray record(quint32 kind, const QByteArray& payload) {
    const QByteArray length = test::little(quint64(payload.size()));
    return "NBR1" + test::little(kind) + length +
           test::little(test::crc32(test::little(kind) + length + payload)) + payload;
}

QByteArray logOf(Parts& parts) {
    QByteArray log;
    while (!parts.atEnd()) {
        const quint32 kind = parts.byte() % 9;
        log += record(kind, parts.block());
    }
    return log;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && (a.empty() || cv::norm(a, b, cv::NORM_INF) == 0);
}

bool same(const project::Project& a, const project::Project& b) {
    return same(a.picture.pixels, b.picture.pixels) && same(a.mask.pixels, b.mask.pixels) &&
           std::equal(a.results.begin(), a.results.end(), b.results.begin(), b.results.end(),
                      [](const project::Layer& x, const project::Layer& y) {
                          return x.id == y.id && x.patch.rect == y.patch.rect &&
                                 same(x.patch.pixels, y.patch.pixels);
                      });
}

void check(const project::Project& project) {
    const QRect all({}, project.picture.size());
    require(!all.isEmpty() && project.mask.size() == all.size(),
            "there is a picture, and a mask of its size");
    for (const project::Layer& layer : project.results)
        require(all.contains(layer.patch.rect) &&
                    layer.patch.pixels.type() == project.picture.pixels.type() &&
                    QSize(layer.patch.pixels.cols, layer.patch.pixels.rows) == layer.patch.rect.size(),
                "a result lies in the picture and has its samples");
}

// What was recovered is worked on: the same log gets more, and is read again below.
void goOn(recovery::Recovered& recovered) {
    project::Project& project = recovered.project;
    const cv::Rect corner(0, 0, 1, 1);
    project.mask.pixels(corner).setTo(77);
    project.picture.pixels(corner).setTo(cv::Scalar(1, 2, 3, 4));
    const project::Patch patch{QRect(0, 0, 1, 1), project.picture.pixels(corner).clone()};
    const project::Layer layer{QStringLiteral("added"), QStringLiteral("n"), patch, {}, {}};
    QStringList order{layer.id};
    for (const project::Layer& one : project.results)
        order += one.id;
    project.results.insert(project.results.begin(), layer);
    recovery::RecoveryLog& log = *recovered.log;
    require(log.appendMask({{QRect(0, 0, 1, 1), project.mask.pixels(corner).clone()}}) &&
                log.appendPixels(patch) && log.appendResult(layer) && log.appendOrder(order) &&
                log.appendState(recovered.state) && log.sync(),
            "a recovered log goes on");
}

void recovery(QByteArrayView input) {
    Parts parts(input);
    const bool isFile = parts.byte() % 2 == 0;
    const QByteArray bytes = isFile ? parts.rest().toByteArray() : logOf(parts);
    const QString folder = scratchFolder() + QStringLiteral("/recovery");
    const auto write = [&] {
        QDir().mkpath(folder);
        QFile file(folder + QLatin1Char('/') + kId + QStringLiteral(".log"));
        require(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(),
                "the log can be written");
    };
    write();
    (void)recovery::findRecoverable(folder);
    write(); // what is not worth having was removed
    const project::Project once = [&] {
        Result<recovery::Recovered> recovered = recovery::recover(folder, kId);
        if (!recovered)
            return project::Project();
        check(recovered->project);
        goOn(*recovered);
        return recovered->project;
    }();
    if (!once.picture.pixels.empty()) {
        // Under another name now: whoever takes a log over gives it one.
        const QStringList logs = QDir(folder).entryList({QStringLiteral("*.log")});
        require(logs.size() == 1, "the log stays");
        const Result<recovery::Recovered> again = recovery::recover(folder, logs.front().chopped(4));
        require(again.has_value(), "what was recovered can be recovered again");
        require(same(again->project, once), "a second recovery brings the same back");
    }
    QDir(folder).removeRecursively();
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(recovery, nb::fuzz::recovery)
