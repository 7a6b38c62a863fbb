#include "tests/integration/workspace.h"

#include "core/image/encode.h"
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>
#include <cstring>
#include <opencv2/core.hpp>

namespace nb::test {

QJsonObject Ended::json() const {
    return QJsonDocument::fromJson(out.toUtf8()).object();
}

QList<QJsonObject> Ended::jsonLines() const {
    QList<QJsonObject> objects;
    for (const QString& line : out.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        objects.append(QJsonDocument::fromJson(line.toUtf8()).object());
    return objects;
}

Workspace::Workspace() {
    write(QStringLiteral("photo.png"), *image::encodePng({spottedPixels(kSize, CV_8UC3, kSelection), {}}));
    write(QStringLiteral("mask.png"), maskPng(kSize, kSelection));
}

QString Workspace::write(const QString& name, const QByteArray& bytes) const {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

image::Decoded Workspace::read(const QString& name) const {
    QFile file(path(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(name));
    return *image::decode(file.readAll(), {});
}

void Workspace::start(QProcess& process, const QStringList& words, const Variables& environment) const {
    setEnvironment(process, environment);
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral(NB_APP), words);
}

Ended Workspace::run(const QStringList& words, const Variables& environment) const {
    QProcess process;
    start(process, words, environment);
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, kHangLimitMs))
        qFatal("nanobanana hangs: %s", qPrintable(words.join(QLatin1Char(' '))));
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

QStringList Workspace::editWords(const QString& image, const QString& output) const {
    return {QStringLiteral("edit"),       QStringLiteral("--image"),        path(image),
            QStringLiteral("--mask"),     path(QStringLiteral("mask.png")), QStringLiteral("--prompt"),
            QStringLiteral("a red rose"), QStringLiteral("--output"),       path(output)};
}

void setEnvironment(QProcess& process, const Variables& variables) {
    QProcessEnvironment environment;
    for (const char* kept : {"PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
        if (qEnvironmentVariableIsSet(kept))
            environment.insert(QString::fromLatin1(kept), qEnvironmentVariable(kept));
    for (auto it = variables.begin(); it != variables.end(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
}

cv::Mat texturedPixels(QSize size, int type) {
    cv::Mat pixels(size.height(), size.width(), type);
    for (int y = 0; y < pixels.rows; ++y)
        for (int x = 0; x < pixels.cols * pixels.channels(); ++x) {
            const int value = (x * 7 + y * 13) % 200 + 20;
            if (pixels.depth() == CV_16U)
                pixels.ptr<ushort>(y)[x] = static_cast<ushort>(value * 257);
            else
                pixels.ptr<uchar>(y)[x] = static_cast<uchar>(value);
        }
    return pixels;
}

cv::Mat spottedPixels(QSize size, int type, const QRect& selection) {
    cv::Mat pixels = texturedPixels(size, type);
    const QPoint centre = selection.center();
    pixels(cv::Rect(centre.x() - 2, centre.y() - 2, 4, 4)) = cv::Scalar::all(0);
    return pixels;
}

QByteArray maskPng(QSize size, const QRect& selection) {
    cv::Mat mask(size.height(), size.width(), CV_8UC1, cv::Scalar(0));
    mask(cv::Rect(selection.x(), selection.y(), selection.width(), selection.height())) = 255;
    return *image::encodeGreyPng(mask);
}

QRect difference(const cv::Mat& a, const cv::Mat& b) {
    QRect box;
    for (int y = 0; y < a.rows; ++y)
        for (int x = 0; x < a.cols; ++x)
            if (std::memcmp(a.ptr(y, x), b.ptr(y, x), a.elemSize()) != 0)
                box |= QRect(x, y, 1, 1);
    return box;
}

} // namespace nb::test
