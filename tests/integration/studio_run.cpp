#include "tests/integration/studio_run.h"

#include "core/image/encode.h"
#include "tests/integration/workspace.h"
#include "ui/desktop/canvas/canvas_view.h"
#include <QApplication>
#include <QTest>
#include <QWindow>

namespace nb::test {

StudioRun::StudioRun() : m_original(texturedPixels(kPicture, CV_8UC3)) {
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); // no keyring of the machine's
    QFile file(path(QStringLiteral("photo.png")));
    if (!file.open(QIODevice::WriteOnly) || file.write(*image::encodePng({m_original, {}})) < 0)
        qFatal("cannot write %s", qPrintable(file.fileName()));
    set(QStringLiteral("tour/seen"), true);
}

StudioRun::~StudioRun() {
    stop();
}

void StudioRun::stop() {
    if (m_studio)
        document().undoStack().setClean();
    m_studio.reset();
}

void StudioRun::set(const QString& setting, const QVariant& value) {
    QSettings(path(QStringLiteral("config/studio.ini")), QSettings::IniFormat).setValue(setting, value);
}

void StudioRun::start(const QMap<QString, QString>& environment) {
    stop();
    app::StudioOptions options;
    options.sources.environment = environment;
    options.settingsFile = path(QStringLiteral("config/studio.ini"));
    options.dataFolder = path(QStringLiteral("data"));
    options.theme = QStringLiteral("light");
    options.language = QStringLiteral("en");
    m_studio = std::make_unique<app::Studio>(options);
    m_studio->start();
    window().resize(1200, 800);
    if (!QTest::qWaitForWindowExposed(&window()))
        qFatal("no window appeared");
    window().activateWindow();
}

desktop::CanvasView& StudioRun::canvas() {
    return *window().findChild<desktop::CanvasView*>();
}

bool StudioRun::open(const QString& path) {
    window().open(path);
    return QTest::qWaitFor([&] { return document().isOpen() && document().path() == path; }, kTimeoutMs) &&
           QTest::qWaitFor([&] { return canvas().isVisible() && canvas().isSharp(); }, kTimeoutMs);
}

// Through the window system's queue, as a real mouse's events come.
void StudioRun::drag(QPointF from, QPointF to) {
    QWindow* const handle = window().windowHandle();
    const auto at = [&](QPointF picture) {
        return canvas().mapTo(&window(), canvas().viewport().fromPicture(picture).toPoint());
    };
    QTest::mouseMove(handle, at(from));
    QTest::mousePress(handle, Qt::LeftButton, {}, at(from));
    for (int step = 1; step <= 10; ++step)
        QTest::mouseMove(handle, at(from + (to - from) * step / 10));
    QTest::mouseRelease(handle, Qt::LeftButton, {}, at(to));
}

void StudioRun::key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(window().windowHandle(), key, modifiers);
}

} // namespace nb::test
