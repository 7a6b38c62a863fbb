#include "ui/desktop/canvas/marching_ants.h"

#include "ui/desktop/canvas/blend.h"

namespace nb::desktop {

MarchingAnts::MarchingAnts(QObject* parent) : QObject(parent) {
    constexpr int kStepMs = 120; // a dash of four pixels passes in half a second
    m_clock.setInterval(kStepMs);
    connect(&m_clock, &QTimer::timeout, this, &MarchingAnts::step);
}

void MarchingAnts::setRunning(bool running) {
    if (running)
        m_clock.start();
    else
        m_clock.stop();
}

void MarchingAnts::step() {
    ++m_phase;
    if (!m_tiles.isEmpty())
        Q_EMIT stepped(m_tiles);
}

void MarchingAnts::draw(const QImage& mask, const QRect& device, QImage& frame) {
    constexpr int kTilePx = 64;
    for (int y = device.top(); y <= device.bottom(); y += kTilePx)
        for (int x = device.left(); x <= device.right(); x += kTilePx) {
            const QRect tile = QRect(x, y, kTilePx, kTilePx) & device;
            if (drawAnts(mask, tile, m_phase, frame))
                m_tiles += tile;
            else
                m_tiles -= tile;
        }
}

} // namespace nb::desktop
