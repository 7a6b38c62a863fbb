#include "core/edit/edit.h"

#include "core/base/worker_pool.h"
#include "core/edit/blend.h"
#include "core/edit/fit.h"
#include <QElapsedTimer>

namespace nb::edit {
namespace {

providers::Job jobFor(const Source& source, const Parameters& parameters) {
    return {.picture = source.picture,
            .mask = source.mask,
            .prompt = parameters.prompt,
            .seed = parameters.seed,
            .strength = parameters.strength,
            .guidanceScale = parameters.guidanceScale};
}

image::Picture finished(const Source& source, const image::Picture& answer, const Parameters& parameters) {
    image::Picture fit = fitted(answer, source.picture);
    return parameters.preserveUnmasked ? blended(source.picture, fit, source.mask) : std::move(fit);
}

} // namespace

QFuture<Result<Edited>> run(Source source, Parameters parameters, providers::Provider& provider,
                            providers::Context context, WorkerPool& pool, QObject* guard) {
    QElapsedTimer timer;
    timer.start();
    const std::stop_token cancel = context.cancel;
    QFuture<Result<providers::Answer>> answer = provider.edit(jobFor(source, parameters), std::move(context));
    return answer
        .then(guard,
              [=, &pool, engine = provider.name()](const Result<providers::Answer>& received) {
                  const std::chrono::milliseconds providerTime(timer.elapsed());
                  return pool.run([=]() -> Result<Edited> {
                      if (!received)
                          return received.error();
                      if (cancel.stop_requested())
                          return Error{ErrorCode::Cancelled, QStringLiteral("Cancelled")};
                      return Edited{finished(source, received->picture, parameters), engine,
                                    received->attempts, providerTime};
                  });
              })
        .unwrap();
}

} // namespace nb::edit
