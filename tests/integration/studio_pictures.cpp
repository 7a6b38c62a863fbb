// Takes the pictures of the studio for the documentation: the real program, offline, through a real edit. It
// is no test. Usage: studio_pictures FOLDER; see tools/screenshots.sh.

#include "app/studio/studio.h"
#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/dialogs/preferences_dialog.h"
#include "ui/desktop/panels/prompt_edit.h"
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>
#include <cstdio>
#include <functional>

using namespace nb;
using namespace nb::desktop;

namespace {

constexpr int kTimeoutMs = 120'000;
constexpr QSize kWindow{1360, 850};
constexpr int kJpegQuality = 90;

bool waitFor(const std::function<bool()>& there) {
    QElapsedTimer elapsed;
    elapsed.start();
    while (!there() && elapsed.elapsed() < kTimeoutMs) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        QThread::msleep(5);
    }
    return there();
}

void settle() {
    QElapsedTimer elapsed;
    elapsed.start();
    (void)waitFor([&] { return elapsed.elapsed() > 700; });
}

class Photographer {
public:
    Photographer(QDir folder, const QString& theme) : m_folder(std::move(folder)), m_theme(theme) {
        app::StudioOptions options;
        options.settingsFile = m_home.filePath(QStringLiteral("studio.ini"));
        options.dataFolder = m_home.path();
        options.theme = theme;
        options.language = QStringLiteral("en");
        QSettings(options.settingsFile, QSettings::IniFormat).setValue(QStringLiteral("tour/seen"), true);
        m_studio = std::make_unique<app::Studio>(options);
        m_studio->start();
        m_studio->window().resize(kWindow);
        settle();
    }

    bool takeAll() {
        take(QStringLiteral("welcome"), m_studio->window());
        if (!select())
            return false;
        take(QStringLiteral("main"), m_studio->window());
        if (!edit())
            return false;
        take(QStringLiteral("results"), m_studio->window());
        takePreferences();
        return true;
    }

private:
    void take(const QString& name, QWidget& widget) {
        settle();
        const QString path = m_folder.filePath(QStringLiteral("studio-%1-%2.jpg").arg(name, m_theme));
        if (!widget.grab().save(path, "JPEG", kJpegQuality))
            std::fprintf(stderr, "cannot write %s\n", qPrintable(path));
    }

    bool select() {
        m_studio->window().openSample();
        CanvasView* const canvas = m_studio->window().findChild<CanvasView*>();
        return waitFor(
            [&] { return m_studio->document().isOpen() && canvas->isVisible() && canvas->isSharp(); });
    }

    bool edit() {
        m_studio->window().findChild<PromptEdit*>()->setPrompt(QStringLiteral("calm water"));
        m_studio->window().actions().action("generate.run")->trigger();
        return waitFor([this] {
            return !m_studio->document().results().empty() && !m_studio->document().shown().isNull();
        });
    }

    void takePreferences() {
        for (const auto& [page, name] : {std::pair{PreferencesDialog::Page::Provider, "preferences"},
                                         std::pair{PreferencesDialog::Page::Keyboard, "keyboard"}}) {
            QTimer::singleShot(500, &m_studio->window(), [this, page = page, name = name] {
                auto* dialog = qobject_cast<PreferencesDialog*>(QApplication::activeModalWidget());
                dialog->showPage(page);
                take(QLatin1String(name), *dialog);
                dialog->reject();
            });
            m_studio->window().actions().action("file.preferences")->trigger();
        }
    }

    QTemporaryDir m_home;
    QDir m_folder;
    QString m_theme;
    std::unique_ptr<app::Studio> m_studio;
};

} // namespace

int main(int argc, char* argv[]) {
    QApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() != 2) {
        std::fprintf(stderr, "Usage: studio_pictures FOLDER\n");
        return 2;
    }
    for (const char* theme : {"light", "dark"})
        if (!Photographer(QDir(words.at(1)), QLatin1String(theme)).takeAll()) {
            std::fprintf(stderr, "studio_pictures: it took too long\n");
            return 1;
        }
    return 0;
}
