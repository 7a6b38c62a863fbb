#pragma once
// The parts of an edit request that work on bytes and pixels, each blocking and safe from any thread: they
// run on the worker pool. What connects them is core/server/api/edit_job.h.

#include "core/config/settings.h"
#include "core/edit/source.h"
#include "core/providers/step.h"
#include "core/server/api/form.h"

namespace nb::server {

struct Prepared {
    edit::Source source;
    edit::Parameters parameters;
    QByteArray digest;    // requestDigest(); empty where nobody needs it
    QByteArray resultKey; // empty where the same request may have another result
    std::chrono::nanoseconds duration{};
    qint64 imageBytes = 0; // of the files as they came
    qint64 maskBytes = 0;
    QList<providers::Step> steps = {}; // "parse", "decode", "normalise_mask"
};

// Who will do the edit, as far as its keys depend on it.
struct Engine {
    QString name;                    // Provider::name()
    QString model;                   // Provider::model()
    bool repeatsWithoutSeed = false; // ProviderCapabilities::repeatsWithoutSeed
};

// Whether the request is to be recognised when it comes again; then it always has a digest.
enum class Recognise { IfRepeatable, Always };

// From the body to a picture, a mask and parameters.
[[nodiscard]] Result<Prepared> prepare(const QByteArray& body, const QByteArray& boundary,
                                       const config::Settings& settings, const Engine& engine,
                                       Recognise recognise);

struct Encoded {
    QByteArray png;
    providers::Step step = {}; // "encode"
};

// As PNG with 8 bits a sample; 16 bits are rounded.
[[nodiscard]] Result<Encoded> encodeAnswer(const image::Picture& picture);

} // namespace nb::server
