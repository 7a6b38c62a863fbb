#pragma once
// Parses the text of a value, and formats values so that they may be shown. The rules of each Type are
// defined here only.

#include "core/base/result.h"
#include "core/config/options.h"
#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QVariant>

namespace nb::config {

// Error: InvalidArgument, whose message says what is allowed ("must be a whole number from 0 to 65535"). It
// never repeats a secret.
Result<QVariant> parseValue(const Option& option, const QString& text);

// Of a text that Type::Pairs allows: names and values, percent-decoded, without the blanks around them.
[[nodiscard]] QList<QPair<QByteArray, QByteArray>> pairsOf(const QString& text);

// What is allowed, to follow "must be": "a whole number from 0 to 65535".
[[nodiscard]] QString rule(const Option& option);

// A parsed value as it may be shown: "(set)" or "(empty)" for a secret; user names, passwords and queries of
// URLs are hidden.
[[nodiscard]] QString shownValue(const Option& option, const QVariant& value);

// The same for text that could not be parsed: one line, at most 100 characters.
[[nodiscard]] QString shownText(const Option& option, const QString& text);

} // namespace nb::config
