#pragma once
// The status bar: pointer position, size and depth of the picture, zoom, running tasks, engine, embedded
// server.

#include <QPointF>
#include <QStatusBar>
#include <optional>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace nb::desktop {

class LongTask;
class StudioDocument;

class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    // `document` outlives it.
    explicit StatusLine(const StudioDocument& document, QWidget* parent = nullptr);

    // Shows the task while it runs, with a button that cancels it. `task` outlives it; there may be several.
    void follow(LongTask& task);
    void setZoom(double zoom);                          // 1 = 100 %
    void setPointer(const std::optional<QPointF>& pos); // picture pixels; nullopt = not over the picture
    void setEngine(const QString& name, const QString& toolTip);
    void setServer(const QString& text, const QString& toolTip); // empty = not running

Q_SIGNALS:
    void engineClicked();
    void serverClicked();

private:
    void showPicture();

    const StudioDocument& m_document;
    QLabel* m_pointer;
    QLabel* m_picture;
    QLabel* m_zoom;
    QHBoxLayout* m_tasks;
    QToolButton* m_server;
    QToolButton* m_engine;
};

} // namespace nb::desktop
