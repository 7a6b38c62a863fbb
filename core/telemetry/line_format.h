#pragma once
// Turns one log event into its line, as JSON or as text. Pure functions: no state, no output.

#include "core/config/settings.h"
#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>

namespace nb::log {

struct Event {
    QDateTime time; // any time zone; written as UTC
    config::LogLevel level = config::LogLevel::Info;
    QString message;
    QJsonObject fields;
};

// "debug", "info", "warning", "error".
[[nodiscard]] QString levelName(config::LogLevel level);

// Both without the line end, UTF-8, and free of raw control and formatting characters.
[[nodiscard]] QByteArray jsonLine(const Event& event);
[[nodiscard]] QByteArray textLine(const Event& event);

// The event with every occurrence of the secrets replaced and long text values cut; see log.h.
[[nodiscard]] Event cleaned(Event event, const QStringList& secrets, int maxTextLength);

} // namespace nb::log
