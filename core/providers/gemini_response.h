#pragma once
// Parses the responses of generateContent: finds the picture among candidates, thoughts and texts, or why
// there is none.

#include "core/base/result.h"
#include "core/providers/retry_policy.h"
#include <QByteArray>

class QJsonObject;

namespace nb::providers {

// The encoded picture of the first candidate that has one. Errors: ProviderRejected when prompt or picture
// were refused, with the reason, or when the model answered with text; ProviderUnusable when a picture
// cannot be decoded or there is nothing.
Result<QByteArray> geminiPicture(const QJsonObject& answer, const QString& service, const QByteArray& key);

// What an error body says: the message, the wait, which quota, whether the key is at fault.
Refusal geminiRefusal(const QJsonObject& body, const QByteArray& key);

} // namespace nb::providers
