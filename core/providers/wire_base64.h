#pragma once
// Pictures that APIs put into JSON as base64, read as liberally as can be: the picture has been paid for.
// Pixel work: call it on the worker pool.

#include "core/base/result.h"
#include <QByteArray>
#include <QString>

namespace nb::providers {

// Base64 in the usual or the URL-safe alphabet, with or without padding, with any white space in it, and with
// or without "data:image/png;…," before it. Empty if it is none.
QByteArray incomingBase64(const QByteArray& text);

// The same for a field of an answer that is not empty, so that there was a picture. Error: ProviderUnusable,
// which says what stood there; its message begins with `service` and is scrubbed of the key.
Result<QByteArray> incomingBase64(const QString& text, const QString& service, const QByteArray& key);

} // namespace nb::providers
