#pragma once
// A reply of Redis as a value, and what became of a command.

#include <QByteArray>
#include <vector>

namespace nb::redis {

struct Reply {
    enum class Kind { Nil, Status, Error, Integer, Bytes, Array };

    Kind kind = Kind::Nil;
    qint64 integer = 0;          // of an Integer
    QByteArray bytes;            // of Bytes; the text of a Status or an Error
    std::vector<Reply> elements; // of an Array

    // An error's first word is its code: "NOSCRIPT", "OOM", "ERR".
    [[nodiscard]] bool isError(QByteArrayView code) const {
        return kind == Kind::Error && bytes.startsWith(code) &&
               (bytes.size() == code.size() || bytes.at(code.size()) == ' ');
    }
};

enum class Outcome {
    Replied, // with anything but an error
    Refused, // Redis replied with an error
    Timeout, // no reply in time; it may come later, and the command may have been carried out
    Down,    // not connected, or the connection broke; also while Redis is known to be slow
    Busy,    // too much is on its way already
};

struct Answer {
    Outcome outcome = Outcome::Down;
    Reply reply; // of Replied and Refused
};

// The outcome as a stable word for metrics and logs, for example "timeout".
[[nodiscard]] constexpr const char* outcomeName(Outcome outcome) {
    switch (outcome) {
    case Outcome::Replied:
        return "ok";
    case Outcome::Refused:
        return "refused";
    case Outcome::Timeout:
        return "timeout";
    case Outcome::Down:
        return "down";
    case Outcome::Busy:
        break;
    }
    return "busy";
}

} // namespace nb::redis
