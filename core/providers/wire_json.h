#pragma once
// The few things that the JSON of all the APIs has in common.

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QPair>
#include <QString>

namespace nb::providers {

// The object that a body holds; empty if it holds none.
QJsonObject jsonObject(const QByteArray& body);

// The same for the body of an error, which is read on the event loop: one over 64 KiB is not read at all.
QJsonObject errorObject(const QByteArray& body);

// What an error object says: {"error": "…"}, {"error": {"message": "…"}} or {"message": "…"}, scrubbed of the
// key. Empty if it says nothing.
QString errorText(const QJsonObject& object, const QByteArray& key);

// Puts large base64 fields in front of the fields of an object, without ever making a QString of them.
QByteArray jsonWithBase64(const QList<QPair<QByteArray, QByteArray>>& base64Fields, const QJsonObject& rest);

} // namespace nb::providers
