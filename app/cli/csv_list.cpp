#include "app/cli/csv_list.h"

#include "app/cli/csv.h"
#include "app/cli/csv_text.h"
#include "app/cli/output_names.h"
#include "core/storage/read_file.h"
#include <QHash>
#include <algorithm>
#include <limits>
#include <set>

namespace nb::app {
namespace {

using storage::FilePath;
using storage::shown;
using storage::toPath;

constexpr qint64 kMaxListBytes = 1'000'000'000;

const QString kImage = QStringLiteral("image");
const QString kMask = QStringLiteral("mask");
const QString kPrompt = QStringLiteral("prompt");
const QString kOutput = QStringLiteral("output");
const QString kSeed = QStringLiteral("seed");

Error invalid(const QString& message) {
    return {ErrorCode::InvalidArgument, message};
}

// Column name to index.
using Columns = QHash<QString, qsizetype>;

QString columnName(const QString& field) {
    return field.trimmed().toLower();
}

Columns columnsOf(const QStringList& row) {
    Columns columns;
    for (qsizetype i = 0; i < row.size(); ++i)
        columns.insert(columnName(row[i]), i);
    return columns;
}

bool isHeader(const QStringList& row) {
    const Columns columns = columnsOf(row);
    return columns.contains(kImage) && columns.contains(kMask);
}

// The separator.

bool namesFiles(const CsvRecord& record) {
    const auto field = [&](qsizetype i) { return toPath(record.fields.value(i).trimmed()); };
    return isOutputName(field(0)) && isOutputName(field(1));
}

// How well a separator reads the list.
qsizetype score(const CsvTable& table) {
    const bool isBlank = table.records.empty() && !table.error; // separators, and nothing else
    if (isBlank || (!table.records.empty() && isHeader(table.records.front().fields)))
        return std::numeric_limits<qsizetype>::max();
    return std::ranges::count_if(table.records, namesFiles);
}

CsvTable bestReading(const QString& text) {
    if (const std::optional<QChar> named = namedSeparator(text))
        return parseCsv(text, *named);
    CsvTable best = parseCsv(text, QLatin1Char(','));
    for (const char separator : {';', '\t', '|'})
        if (CsvTable table = parseCsv(text, QLatin1Char(separator)); score(table) > score(best))
            best = std::move(table);
    return best;
}

QString separatorName(QChar separator) {
    return separator == QLatin1Char('\t') ? QStringLiteral("a tab") : QStringLiteral("'%1'").arg(separator);
}

// The rows.

class RowReader {
public:
    RowReader(Columns columns, qsizetype width, FilePath base, FilePath output, FileEdit defaults)
        : m_columns(std::move(columns)), m_width(width), m_base(std::move(base)), m_output(std::move(output)),
          m_defaults(std::move(defaults)) {}

    Result<FileEdit> read(const QStringList& row) {
        if (const Result<> fits = checkWidth(row); !fits)
            return fits.error();
        FileEdit edit = m_defaults;
        edit.image = path(row, kImage);
        edit.mask = path(row, kMask);
        edit.output = path(row, kOutput);
        if (edit.image.empty() || edit.mask.empty())
            return invalid(QStringLiteral("image and mask are required"));
        if (edit.output.empty())
            edit.output = m_output / freeName(edit.image.filename());
        if (!isOutputName(edit.output))
            return invalid(QStringLiteral("the output must end in .png, .jpg or .jpeg, not '%1'")
                               .arg(shown(edit.output)));
        const Result<edit::Parameters> parameters = parametersOf(row);
        if (!parameters)
            return parameters.error();
        edit.parameters = *parameters;
        return edit;
    }

private:
    [[nodiscard]] QString field(const QStringList& row, const QString& name) const {
        return row.value(m_columns.value(name, -1)).trimmed();
    }

    [[nodiscard]] FilePath path(const QStringList& row, const QString& name) const {
        const QString text = field(row, name);
        return text.isEmpty() ? FilePath() : m_base / toPath(text);
    }

