#include "app/cli/batch_list.h"

#include "app/cli/csv.h"
#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>

namespace nb::app {
namespace {

const QString kMaskSuffix = QStringLiteral("-mask");

Error invalid(const QString& message) {
    return {ErrorCode::InvalidArgument, message};
}

QString maskFor(const FolderBatch& batch, const QFileInfo& picture) {
    if (!batch.mask.isEmpty())
        return batch.mask;
    if (!batch.masks.isEmpty())
        return QDir(batch.masks).filePath(picture.completeBaseName() + QStringLiteral(".png"));
    return picture.dir().filePath(picture.completeBaseName() + kMaskSuffix + QStringLiteral(".png"));
}

QFileInfoList picturesIn(const QDir& folder) {
    QFileInfoList pictures =
        folder.entryInfoList({QStringLiteral("*.png"), QStringLiteral("*.jpg"), QStringLiteral("*.jpeg")},
                             QDir::Files, QDir::Name);
    erase_if(pictures, [](const QFileInfo& info) { return info.completeBaseName().endsWith(kMaskSuffix); });
    return pictures;
}

// Column name to index.
using Columns = QHash<QString, qsizetype>;

Columns columnsOf(const QStringList& row) {
    Columns columns;
    for (qsizetype i = 0; i < row.size(); ++i)
        columns.insert(row[i].trimmed().toLower(), i);
    return columns;
}

bool isHeader(const Columns& columns) {
    return columns.contains(QStringLiteral("image")) && columns.contains(QStringLiteral("mask"));
}

Columns defaultColumns() {
    return columnsOf({QStringLiteral("image"), QStringLiteral("mask"), QStringLiteral("prompt"),
                      QStringLiteral("output"), QStringLiteral("seed")});
}

class RowReader {
public:
    RowReader(Columns columns, QDir base, QDir output, FileEdit defaults)
        : m_columns(std::move(columns)), m_base(std::move(base)), m_output(std::move(output)),
          m_defaults(std::move(defaults)) {}

    Result<FileEdit> read(const QStringList& row) {
        FileEdit edit = m_defaults;
        edit.image = path(row, QStringLiteral("image"));
        edit.mask = path(row, QStringLiteral("mask"));
        edit.output = path(row, QStringLiteral("output"));
        if (edit.image.isEmpty() || edit.mask.isEmpty())
            return invalid(QStringLiteral("image and mask are required"));
        if (edit.output.isEmpty())
            edit.output = freeName(QFileInfo(edit.image).fileName());
        if (!isOutputName(edit.output))
            return invalid(
                QStringLiteral("the output must end in .png, .jpg or .jpeg, not '%1'").arg(edit.output));
        if (const QString prompt = field(row, QStringLiteral("prompt")); !prompt.isEmpty())
            edit.parameters.prompt = prompt;
        if (const QString seed = field(row, QStringLiteral("seed")); !seed.isEmpty()) {
            bool ok = false;
            edit.parameters.seed = seed.toInt(&ok);
            if (!ok)
                return invalid(QStringLiteral("seed takes an integer, not '%1'").arg(seed));
        }
        const Result<edit::Parameters> parameters = edit::validated(edit.parameters);
        if (!parameters)
            return parameters.error();
        edit.parameters = *parameters;
        return edit;
    }

private:
    QString field(const QStringList& row, const QString& name) const {
        return row.value(m_columns.value(name, -1)).trimmed();
    }

    QString path(const QStringList& row, const QString& name) const {
        const QString text = field(row, name);
        return text.isEmpty() ? text : m_base.absoluteFilePath(text);
    }

    QString freeName(const QString& name) {
        const int count = ++m_uses[name];
        if (count == 1)
            return m_output.absoluteFilePath(name);
        const QFileInfo info(name);
        return m_output.absoluteFilePath(
            QStringLiteral("%1-%2.%3").arg(info.completeBaseName()).arg(count).arg(info.suffix()));
    }

    Columns m_columns;
    QDir m_base;
    QDir m_output;
    FileEdit m_defaults;
    QHash<QString, int> m_uses;
};

Result<std::vector<QStringList>> readCsv(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileUnreadable,
                     QStringLiteral("Cannot read %1: %2").arg(path, file.errorString())};
    return parseCsv(QString::fromUtf8(file.readAll()));
}

} // namespace

Result<std::vector<FileEdit>> editsOfFolder(const FolderBatch& batch, const FileEdit& defaults) {
    const QDir folder(batch.input);
    if (!folder.exists())
        return Error{ErrorCode::FileUnreadable, QStringLiteral("There is no folder %1").arg(batch.input)};
    std::vector<FileEdit> edits;
    QStringList withoutMask;
    for (const QFileInfo& picture : picturesIn(folder)) {
        FileEdit edit = defaults;
        edit.image = picture.filePath();
        edit.mask = maskFor(batch, picture);
        edit.output = QDir(batch.output).filePath(picture.fileName());
        if (!QFileInfo::exists(edit.mask))
            withoutMask.append(QStringLiteral("%1 (looked for %2)").arg(edit.image, edit.mask));
        edits.push_back(std::move(edit));
    }
    if (edits.empty())
        return invalid(QStringLiteral("There are no PNG or JPEG pictures in %1").arg(batch.input));
    if (!withoutMask.isEmpty())
        return invalid(QStringLiteral("There is no mask for ") + withoutMask.join(QStringLiteral(", ")));
    return edits;
}

Result<std::vector<FileEdit>> editsOfCsv(const QString& csvFile, const QString& outputFolder,
                                         const FileEdit& defaults) {
    const Result<std::vector<QStringList>> records = readCsv(csvFile);
    if (!records)
        return records.error();
    const bool hasHeader = !records->empty() && isHeader(columnsOf(records->front()));
    RowReader reader(hasHeader ? columnsOf(records->front()) : defaultColumns(),
                     QFileInfo(csvFile).absoluteDir(), QDir(outputFolder), defaults);
    std::vector<FileEdit> edits;
    QSet<QString> outputs;
    for (size_t i = hasHeader ? 1 : 0; i < records->size(); ++i) {
        const auto inRow = [&](const QString& text) {
            return invalid(QStringLiteral("%1, record %2: %3").arg(csvFile).arg(i + 1).arg(text));
        };
        const Result<FileEdit> edit = reader.read((*records)[i]);
        if (!edit)
            return inRow(edit.error().message);
        if (outputs.contains(edit->output))
            return inRow(QStringLiteral("another record writes to %1 already").arg(edit->output));
        outputs.insert(edit->output);
        edits.push_back(*edit);
    }
    if (edits.empty())
        return invalid(QStringLiteral("%1 has no records").arg(csvFile));
    return edits;
}

} // namespace nb::app
