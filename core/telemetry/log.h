#pragma once
// The log: one JSON object per line on stdout for the server, short text on stderr for the command line. A
// line is built by the caller and written by a thread of its own through a bounded queue, so that logging
// never blocks an event loop; when the reader is too slow the oldest lines go and are counted. It is no
// place for secrets, prompts or picture bytes: callers do not pass them, and HiddenSecrets is the second
// protection.
//
// Everything here may be called from any thread.

#include "core/config/settings.h"
#include <QByteArrayList>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <utility>

namespace nb::log {

using Level = config::LogLevel;

enum class Sink {
    JsonToStdout, // {"timestamp":"2024-01-01T12:00:00.123Z","level":"info","message":"…", fields…}
    TextToStderr, // nanobanana: warning: message (key=value, …)
};

// Lines that wait for the writing thread; beyond it the oldest one is dropped.
constexpr int kQueueLines = 8192;
// A longer text value is cut to this many UTF-16 units and ends in "…".
constexpr int kMaxTextLength = 2048;

// Starts the writing thread; from here on Qt's own messages (qWarning and so on) are lines of this log too.
// Until then, and after stop(), lines go nowhere. A second start() stops the first.
void start(Sink sink, Level level);
// The same on a file descriptor of the caller's, who closes it after stop().
void start(Sink sink, Level level, int fileDescriptor);

// Writes what is queued, for at most two seconds if the reader does not take it, and ends the thread. Call it
// before the process exits.
void stop();

// From now on lines below `level` are not written. Nothing happens unless start() was called.
void setLevel(Level level);

// Whether a line of this level would be written; saves building costly fields.
[[nodiscard]] bool enabled(Level level);

// Writes one line. `fields` stand flat beside the three of ours; one that is named as one of those gets "_"
// appended. Control and formatting characters are escaped, so text of a client cannot forge a line.
void write(Level level, const QString& message, const QJsonObject& fields = {});
inline void debug(const QString& message, const QJsonObject& fields = {}) {
    write(Level::Debug, message, fields);
}
inline void info(const QString& message, const QJsonObject& fields = {}) {
    write(Level::Info, message, fields);
}
inline void warning(const QString& message, const QJsonObject& fields = {}) {
    write(Level::Warning, message, fields);
}
inline void error(const QString& message, const QJsonObject& fields = {}) {
    write(Level::Error, message, fields);
}

// Writes a line of level "info" whatever the level is: for the few that other programs wait for.
void announce(const QString& message, const QJsonObject& fields = {});

// While it lives, its texts are written as "(secret)" wherever they occur in a message or a field. Each owner
// of a secret holds an object of its own; a text is hidden for as long as at least one of them lives. Texts
// under 6 characters are ignored, because they would hide ordinary words.
class HiddenSecrets {
public:
    HiddenSecrets() = default; // hides nothing
    explicit HiddenSecrets(QStringList secrets);
    ~HiddenSecrets();
    HiddenSecrets(HiddenSecrets&& other) noexcept : m_secrets(std::exchange(other.m_secrets, {})) {}
    // What `other` hides stays hidden throughout.
    HiddenSecrets& operator=(HiddenSecrets&& other) noexcept {
        std::swap(m_secrets, other.m_secrets);
        return *this;
    }

private:
    QStringList m_secrets;
};

// Lines lost since the process began: queue overruns, and lines that stdout did not take (closed pipe).
[[nodiscard]] quint64 droppedLines();

// While it lives, lines of `level` and above are kept here as JSON, beside the started sink if there is one.
// For tests; one at a time.
class Capture {
public:
    explicit Capture(Level level = Level::Debug);
    ~Capture();
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;

    [[nodiscard]] QByteArrayList rawLines() const; // without the line end
    [[nodiscard]] QList<QJsonObject> lines() const;
    // The lines with this message.
    [[nodiscard]] QList<QJsonObject> lines(const QString& message) const;
};

} // namespace nb::log