    // A field over the last column is part of a text that should have been quoted.
    [[nodiscard]] Result<> checkWidth(const QStringList& row) const {
        for (qsizetype i = m_width; i < row.size(); ++i)
            if (!row[i].trimmed().isEmpty())
                return invalid(QStringLiteral("there are %1 fields for %2 columns; put a text that holds the "
                                              "separator in quotes")
                                   .arg(QString::number(row.size()), QString::number(m_width)));
        return {};
    }

    [[nodiscard]] Result<edit::Parameters> parametersOf(const QStringList& row) const {
        edit::Parameters parameters = m_defaults.parameters;
        if (const QString prompt = field(row, kPrompt); !prompt.isEmpty())
            parameters.prompt = prompt;
        if (const QString seed = field(row, kSeed); !seed.isEmpty()) {
            bool ok = false;
            parameters.seed = seed.toInt(&ok);
            if (!ok)
                return invalid(QStringLiteral("seed takes an integer, not '%1'").arg(seed));
        }
        return edit::validated(parameters);
    }

    // Of the results without a name of their own no two get the same.
    FilePath freeName(const FilePath& name) {
        FilePath free = name;
        for (int i = 2; !m_used.insert(free.native()).second; ++i)
            free = name.stem().native() + '-' + std::to_string(i) + name.extension().native();
        return free;
    }

    Columns m_columns;
    qsizetype m_width; // in fields
    FilePath m_base;
    FilePath m_output;
    FileEdit m_defaults;
    std::set<std::string> m_used;
};

Result<> checkHeader(const QStringList& row) {
    for (const QString& name : {kImage, kMask, kPrompt, kOutput, kSeed})
        if (std::ranges::count(row, name, columnName) > 1)
            return invalid(QStringLiteral("there are two columns '%1'").arg(name));
    return {};
}

Result<std::vector<FileEdit>> editsOfTable(const CsvTable& table, const FilePath& csvFile,
                                           const FilePath& outputFolder, const FileEdit& defaults) {
    const QString name = shown(csvFile);
    const auto inLine = [&](const CsvRecord& record, const QString& text) {
        return invalid(QStringLiteral("%1, line %2: %3").arg(name, QString::number(record.line), text));
    };
    const bool hasHeader = !table.records.empty() && isHeader(table.records.front().fields);
    const QStringList header =
        hasHeader ? table.records.front().fields : QStringList{kImage, kMask, kPrompt, kOutput, kSeed};
    if (const Result<> checked = checkHeader(header); !checked)
        return inLine(table.records.front(), checked.error().message);
    RowReader reader(columnsOf(header), header.size(), csvFile.parent_path(), outputFolder, defaults);
    std::vector<FileEdit> edits;
    for (size_t i = hasHeader ? 1 : 0; i < table.records.size(); ++i) {
        const CsvRecord& record = table.records[i];
        Result<FileEdit> edit = reader.read(record.fields);
        if (!edit && record.fields.size() == 1)
            return inLine(record, QStringLiteral("%1. There is one field only; this list is separated by %2")
                                      .arg(edit.error().message, separatorName(table.separator)));
        if (!edit)
            return inLine(record, edit.error().message);
        edit->origin = QStringLiteral("%1, line %2").arg(name, QString::number(record.line));
        edits.push_back(std::move(*edit));
    }
    if (edits.empty())
        return invalid(QStringLiteral("%1 has no records").arg(name));
    return edits;
}

} // namespace

Result<std::vector<FileEdit>> editsOfCsv(const FilePath& csvFile, const FilePath& outputFolder,
                                         const FileEdit& defaults) {
    const Result<QByteArray> bytes = storage::readFile(csvFile, kMaxListBytes);
    if (!bytes)
        return bytes.error();
    const auto inFile = [&](Error error) {
        error.message = QStringLiteral("%1, %2").arg(shown(csvFile), error.message);
        return error;
    };
    const Result<QString> text = csvText(*bytes);
    if (!text)
        return inFile(text.error());
    const CsvTable table = bestReading(*text);
    if (table.error)
        return inFile(*table.error);
    return editsOfTable(table, csvFile, outputFolder, defaults);
}

} // namespace nb::app
