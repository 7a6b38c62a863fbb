#include "app/cli/csv.h"
#include "app/cli/csv_list.h"
#include "app/cli/csv_text.h"
#include "tests/fuzz/fuzz_target.h"

namespace nb::fuzz {
namespace {

// As RFC 4180 writes it, every field in quotes, behind the line that names the separator: without one a first
// field "sep=;" would be such a line.
QString written(const app::CsvTable& table) {
    QString text = QStringLiteral("sep=") + table.separator + QStringLiteral("\r\n");
    for (const app::CsvRecord& record : table.records) {
        QStringList fields;
        for (QString field : record.fields)
            fields +=
                QLatin1Char('"') + field.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
        text += fields.join(table.separator) + QStringLiteral("\r\n");
    }
    return text;
}

void checkReading(const QString& text, QChar separator) {
    const app::CsvTable table = app::parseCsv(text, separator);
    int line = 0;
    for (const app::CsvRecord& record : table.records) {
        require(record.line > line, "records stand in lines of their own");
        line = record.line;
        require(!record.fields.isEmpty(), "a record has fields");
    }
    if (table.error) {
        require(table.error->message.startsWith(QStringLiteral("line ")), "a fault names its line");
        return;
    }
    if (separator == QLatin1Char('"'))
        return; // then there is no way to quote
    const app::CsvTable again = app::parseCsv(written(table), separator);
    require(!again.error && again.records.size() == table.records.size(),
            "what was read can be written and read");
    for (size_t i = 0; i < table.records.size(); ++i)
        require(again.records[i].fields == table.records[i].fields, "every field stays");
}

void csv(QByteArrayView input) {
    const QByteArray bytes = input.toByteArray();
    if (const Result<QString> text = app::csvText(bytes)) {
        require(!text->contains(QChar(QChar::Null)), "no text holds a zero character");
        const std::optional<QChar> named = app::namedSeparator(*text);
        for (const QChar separator : {named.value_or(QLatin1Char(',')), QChar(QLatin1Char(';'))})
            checkReading(*text, separator);
    } else {
        require(text.error().message.startsWith(QStringLiteral("line ")), "a fault names its line");
    }
    const storage::FilePath file = storage::toPath(memoryFile(input));
    if (const auto edits = app::editsOfCsv(file, storage::toPath(QStringLiteral("out")), {}))
        for (const app::FileEdit& edit : *edits)
            require(!edit.image.empty() && !edit.mask.empty() && !edit.output.empty() &&
                        !edit.origin.isEmpty(),
                    "each edit has its files and says where it was asked for");
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(csv, nb::fuzz::csv)
