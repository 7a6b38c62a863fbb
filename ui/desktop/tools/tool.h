#pragma once
// A tool: gets plain events in picture coordinates and changes the mask through a MaskEdit, or asks the view
// for something. It knows no widget, so that it is tested without a window; the
// canvas translates mouse, pen and keys for it and draws its outline. The idea is Drawpile's.

#include "ui/desktop/tools/tool_settings.h"
#include <QCursor>
#include <QObject>
#include <QPainterPath>
#include <QPointF>
#include <chrono>
#include <vector>

namespace nb::desktop {

class StudioDocument;

// One report of a pointing device.
struct PointerEvent {
    QPointF pos;         // picture pixels; (0, 0) is the top left corner of the first pixel; may be outside
    double pressure = 1; // 0 to 1; 1 for a mouse
    double pixelPx = 1;  // screen pixels for a picture pixel: 2 = zoomed in to 200 %
    bool erases = false; // eraser end of a pen, or the right button
    bool ctrl = false;   // subtracts
    bool shift = false;  // constrains
    bool alt = false;    // from the centre
    bool space = false;  // moves what is being drawn
    std::chrono::milliseconds time{};
};

// Lives on the thread of the user interface. At most one gesture at a time: press, any number of moves, then
// release or cancel. A polygon's gesture lasts over several clicks: isBusy() tells.
class Tool : public QObject {
    Q_OBJECT

public:
    // What the canvas draws for the tool, over everything else.
    struct Outline {
        QPainterPath path;        // picture coordinates; drawn one screen pixel wide, whatever the zoom
        double brushRadiusPx = 0; // picture pixels; above 0 a circle is drawn at the pointer
        QPoint maskShift = {};    // picture pixels; the mask is shown moved by this
    };

    explicit Tool(StudioDocument& document, QObject* parent = nullptr)
        : QObject(parent), m_document(document) {}

    [[nodiscard]] virtual QString id() const = 0;   // "brush"; for settings and shortcuts
    [[nodiscard]] virtual QString name() const = 0; // translated
    // What the keys do, in a line or two, translated; for the options panel.
    [[nodiscard]] virtual QString hint() const { return {}; }
    [[nodiscard]] virtual QCursor cursor() const { return Qt::CrossCursor; }
    // What its options panel shows, in that order.
    [[nodiscard]] virtual std::vector<Setting> settings() const { return {}; }
    [[nodiscard]] virtual Outline outline() const { return {}; }
    [[nodiscard]] virtual bool isBusy() const { return false; }    // in a gesture, or isWorking()
    [[nodiscard]] virtual bool isWorking() const { return false; } // on another thread, after a gesture

    virtual void press(const PointerEvent& event) = 0;
    virtual void move(const PointerEvent& event) = 0;
    virtual void release(const PointerEvent& event) = 0;
    virtual void hover(const PointerEvent&) {}
    virtual void doubleClick(const PointerEvent& event) { press(event); }
    // An arrow key: a step in picture pixels. False if the tool does not use it; the view pans then.
    virtual bool nudge(QPoint) { return false; }
    virtual void finish() {}     // Return: ends a gesture of several clicks
    virtual void removeLast() {} // Backspace: takes its last click back
    virtual void cancel() {}     // Esc, loss of focus, another tool: the mask is as it was before the gesture

Q_SIGNALS:
    void outlineChanged();
    void busyChanged();                  // also for isWorking()
    void failed(const QString& message); // a gesture changed nothing; translated, for the user
    // What only the view can do: zoom in (steps above 0) or out at a place of the picture, zoom to an area.
    void zoomAsked(QPointF at, int steps);
    void showAsked(const QRectF& area);

protected:
    [[nodiscard]] StudioDocument& document() const { return m_document; }

private:
    StudioDocument& m_document;
};

} // namespace nb::desktop
