#include "core/journal/journaled_edit.h"

#include "core/base/worker_pool.h"
#include "core/image/encode.h"
#include <QJsonDocument>
#include <QJsonObject>
#include <memory>

namespace nb::journal {
namespace {

// Why a raw answer could not be kept. Written on the pool while the edit runs, read after it.
using LostAnswer = std::shared_ptr<std::optional<Error>>;

QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QFuture<Result<EntryId>> beginEntry(const JournaledEdit& edit, const QString& engine, WorkerPool& pool) {
    if (edit.journal == nullptr)
        return readyFuture(Result<EntryId>(0));
    return pool.run([journal = edit.journal, beginning = Journal::Beginning{.name = edit.input.name,
                                                                            .picture = edit.input.picture,
                                                                            .mask = edit.input.mask,
                                                                            .parameters = edit.parameters,
                                                                            .plan = planRecord(edit.plan),
                                                                            .engine = engine}] {
        return journal->begin(beginning);
    });
}

edit::RawAnswers rawAnswers(JournaledEdit& edit, EntryId entry, const LostAnswer& lost) {
    edit::RawAnswers answers{.known = std::move(edit.knownAnswers), .keep = {}};
    if (edit.journal != nullptr)
        answers.keep = [journal = edit.journal, entry, lost](int region, const image::Picture& answer) {
            const Result<QByteArray> png = image::encodePng(answer);
            const Result<> kept = png ? journal->keepAnswer(entry, region, *png) : Result<>(png.error());
            if (!kept)
                *lost = kept.error();
        };
    return answers;
}

Result<QByteArray> endEntry(Journal& journal, EntryId entry, const Result<edit::Edited>& edited) {
    if (!edited) {
        const Result<> failed = journal.fail(entry, edited.error());
        return failed ? Result<QByteArray>(QByteArray()) : failed.error();
    }
    Result<QByteArray> png = image::encodePng(edited->picture);
    if (!png)
        return png.error();
    if (const Result<> finished = journal.finish(entry, *png, compact(edit::toJson(edited->report)));
        !finished)
        return finished.error();
    return png;
}

QFuture<Result<QByteArray>> nothingRecorded() {
    return readyFuture(Result<QByteArray>(QByteArray()));
}

QFuture<Result<QByteArray>> recordEnd(Journal* journal, EntryId entry, const Result<edit::Edited>& edited,
                                      WorkerPool& pool) {
    if (journal == nullptr)
        return nothingRecorded();
    return pool.run([journal, entry, edited] { return endEntry(*journal, entry, edited); });
}

void report(const JournaledEdit& edit, const Result<edit::Edited>& edited) {
    if (edit.onEdited)
        edit.onEdited(edited);
}

} // namespace

Result<RecordedInput> encodeInput(const QString& name, const image::Picture& picture,
                                  const mask::Mask& mask) {
    Result<QByteArray> pictureFile = image::encodePng(picture);
    if (!pictureFile)
        return pictureFile.error();
    Result<QByteArray> maskFile = image::encodeGreyPng(mask.pixels);
    if (!maskFile)
        return maskFile.error();
    return RecordedInput{name, std::move(*pictureFile), std::move(*maskFile)};
}

QByteArray planRecord(const edit::EditPlan& plan) {
    return compact(edit::toJson(plan));
}

QFuture<JournaledOutcome> runJournaledEdit(JournaledEdit edit, providers::Provider& provider,
                                           providers::Context context, WorkerPool& pool, QObject* guard) {
    auto begun = beginEntry(edit, provider.name(), pool);
    edit.input = {}; // the files may be large, and the journal has them
    // Handed over by pointer: a copy would keep runEdit() from writing to the samples in place.
    const auto pending = std::make_shared<JournaledEdit>(std::move(edit));
    return begun
        .then(
            guard,
            [pending, &provider, context = std::move(context), &pool, guard](const Result<EntryId>& entry) {
                if (!entry) {
                    report(*pending, entry.error());
                    return readyFuture(JournaledOutcome{entry.error(), {}, nothingRecorded()});
                }
                const auto lost = std::make_shared<std::optional<Error>>();
                edit::RawAnswers answers = rawAnswers(*pending, *entry, lost);
                return edit::runEdit(std::move(pending->picture), std::move(pending->plan),
                                     pending->parameters, provider, context, pool, guard, std::move(answers))
                    .then(guard, [pending, entry = *entry, lost, &pool](const Result<edit::Edited>& edited) {
                        report(*pending, edited);
                        return JournaledOutcome{edited, *lost,
                                                recordEnd(pending->journal, entry, edited, pool)};
                    });
            })
        .unwrap();
}

} // namespace nb::journal
