#pragma once
// The studio in the test's own process, over a folder of its own: it reads nothing of the machine's settings
// and uses no keyring. It is steered through its window, as a person would.

#include "app/studio/studio.h"
#include <QTemporaryDir>
#include <opencv2/core.hpp>

namespace nb::desktop {
class CanvasView;
}

namespace nb::test {

inline constexpr int kTimeoutMs = 30'000;

class StudioRun {
public:
    static constexpr QSize kPicture{320, 240}; // of photo.png

    StudioRun();
    ~StudioRun(); // nobody is asked about unsaved work
    StudioRun(const StudioRun&) = delete;
    StudioRun& operator=(const StudioRun&) = delete;

    // Ends the one that runs and starts another one over the same folder.
    void start(const QMap<QString, QString>& environment);
    void stop();
    // For the next start.
    void set(const QString& setting, const QVariant& value);

    [[nodiscard]] bool open(const QString& path); // and waits until all of it is shown

    [[nodiscard]] desktop::MainWindow& window() { return m_studio->window(); }
    [[nodiscard]] desktop::StudioDocument& document() { return m_studio->document(); }
    [[nodiscard]] desktop::Engine& engine() { return m_studio->engine(); }
    [[nodiscard]] desktop::CanvasView& canvas();
    [[nodiscard]] QAction* action(const char* id) { return window().actions().action(id); }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] const cv::Mat& original() const { return m_original; } // the samples of photo.png

    // One mouse drag of the left button, in picture pixels.
    void drag(QPointF from, QPointF to);
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {});

private:
    QTemporaryDir m_folder;
    cv::Mat m_original;
    std::unique_ptr<app::Studio> m_studio;
};

} // namespace nb::test
