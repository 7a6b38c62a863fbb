#pragma once
// Reads comma-separated values as RFC 4180 describes them: quoted fields may hold commas, quotes ("" stands
// for one) and line ends; CR LF and LF both end a record. Not a general table reader: no other separators,
// no types.

#include "core/base/result.h"
#include <QStringList>
#include <vector>

namespace nb::app {

// The records in order; blank lines are skipped. Error: InvalidArgument for a quote that does not end, naming
// its line.
Result<std::vector<QStringList>> parseCsv(const QString& text);

} // namespace nb::app
