#include "core/providers/wire_json.h"

#include "core/providers/scrub.h"
#include <QJsonDocument>

namespace nb::providers {

QJsonObject jsonObject(const QByteArray& body) {
    return QJsonDocument::fromJson(body).object();
}

QJsonObject errorObject(const QByteArray& body) {
    constexpr qsizetype kMaxErrorBody = 64 * 1024;
    return body.size() > kMaxErrorBody ? QJsonObject() : jsonObject(body);
}

QString errorText(const QJsonObject& object, const QByteArray& key) {
    const QJsonValue error = object.value(QLatin1String("error"));
    QString text = error.toString();
    if (text.isEmpty())
        text = error.toObject().value(QLatin1String("message")).toString();
    if (text.isEmpty())
        text = object.value(QLatin1String("message")).toString();
    return scrubbed(text, key);
}

QByteArray jsonWithBase64(const QList<QPair<QByteArray, QByteArray>>& base64Fields, const QJsonObject& rest) {
    const QByteArray tail = QJsonDocument(rest).toJson(QJsonDocument::Compact);
    qsizetype size = tail.size() + 2;
    for (const auto& [name, value] : base64Fields)
        size += name.size() + value.size() + 6;
    QByteArray json;
    json.reserve(size);
    json += '{';
    for (const auto& [name, value] : base64Fields)
        json += '"' + name + "\":\"" + value + "\",";
    return json + tail.sliced(1);
}

} // namespace nb::providers
