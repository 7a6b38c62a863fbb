#include "core/document/edit_record.h"

#include "core/edit/plan.h"
#include "core/image/encode.h"
#include "core/mask/ops.h"
#include <QJsonDocument>
#include <QJsonObject>

namespace nb::document {
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

Result<EntryId> beginEdit(Journal& journal, const RecordedInput& input, const mask::Mask& mask,
                          const edit::Parameters& parameters, const QString& engine,
                          const providers::ProviderCapabilities& capabilities) {
    const mask::Mask grown = parameters.growPx > 0 ? mask::grown(mask, parameters.growPx) : mask;
    return journal.begin({.name = input.name,
                          .picture = input.picture,
                          .mask = input.mask,
                          .parameters = parameters,
                          .plan = compact(edit::toJson(edit::planFor(grown, parameters, capabilities))),
                          .engine = engine});
}

edit::RawAnswers keptAnswers(Journal& journal, EntryId entry) {
    return {.known = {}, .keep = [&journal, entry](int region, const image::Picture& answer) {
                if (const Result<QByteArray> png = image::encodePng(answer))
                    (void)journal.keepAnswer(entry, region, *png);
            }};
}

Result<> endEdit(Journal& journal, EntryId entry, const Result<edit::Edited>& edited) {
    if (!edited)
        return journal.fail(entry, edited.error());
    const Result<QByteArray> png = image::encodePng(edited->picture);
    if (!png)
        return png.error();
    return journal.finish(entry, *png, compact(edit::toJson(edited->report)));
}

} // namespace nb::document
