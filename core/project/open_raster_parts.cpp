#include "core/project/open_raster_parts.h"

#include "core/project/open_raster.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>
#include <utility>

namespace nb::project::ora {
namespace {

const QString kVersion = QStringLiteral("version");
const QString kBase = QStringLiteral("base");
const QString kMask = QStringLiteral("mask");
const QString kResults = QStringLiteral("results");
const QString kFile = QStringLiteral("file");
const QString kX = QStringLiteral("x");
const QString kY = QStringLiteral("y");
const QString kId = QStringLiteral("id");
const QString kName = QStringLiteral("name");
const QString kAbout = QStringLiteral("about");

Error damaged(const QString& detail) {
    return {ErrorCode::UnreadableImage, QStringLiteral("The project file is damaged or incomplete"), detail};
}

// XML 1.0 has no way to write these.
QString writable(QString name) {
    name.removeIf([](QChar c) {
        return (c < QChar(0x20) && c != QChar(0x9) && c != QChar(0xa)) || c.unicode() >= 0xfffe;
    });
    return name;
}

Result<ResultEntry> resultFromJson(const QJsonValue& value) {
    const QJsonObject object = value.toObject();
    ResultEntry entry{object[kId].toString(),   object[kName].toString(),
                      object[kFile].toString(), {object[kX].toInt(-1), object[kY].toInt(-1)},
                      object[kMask].toString(), layerInfoFromJson(object[kAbout].toObject())};
    if (entry.id.isEmpty() || entry.file.isEmpty() || entry.at.x() < 0 || entry.at.y() < 0)
        return damaged(QStringLiteral("a result lacks id, file or place"));
    return entry;
}

} // namespace

QByteArray stackXml(QSize size, const std::vector<StackLayer>& layers) {
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(QStringLiteral("image"));
    xml.writeAttribute(QStringLiteral("version"), QStringLiteral("0.0.3"));
    xml.writeAttribute(QStringLiteral("w"), QString::number(size.width()));
    xml.writeAttribute(QStringLiteral("h"), QString::number(size.height()));
    xml.writeStartElement(QStringLiteral("stack"));
    for (const StackLayer& layer : layers) {
        xml.writeEmptyElement(QStringLiteral("layer"));
        xml.writeAttribute(QStringLiteral("name"), writable(layer.name));
        xml.writeAttribute(QStringLiteral("src"), layer.file);
        xml.writeAttribute(QStringLiteral("x"), QString::number(layer.at.x()));
        xml.writeAttribute(QStringLiteral("y"), QString::number(layer.at.y()));
        xml.writeAttribute(QStringLiteral("opacity"), QStringLiteral("1.0"));
        xml.writeAttribute(QStringLiteral("composite-op"), QStringLiteral("svg:src-over"));
        xml.writeAttribute(QStringLiteral("visibility"),
                           layer.visible ? QStringLiteral("visible") : QStringLiteral("hidden"));
    }
    xml.writeEndDocument();
    return bytes;
}

Result<QSize> stackSize(const QByteArray& bytes) {
    QXmlStreamReader xml(bytes);
    if (!xml.readNextStartElement() || xml.name() != QLatin1String("image"))
        return damaged(QStringLiteral("stack.xml is no image"));
    const QSize size(xml.attributes().value(QLatin1String("w")).toInt(),
                     xml.attributes().value(QLatin1String("h")).toInt());
    while (!xml.atEnd())
        xml.readNext();
    if (xml.hasError())
        return damaged(QStringLiteral("stack.xml: %1").arg(xml.errorString()));
    if (size.width() <= 0 || size.height() <= 0)
        return damaged(QStringLiteral("stack.xml has no size"));
    return size;
}

QByteArray toJson(const Edits& edits) {
    QJsonArray results;
    for (const ResultEntry& entry : edits.results) {
        QJsonObject object{{kId, entry.id},    {kName, entry.name}, {kFile, entry.file},
                           {kX, entry.at.x()}, {kY, entry.at.y()},  {kAbout, toJson(entry.info)}};
        if (!entry.maskFile.isEmpty())
            object[kMask] = entry.maskFile;
        results += object;
    }
    QJsonObject all{{kVersion, kProjectVersion}, {kBase, edits.baseFile}, {kResults, results}};
    if (!edits.maskFile.isEmpty())
        all[kMask] = QJsonObject{{kFile, edits.maskFile}, {kX, edits.maskAt.x()}, {kY, edits.maskAt.y()}};
    return QJsonDocument(all).toJson();
}

Result<Edits> editsFromJson(const QByteArray& json) {
    QJsonParseError fault;
    const QJsonObject all = QJsonDocument::fromJson(json, &fault).object();
    const int version = all[kVersion].toInt();
    if (fault.error != QJsonParseError::NoError || version < 1)
        return damaged(QStringLiteral("edits.json: %1").arg(fault.errorString()));
    if (version > kProjectVersion)
        return Error{
            ErrorCode::UnsupportedFormat,
            QStringLiteral("The project was saved by a newer version of this program, which this one "
                           "cannot open without losing something; please update")};
    Edits edits;
    edits.baseFile = all[kBase].toString();
    const QJsonObject mask = all[kMask].toObject();
    edits.maskFile = mask[kFile].toString();
    edits.maskAt = {mask[kX].toInt(), mask[kY].toInt()};
    if (edits.baseFile.isEmpty())
        return damaged(QStringLiteral("edits.json names no base"));
    QSet<QString> ids;
    for (const QJsonValue& value : all[kResults].toArray()) {
        Result<ResultEntry> entry = resultFromJson(value);
        if (!entry)
            return entry.error();
        if (ids.contains(entry->id))
            return damaged(QStringLiteral("two results have one id"));
        ids += entry->id;
        edits.results.push_back(std::move(*entry));
    }
    return edits;
}

} // namespace nb::project::ora
