#pragma once
// The few things that the JSON of all the APIs has in common.

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QPair>
#include <QString>

namespace nb::providers {

// The object that a body holds, behind a byte order mark or not; empty if it holds none.
QJsonObject jsonObject(const QByteArray& body);

// The same for the body of an error, which is read on the event loop: one over 64 KiB is not read at all.
QJsonObject errorObject(const QByteArray& body);

// What an error object says: {"error": "…"}, {"error": {"message": "…"}} or {"message": "…"}, scrubbed of the
// key. Empty if it says nothing.
QString errorText(const QJsonObject& object, const QByteArray& key);

// Why an answer holds no object although it seems to be one: its JSON is cut or damaged. Empty if that is not
// why. Error text for people; begins with `service`.
QString damageText(const QByteArray& body, const QString& service);

// Whether an error says, by a code or in words, that money or quota is used up: then asking again soon is
// useless. status: the answer's; words count only where the request itself is not at fault, whose prompt they
// may quote. asksToWait: the service named a wait, as it does when only its rate limit was hit, for which
// some use the same words.
bool saysQuotaIsUsedUp(const QJsonObject& body, int status, bool asksToWait);

// Puts large base64 fields in front of the fields of an object, without ever making a QString of them.
QByteArray jsonWithBase64(const QList<QPair<QByteArray, QByteArray>>& base64Fields, const QJsonObject& rest);

} // namespace nb::providers
