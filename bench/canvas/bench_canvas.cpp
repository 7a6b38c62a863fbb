// How quickly the canvas follows the pointer, on 24 and on 100 megapixels, raster, window 1920x1080, without
// a screen. Prints a table with the target of each figure and the ratio to it; below 1 is met. The figures
// that count are processor time of all threads together: on a machine that does nothing else wall time is
// lower, because two cores share a large repaint.

#include "bench/canvas/measure.h"
#include "bench/canvas/start.h"
#include "bench/canvas/studio.h"
#include "core/image/encode.h"
#include "ui/desktop/files/open_picture.h"
#include <QApplication>
#include <QTemporaryDir>
#include <QTextStream>
#include <cmath>
#include <cstdio>
#include <jpeglib.h>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::bench;

namespace {

struct Size {
    const char* name;
    int width, height;
};
constexpr Size kSizes[] = {{"24 Mpx", 6000, 4000}, {"100 Mpx", 11584, 8640}};

QTextStream& out() {
    static QTextStream stream(stdout);
    return stream;
}

void line(const QString& what, double wall, double cpu, double target, const char* unit) {
    out() << QString::asprintf("| %-52s | %9.2f | %9.2f | %7.1f %-2s | %5.2f |\n", qPrintable(what), wall,
                               cpu, target, unit, cpu / target);
    out().flush();
}

void timeLines(const QString& what, const Times& times, double median, double p99) {
    if (median > 0)
        line(what + QStringLiteral(", median"), quantile(times.wallMs, 0.5), quantile(times.cpuMs, 0.5),
             median, "ms");
    line(what + QStringLiteral(", p99"), quantile(times.wallMs, 0.99), quantile(times.cpuMs, 0.99), p99,
         "ms");
}

// A stroke in a figure of eight over the view; times each move.
void stroke(Studio& studio, int moves, double phase, Times* times) {
    const auto at = [&](int i) {
        const double t = phase + i * 0.05;
        return QPointF(960 + 700 * std::sin(t), 540 + 380 * std::sin(2 * t));
    };
    studio.mouse(QEvent::MouseButtonPress, at(0), Qt::LeftButton, Qt::LeftButton);
    studio.paint();
    for (int i = 1; i <= moves; ++i) {
        const auto move = [&] {
            studio.mouse(QEvent::MouseMove, at(i), Qt::NoButton, Qt::LeftButton);
            studio.paint();
        };
        if (times)
            times->add(move);
        else
            move();
    }
    studio.mouse(QEvent::MouseButtonRelease, at(moves), Qt::LeftButton, {});
    studio.paint();
}

void strokes(Studio& studio, const QString& name) {
    const auto at = [&](const QString& where) {
        studio.waitUntilSharp();
        Times times;
        for (int i = 0; i < 5; ++i)
            stroke(studio, 120, i, &times);
        timeLines(QStringLiteral("%1: stroke, %2 px soft, %3")
                      .arg(name, QString::number(studio.tools.settings().value(desktop::Setting::BrushSize)),
                           where),
                  times, 4, 10);
        studio.document.undoStack().setIndex(0);
    };
    studio.canvas.fit();
    at(QStringLiteral("fitted"));
    studio.canvas.setZoom(1);
    at(QStringLiteral("100 %"));
    studio.canvas.setTool(studio.tools.find(QStringLiteral("smart_brush")));
    at(QStringLiteral("100 %, smart brush"));
    studio.canvas.setTool(studio.tools.find(QStringLiteral("brush")));
    studio.canvas.setZoom(2);
    at(QStringLiteral("200 %"));
    studio.canvas.setZoom(1);
    studio.canvas.setRotation(30);
    at(QStringLiteral("100 %, turned"));
    studio.canvas.setRotation(0);
    studio.tools.settings().setValue(desktop::Setting::BrushSize, 1000);
    studio.canvas.fit();
    at(QStringLiteral("fitted"));
    studio.canvas.setZoom(1);
    at(QStringLiteral("100 %"));
    studio.tools.settings().setValue(desktop::Setting::BrushSize, 200);
}

void zooms(Studio& studio, const QString& name) {
    studio.canvas.fit();
    stroke(studio, 120, 0, nullptr); // with a mask in view
    studio.waitUntilSharp();
    // The same way in and out several times, and of each step the least: what is left is the step itself.
    constexpr int kRounds = 6;
    constexpr int kSteps = 45;
    std::vector<Times> steps(2 * kSteps);
    for (int round = 0; round < kRounds; ++round)
        for (int i = 0; i < 2 * kSteps; ++i)
            steps[size_t(i)].add([&] {
                studio.wheel({900, 500}, i < kSteps ? 1 : -1);
                studio.paint();
            });
    Times least;
    for (const Times& step : steps) {
        least.wallMs.push_back(quantile(step.wallMs, 0));
        least.cpuMs.push_back(quantile(step.cpuMs, 0));
    }
    timeLines(name + QStringLiteral(": zoom step (least of 6)"), least, 0, 16);
    Times pans;
    studio.canvas.setZoom(1);
    studio.waitUntilSharp();
    for (int i = 0; i < 100; ++i)
        pans.add([&] {
            studio.mouse(QEvent::MouseButtonPress, {900, 500}, Qt::MiddleButton, Qt::MiddleButton);
            studio.mouse(QEvent::MouseMove, {900 + 20 * std::sin(i), 500 + 20 * std::cos(i)}, Qt::NoButton,
                         Qt::MiddleButton);
            studio.mouse(QEvent::MouseButtonRelease, {900, 500}, Qt::MiddleButton, {});
            studio.paint();
        });
    timeLines(name + QStringLiteral(": pan step"), pans, 0, 16);
}

void undo(Studio& studio, const QString& name) {
    studio.document.undoStack().clear();
    studio.canvas.fit();
    const double before = heapMb();
    for (int i = 0; i < 100; ++i)
        stroke(studio, 20, i * 0.7, nullptr); // each about half as long as the window is wide
    line(name + QStringLiteral(": undo memory of 100 strokes"), heapMb() - before, heapMb() - before, 60,
         "MB");
}

// What the thread of the user interface does itself, without painting. The least of several.
void wholeMask(Studio& studio, const QString& name) {
    const QSize size = studio.document.size();
    mask::Delta soft; // strip by strip, as the operations on the mask do it
    for (int top = 0; top < size.height(); top += mask::kTilePx) {
        const QRect strip(0, top, size.width(), std::min(mask::kTilePx, size.height() - top));
        cv::Mat after(strip.height(), strip.width(), CV_8UC1);
        for (int y = 0; y < after.rows; ++y)
            for (int x = 0; x < after.cols; ++x)
                after.at<uchar>(y, x) = uchar((x ^ (top + y)) / 16);
        soft.append(mask::Delta::between(studio.document.mask(), strip, after));
    }
    studio.document.changeMask(std::move(soft), QStringLiteral("soft"));
    studio.document.settleMask();
    studio.waitUntilSharp();
    Times undos;
    Times redos;
    for (int i = 0; i < 5; ++i) {
        undos.add([&] { studio.document.undoStack().undo(); });
        studio.waitUntilSharp();
        redos.add([&] { studio.document.undoStack().redo(); });
        studio.waitUntilSharp();
    }
    line(name + QStringLiteral(": undo of the whole mask (least of 5)"), quantile(undos.wallMs, 0),
         quantile(undos.cpuMs, 0), 2, "ms");
    line(name + QStringLiteral(": redo of the whole mask (least of 5)"), quantile(redos.wallMs, 0),
         quantile(redos.cpuMs, 0), 2, "ms");
    studio.document.undoStack().undo();
    studio.document.settleMask();
    studio.document.undoStack().clear();
    studio.waitUntilSharp();
}

void decodeBare(const QByteArray& jpeg, std::vector<uchar>& pixels) {
    jpeg_decompress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, reinterpret_cast<const uchar*>(jpeg.constData()),
                 static_cast<unsigned long>(jpeg.size()));
    jpeg_read_header(&info, TRUE);
    jpeg_start_decompress(&info);
    const size_t bytesPerLine = size_t(info.output_width) * 3;
    pixels.resize(bytesPerLine * info.output_height);
    while (info.output_scanline < info.output_height) {
        uchar* row = pixels.data() + info.output_scanline * bytesPerLine;
        jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
}

// From the file's name to the sharp picture on the canvas, beside the bare decoder. The least of several
// runs.
void opening(Studio& studio, const QString& path, const QByteArray& jpeg) {
    Times bare;
    Times ours;
    for (int i = 0; i < 5; ++i) {
        studio.document.close();
        std::vector<uchar> pixels;
        bare.add([&] { decodeBare(jpeg, pixels); });
        pixels = {};
        ours.add([&] {
            bool opened = false;
            desktop::openLater(path, studio.pool).then(&studio.canvas, [&](Result<desktop::Opened> result) {
                if (result)
                    studio.document.open(std::move(result->project.picture), result->name, path);
                opened = true;
            });
            while (!opened)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            studio.waitUntilSharp();
        });
    }
    const double bareCpu = quantile(bare.cpuMs, 0);
    out() << QString::asprintf("| %-52s | %9.2f | %9.2f |            |       |\n",
                               "24 Mpx JPEG: bare libjpeg-turbo (least of 5)", quantile(bare.wallMs, 0),
                               bareCpu);
    line(QStringLiteral("24 Mpx JPEG: opened and painted (least of 5)"), quantile(ours.wallMs, 0),
         quantile(ours.cpuMs, 0), 1.5 * bareCpu + 150, "ms");
}

void memory(const QString& name, double pictureMb) {
    const double target = 2 * pictureMb + 150;
    line(name + QStringLiteral(": memory after all of this"), residentMb(), residentMb(), target, "MB");
    line(name + QStringLiteral(": its peak"), residentPeakMb(), residentPeakMb(), target, "MB");
}

void run(const Size& size, const QString& folder) {
    const QString name = QString::fromLatin1(size.name);
    const QString path = folder + QStringLiteral("/photo.jpg");
    QByteArray jpeg;
    {
        const Result<QByteArray> encoded = image::encodeJpeg({photo(size.width, size.height), {}});
        if (!encoded)
            qFatal("cannot encode the picture");
        jpeg = *encoded;
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(jpeg) != jpeg.size())
            qFatal("cannot write the picture");
    }
    Studio studio;
    if (size.width == kSizes[0].width) {
        opening(studio, path, jpeg);
    } else {
        auto opened = desktop::openFile(path);
        studio.document.open(std::move(opened->project.picture), name, path);
    }
    jpeg = {};
    studio.waitUntilSharp();
    forgetPeak();
    strokes(studio, name);
    zooms(studio, name);
    undo(studio, name);
    wholeMask(studio, name);
    memory(name, size.width * double(size.height) * 3 / (1024 * 1024));
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    if (isStart(argc, argv))
        return start(argc, argv);
    const QApplication app(argc, argv);
    const QTemporaryDir folder;
    out() << QString::asprintf("| %-52s | %9s | %9s | %10s | %5s |\n", "canvas", "wall", "CPU", "target",
                               "ratio");
    out() << "|---|---:|---:|---:|---:|\n";
    const Times started = starts(5);
    line(QStringLiteral("start to the first full paint (least of 5)"), quantile(started.wallMs, 0),
         quantile(started.cpuMs, 0), 500, "ms");
    for (const Size& size : kSizes)
        run(size, folder.path());
    return 0;
}
