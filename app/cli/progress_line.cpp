#include "app/cli/progress_line.h"

#include <cstdio>
#include <unistd.h>

namespace nb::app {
namespace {

constexpr int kRedrawMs = 100;
constexpr const char* kClearLine = "\r\033[K";

} // namespace

ProgressLine::ProgressLine(ProgressOutput output)
    : m_active(output == ProgressOutput::IfTerminal && isatty(STDERR_FILENO) == 1) {
    m_elapsed.start();
    connect(&m_timer, &QTimer::timeout, this, &ProgressLine::draw);
    if (m_active)
        m_timer.start(kRedrawMs);
}

ProgressLine::~ProgressLine() {
    if (m_active)
        std::fputs(kClearLine, stderr);
}

void ProgressLine::setText(const QString& text) {
    m_text = text;
    if (m_active)
        draw();
}

void ProgressLine::draw() {
    const double seconds = static_cast<double>(m_elapsed.elapsed()) / 1000;
    std::fprintf(stderr, "%s%s %.1f s  (Ctrl+C cancels)", kClearLine, qPrintable(m_text), seconds);
    std::fflush(stderr);
}

} // namespace nb::app
