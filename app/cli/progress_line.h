#pragma once
// One line on a terminal that shows the progress, rewritten in place. On anything but a terminal it prints
// nothing, so that logs and pipes stay clean.

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

namespace nb::app {

enum class ProgressOutput { IfTerminal, Never };

// Writes to stderr. Lives on the event loop's thread.
class ProgressLine : public QObject {
public:
    explicit ProgressLine(ProgressOutput output);
    ~ProgressLine() override; // clears the line

    void setText(const QString& text);

private:
    void draw();

    bool m_active;
    QString m_text;
    QElapsedTimer m_elapsed;
    QTimer m_timer;
};

} // namespace nb::app
