#include "bench/fill/methods.h"

#include "core/fill/fill.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>
#include <opencv2/xphoto/inpainting.hpp>
#include <sys/resource.h>

namespace nb::bench {
namespace {

constexpr int kLimitMs = 180000;
constexpr double kTeleaRadiusPx = 4;

bool ours(const cv::Mat& rgb, const cv::Mat& mask, cv::Mat& filled) {
    const auto result = fill::fill(rgb, mask, fill::Options{});
    if (!result) {
        std::fprintf(stderr, "bench-fill: %s %s\n", qPrintable(result.error().message),
                     qPrintable(result.error().detail));
        return false;
    }
    filled = *result;
    return true;
}

// xphoto wants 0 where it is to fill, and Lab for shift maps.
void shiftMap(const cv::Mat& rgb, const cv::Mat& mask, cv::Mat& filled) {
    cv::Mat lab;
    cv::cvtColor(rgb, lab, cv::COLOR_RGB2Lab);
    cv::xphoto::inpaint(lab, mask == 0, filled, cv::xphoto::INPAINT_SHIFTMAP);
    cv::cvtColor(filled, filled, cv::COLOR_Lab2RGB);
}

bool byOpenCv(const std::string& method, const cv::Mat& rgb, const cv::Mat& mask, cv::Mat& filled) {
    if (method == "ours")
        return ours(rgb, mask, filled);
    if (method == "telea" || method == "ns")
        cv::inpaint(rgb, mask, filled, kTeleaRadiusPx, method == "ns" ? cv::INPAINT_NS : cv::INPAINT_TELEA);
    else if (method == "shiftmap")
        shiftMap(rgb, mask, filled);
    else if (method == "fsr")
        cv::xphoto::inpaint(rgb, mask == 0, filled, cv::xphoto::INPAINT_FSR_FAST);
    return !filled.empty();
}

double cpuSeconds(int who) {
    rusage usage{};
    getrusage(who, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peakOfChildrenMb() {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

double statusMb(const char* key) {
    QFile file(QStringLiteral("/proc/self/status"));
    if (file.open(QIODevice::ReadOnly))
        for (const QByteArray& line : file.readAll().split('\n'))
            if (line.startsWith(key))
                return line.simplified().split(' ').value(1).toDouble() / 1024;
    return 0;
}

void resetPeak() {
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}

struct Cost {
    double wallS = 0, cpuS = 0, peakMb = 0;
};

std::optional<Cost> timedGmic(const QStringList& arguments) {
    QElapsedTimer timer;
    timer.start();
    const double before = cpuSeconds(RUSAGE_CHILDREN);
    QProcess gmic;
    gmic.start(QStringLiteral("gmic"), arguments);
    if (!gmic.waitForFinished(kLimitMs) || gmic.exitCode() != 0) {
        std::fprintf(stderr, "bench-fill: gmic failed: %s\n", qPrintable(gmic.errorString()));
        return {};
    }
    return Cost{static_cast<double>(timer.elapsed()) / 1000, cpuSeconds(RUSAGE_CHILDREN) - before,
                peakOfChildrenMb()};
}

// What it costs beyond starting G'MIC and reading and writing the same files.
std::optional<Cost> byGmic(const QString& command, const QString& picture, const QString& mask,
                           const QString& result) {
    const auto arguments = [&](const QStringList& filter) {
        return QStringList{QStringLiteral("-v"), QStringLiteral("-1"), picture, mask} + filter +
               QStringList{QStringLiteral("-output[0]"), result};
    };
    const auto idle = timedGmic(arguments({}));
    const auto busy = timedGmic(arguments({command, QStringLiteral("[1]")}));
    if (!idle || !busy)
        return {};
    return Cost{busy->wallS - idle->wallS, busy->cpuS - idle->cpuS, busy->peakMb - idle->peakMb};
}

cv::Mat readRgb(const std::string& path) {
    cv::Mat picture = cv::imread(path, cv::IMREAD_COLOR);
    if (!picture.empty())
        cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
    return picture;
}

bool writeRgb(const std::string& path, const cv::Mat& rgb) {
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    return cv::imwrite(path, bgr, {cv::IMWRITE_PNG_COMPRESSION, 1});
}

std::optional<Cost> byLibrary(const std::string& method, const std::string& picture,
                              const std::string& maskPath, const std::string& result) {
    const cv::Mat rgb = readRgb(picture), mask = cv::imread(maskPath, cv::IMREAD_GRAYSCALE);
    cv::Mat filled;
    resetPeak();
    const double memory = statusMb("VmRSS:"), cpu = cpuSeconds(RUSAGE_SELF);
    QElapsedTimer timer;
    timer.start();
    if (!byOpenCv(method, rgb, mask, filled))
        return {};
    const double wall = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
    const Cost cost{wall, cpuSeconds(RUSAGE_SELF) - cpu, statusMb("VmHWM:") - memory};
    return writeRgb(result, filled) ? std::optional(cost) : std::nullopt;
}

} // namespace

const std::vector<std::string>& methodNames() {
    static const std::vector<std::string> names = {"ours", "telea",      "ns",      "shiftmap",
                                                   "fsr",  "gmic_patch", "gmic_pde"};
    return names;
}

int runAsChild(const std::string& method, const std::string& picture, const std::string& mask,
               const std::string& result) {
    std::optional<Cost> cost;
    if (method == "gmic_patch" || method == "gmic_pde")
        cost = byGmic(method == "gmic_pde" ? QStringLiteral("-inpaint_pde[0]")
                                           : QStringLiteral("-inpaint_matchpatch[0]"),
                      QString::fromStdString(picture), QString::fromStdString(mask),
                      QString::fromStdString(result));
    else
        cost = byLibrary(method, picture, mask, result);
    if (!cost)
        return 1;
    std::printf("%f %f %f\n", cost->wallS, cost->cpuS, cost->peakMb);
    return 0;
}

std::optional<Run> runMethod(const std::string& method, const cv::Mat& rgb, const cv::Mat& mask) {
    const QTemporaryDir folder;
    const std::string picture = folder.filePath(QStringLiteral("picture.png")).toStdString();
    const std::string hole = folder.filePath(QStringLiteral("mask.png")).toStdString();
    const std::string result = folder.filePath(QStringLiteral("result.png")).toStdString();
    cv::Mat hidden = rgb.clone();
    hidden.setTo(cv::Scalar(255, 0, 255), mask); // so that no method can use it
    if (!writeRgb(picture, hidden) || !cv::imwrite(hole, mask))
        return {};
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--child"), QString::fromStdString(method), QString::fromStdString(picture),
                 QString::fromStdString(hole), QString::fromStdString(result)});
    if (!child.waitForFinished(3 * kLimitMs) || child.exitStatus() != QProcess::NormalExit ||
        child.exitCode() != 0) {
        std::fprintf(stderr, "bench-fill: %s gave no result\n", method.c_str());
        return {};
    }
    const QList<QByteArray> figures = child.readAllStandardOutput().simplified().split(' ');
    if (figures.size() < 3)
        return {};
    return Run{readRgb(result), figures[0].toDouble(), figures[1].toDouble(), figures[2].toDouble()};
}

} // namespace nb::bench
