#pragma once
// The moving dashed line along the selection's edge: its clock, its phase, and where there is any, so that a
// step repaints nothing else. The line itself is drawn by drawAnts() (ui/desktop/canvas/blend.h).

#include <QImage>
#include <QObject>
#include <QRegion>
#include <QTimer>

namespace nb::desktop {

class MarchingAnts : public QObject {
    Q_OBJECT

public:
    explicit MarchingAnts(QObject* parent = nullptr);

    void setRunning(bool running);
    // Draws the line over `frame` within `device`; `mask` has the mask of each device pixel.
    void draw(const QImage& mask, const QRect& device, QImage& frame);
    void move(QPoint delta) { m_tiles.translate(delta); } // the frame was scrolled
    void clear() { m_tiles = {}; }                        // the frame will be drawn as a whole

Q_SIGNALS:
    void stepped(const QRegion& device); // the line is to be drawn again there

private:
    void step();

    QTimer m_clock;
    int m_phase = 0;
    QRegion m_tiles; // device pixels where there is a line
};

} // namespace nb::desktop
