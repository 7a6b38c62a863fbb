#include "core/journal/edit_record.h"

#include "core/edit/plan.h"
#include "core/image/encode.h"
#include <QJsonDocument>
#include <QJsonObject>

namespace nb::journal {
namespace {

QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

Result<RecordedInput> recordedInput(const QString& name, const image::Picture& picture,
                                    const mask::Mask& mask) {
    Result<QByteArray> pictureFile = image::encodePng(picture);
    if (!pictureFile)
        return pictureFile.error();
    Result<QByteArray> maskFile = image::encodeGreyPng(mask.pixels);
    if (!maskFile)
        return maskFile.error();
    return RecordedInput{name, std::move(*pictureFile), std::move(*maskFile)};
}

QByteArray planRecord(const mask::Mask& mask, const edit::Parameters& parameters,
                      const providers::ProviderCapabilities& capabilities) {
    return compact(edit::toJson(edit::planFor(mask, parameters, capabilities)));
}

Result<EntryId> beginEdit(Journal& journal, const RecordedInput& input, const mask::Mask& mask,
                          const edit::Parameters& parameters, const QString& engine,
                          const providers::ProviderCapabilities& capabilities) {
    return journal.begin({.name = input.name,
                          .picture = input.picture,
                          .mask = input.mask,
                          .parameters = parameters,
                          .plan = planRecord(mask, parameters, capabilities),
                          .engine = engine});
}

edit::RawAnswers keptAnswers(Journal& journal, EntryId entry, const std::shared_ptr<QString>& trouble) {
    return {.known = {}, .keep = [&journal, entry, trouble](int region, const image::Picture& answer) {
                const Result<QByteArray> png = image::encodePng(answer);
                const Result<> kept = png ? journal.keepAnswer(entry, region, *png) : Result<>(png.error());
                if (!kept && trouble)
                    *trouble = kept.error().message;
            }};
}

Result<> endEdit(Journal& journal, EntryId entry, const Result<edit::Edited>& edited, const QByteArray& png) {
    if (!edited)
        return journal.fail(entry, edited.error());
    const Result<QByteArray> file =
        png.isEmpty() ? image::encodePng(edited->picture) : Result<QByteArray>(png);
    if (!file)
        return file.error();
    return journal.finish(entry, *file, compact(edit::toJson(edited->report)));
}

} // namespace nb::journal
