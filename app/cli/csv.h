#pragma once
// Reads separated values as RFC 4180 describes them and as spreadsheets write them: any one separator; CR LF,
// LF or CR ends a record; quoted fields may hold separators, quotes ("" stands for one) and line ends, which
// become LF. Not a general table reader: no types, no comments.

#include "core/base/error.h"
#include <QStringList>
#include <optional>
#include <vector>

namespace nb::app {

struct CsvRecord {
    int line = 1; // in the file, from 1, where it begins
    QStringList fields;
    bool operator==(const CsvRecord&) const = default;
};

struct CsvTable {
    QChar separator;
    std::vector<CsvRecord> records; // those with something in them; before the error, if there is one
    // InvalidArgument: a quote that does not end, or text after one; the message begins with "line N: ".
    std::optional<Error> error = {};
};

[[nodiscard]] CsvTable parseCsv(const QString& text, QChar separator);

// What a first line "sep=;", as Excel has it, says. Empty = there is no such line. parseCsv() passes over it.
[[nodiscard]] std::optional<QChar> namedSeparator(const QString& text);

} // namespace nb::app
