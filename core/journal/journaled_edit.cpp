#include "core/journal/journaled_edit.h"

#include "core/base/worker_pool.h"
#include "core/image/encode.h"
#include <QJsonDocument>
#include <QJsonObject>
#include <map>
#include <memory>

namespace nb::journal {
namespace {

// What became of the raw answers. Written on the pool while the edit runs, read after it.
struct KeptAnswers {
    std::optional<Error> lost;        // why one is not in the journal
    std::map<int, QByteArray> unkept; // those that are not, PNG, by region
};
using KeptAnswersPtr = std::shared_ptr<KeptAnswers>;

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

bool costsNothing(const providers::Provider& provider) {
    return provider.capabilities().priceHintUsd == 0.0;
}

edit::RawAnswers rawAnswers(JournaledEdit& edit, EntryId entry, const providers::Provider& provider,
                            const KeptAnswersPtr& kept) {
    edit::RawAnswers answers{.known = std::move(edit.knownAnswers), .keep = {}};
    if (edit.journal == nullptr && costsNothing(provider))
        return answers;
    answers.keep = [journal = edit.journal, entry, kept](int region, const image::Picture& answer) {
        const Result<QByteArray> png = image::encodePng(answer);
        Result<> written = png ? Result<>() : png.error();
        if (png && journal != nullptr)
            written = journal->keepAnswer(entry, region, *png);
        if (!written && journal != nullptr)
            kept->lost = written.error();
        if (png && (journal == nullptr || !written))
            kept->unkept[region] = *png;
    };
    return answers;
}

std::vector<QByteArray> unkeptAnswers(const Result<edit::Edited>& edited, const KeptAnswers& kept) {
    std::vector<QByteArray> files;
    if (!edited)
        for (const auto& [region, png] : kept.unkept)
            files.push_back(png);
    return files;
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
                const auto kept = std::make_shared<KeptAnswers>();
                edit::RawAnswers answers = rawAnswers(*pending, *entry, provider, kept);
                return edit::runEdit(std::move(pending->picture), std::move(pending->plan),
                                     pending->parameters, provider, context, pool, guard, std::move(answers))
                    .then(guard, [pending, entry = *entry, kept, &pool](const Result<edit::Edited>& edited) {
                        report(*pending, edited);
                        return JournaledOutcome{edited, kept->lost,
                                                recordEnd(pending->journal, entry, edited, pool), entry,
                                                unkeptAnswers(edited, *kept)};
                    });
            })
        .unwrap();
}

} // namespace nb::journal
