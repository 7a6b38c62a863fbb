#pragma once
// The frames over the picture that show which parts the next edit would send, and the drag of the first one
// by its label. It decides nothing about the plan: where a frame was dragged to is told, and whoever plans
// sets new frames.

#include <QObject>
#include <QRect>
#include <QString>
#include <QVector>
#include <optional>

class QPainter;
class QWidget;

namespace nb::desktop {

class ViewportControl;

// A region of the next edit.
struct ContextFrame {
    QRect rect;    // picture pixels
    QString label; // one line: "1184 × 864, sent at 50 %"; empty = none

    friend bool operator==(const ContextFrame&, const ContextFrame&) = default;
};

class ContextOverlay : public QObject {
    Q_OBJECT

public:
    // Both outlive it; the font of `canvas` is that of the labels.
    ContextOverlay(const QWidget& canvas, const ViewportControl& viewport, QObject* parent = nullptr);

    void setFrames(const QVector<ContextFrame>& frames);
    // Whether the label of the first frame is there; view pixels.
    [[nodiscard]] bool isOverLabel(QPointF view) const;

    // Drags the first frame. Positions in picture pixels; the frame stays inside the picture.
    void beginDrag(QPointF picture);
    void dragTo(QPointF picture);
    // Ends a drag, if there is one. The frame is drawn where it was before; returns where it was dragged to,
    // if that is elsewhere.
    std::optional<QRect> endDrag();
    [[nodiscard]] bool isDragged() const { return m_isDragged; }

    void draw(QPainter& painter) const; // in view pixels

Q_SIGNALS:
    void changed(const QRect& view); // to be painted again

private:
    void announce(const ContextFrame& frame);

    const QWidget& m_canvas;
    const ViewportControl& m_viewport;
    QVector<ContextFrame> m_frames;
    bool m_isDragged = false;
    QPointF m_grip; // picture pixels from the frame's corner to the pointer
    QRect m_dragged;
};

} // namespace nb::desktop
