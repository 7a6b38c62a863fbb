#include "bench/canvas/start.h"

#include "app/studio/studio.h"
#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>
#include <cstdio>
#include <cstring>
#include <sys/resource.h>

namespace nb::bench {
namespace {

constexpr char kArgument[] = "--start";

double childrensMs() {
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const auto ms = [](const timeval& time) {
        return double(time.tv_sec) * 1e3 + double(time.tv_usec) / 1e3;
    };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

// Says so and ends, once everything of a window has been painted.
class PaintWatch : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            QTimer::singleShot(0, this, [] { // after the widgets in it
                std::puts("painted");
                std::fflush(stdout);
                QCoreApplication::quit();
            });
        }
        return false;
    }
};

} // namespace

Times starts(int count) {
    Times times;
    for (int i = 0; i < count; ++i) {
        const double before = childrensMs();
        QElapsedTimer time;
        time.start();
        QProcess studio;
        studio.setStandardErrorFile(
            QProcess::nullDevice()); // what the platform without a screen complains of
        studio.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(kArgument)});
        if (!studio.waitForReadyRead())
            qFatal("the studio does not start");
        times.wallMs.push_back(double(time.nsecsElapsed()) / 1e6);
        studio.waitForFinished();
        times.cpuMs.push_back(childrensMs() - before);
    }
    return times;
}

bool isStart(int argc, char** argv) {
    return argc == 2 && std::strcmp(argv[1], kArgument) == 0;
}

int start(int argc, char** argv) {
    const QApplication app(argc, argv);
    const QTemporaryDir folder;
    app::StudioOptions options;
    options.settingsFile = folder.filePath(QStringLiteral("studio.ini"));
    options.dataFolder = folder.filePath(QStringLiteral("data"));
    app::Studio studio(options);
    PaintWatch watch;
    studio.window().installEventFilter(&watch);
    studio.start();
    return QApplication::exec();
}

} // namespace nb::bench
