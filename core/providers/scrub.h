#pragma once
// Makes text that came from a remote service safe to be shown and logged: it may contain our key, control
// characters, or be very long.

#include <QByteArray>
#include <QString>

namespace nb::providers {

// One line without control and invisible formatting characters, at most maxLength characters (a cut one ends
// in "…"). Every occurrence of the secret, plain, percent-encoded, in base64 or escaped for JSON, is replaced
// by "[•••]"; an empty secret is no secret.
QString scrubbed(const QString& text, const QByteArray& secret, qsizetype maxLength = 300);

} // namespace nb::providers
