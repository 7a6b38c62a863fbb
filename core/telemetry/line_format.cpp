#include "core/telemetry/line_format.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace nb::log {
namespace {

// What could move a terminal's cursor, end a line in some viewer, or turn text around. QJsonDocument escapes
// only what JSON demands: C0 controls, the quote and the backslash.
bool isInvisible(QChar c) {
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QByteArray withInvisiblesEscaped(const QByteArray& utf8) {
    const QString text = QString::fromUtf8(utf8);
    QString escaped;
    escaped.reserve(text.size());
    for (const QChar c : text) {
        if (isInvisible(c))
            escaped += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            escaped += c;
    }
    return escaped.toUtf8();
}

QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// {"key":value} without the braces.
QByteArray member(const QString& key, const QJsonValue& value) {
    QByteArray json = compact({{key, value}});
    return json.mid(1, json.size() - 2);
}

QString cleanedText(QString text, const QStringList& secrets, int maxLength) {
    for (const QString& secret : secrets)
        text.replace(secret, QStringLiteral("(secret)"));
    if (text.size() > maxLength) {
        const bool splitsPair = text.at(maxLength - 1).isHighSurrogate();
        text.truncate(splitsPair ? maxLength - 1 : maxLength);
        text += QChar(0x2026);
    }
    return text;
}

QJsonValue cleanedValue(const QJsonValue& value, const QStringList& secrets, int maxLength);

QJsonObject cleanedObject(const QJsonObject& object, const QStringList& secrets, int maxLength) {
    QJsonObject result;
    for (auto it = object.begin(); it != object.end(); ++it)
        result.insert(it.key(), cleanedValue(it.value(), secrets, maxLength));
    return result;
}

QJsonValue cleanedValue(const QJsonValue& value, const QStringList& secrets, int maxLength) {
    if (value.isString())
        return cleanedText(value.toString(), secrets, maxLength);
    if (value.isObject())
        return cleanedObject(value.toObject(), secrets, maxLength);
    if (value.isArray()) {
        QJsonArray result;
        const QJsonArray array = value.toArray();
        for (const QJsonValue& item : array)
            result.append(cleanedValue(item, secrets, maxLength));
        return result;
    }
    return value;
}

} // namespace

QString levelName(config::LogLevel level) {
    switch (level) {
    case config::LogLevel::Debug:
        return QStringLiteral("debug");
    case config::LogLevel::Info:
        return QStringLiteral("info");
    case config::LogLevel::Warning:
        return QStringLiteral("warning");
    case config::LogLevel::Error:
        break;
    }
    return QStringLiteral("error");
}

QByteArray jsonLine(const Event& event) {
    const QString timestamp = QStringLiteral("timestamp");
    const QString level = QStringLiteral("level");
    const QString message = QStringLiteral("message");
    QByteArray line = "{" + member(timestamp, event.time.toUTC().toString(Qt::ISODateWithMs)) + "," +
                      member(level, levelName(event.level)) + "," + member(message, event.message);
    for (auto it = event.fields.begin(); it != event.fields.end(); ++it) {
        const bool taken = it.key() == timestamp || it.key() == level || it.key() == message;
        line += "," + member(taken ? it.key() + QLatin1Char('_') : it.key(), it.value());
    }
    return withInvisiblesEscaped(line + "}");
}

QByteArray textLine(const Event& event) {
    QByteArray line = "nanobanana: " + levelName(event.level).toUtf8() + ": " + event.message.toUtf8();
    QByteArrayList pairs;
    for (auto it = event.fields.begin(); it != event.fields.end(); ++it) {
        const QString text = it.value().toVariant().toString();
        pairs << it.key().toUtf8() + "=" +
                     (it.value().isObject() || it.value().isArray() ? member(it.key(), it.value())
                                                                    : text.toUtf8());
    }
    if (!pairs.isEmpty())
        line += " (" + pairs.join(", ") + ")";
    return withInvisiblesEscaped(line);
}

Event cleaned(Event event, const QStringList& secrets, int maxTextLength) {
    event.message = cleanedText(event.message, secrets, maxTextLength);
    event.fields = cleanedObject(event.fields, secrets, maxTextLength);
    return event;
}

} // namespace nb::log
