#include "core/server/api/edit_stages.h"
#include "core/image/depth.h"
#include "core/image/encode.h"
#include "core/server/api/edit_key.h"
#include "core/server/api/upload_limits.h"

namespace nb::server {

namespace {

// The picture is decoded before the mask, and the form is read before both.
QList<providers::Step> stepsOf(const edit::Source& source, std::chrono::steady_clock::time_point began,
                               std::chrono::steady_clock::time_point decoded) {
    const auto maskBegan = decoded - source.maskTime;
    const auto pictureBegan = maskBegan - source.pictureTime;
    return {{QStringLiteral("parse"), began, pictureBegan},
            {QStringLiteral("decode"), pictureBegan, maskBegan},
            {QStringLiteral("normalise_mask"), maskBegan, decoded}};
}

} // namespace

Result<Prepared> prepare(const QByteArray& body, const QByteArray& boundary, const config::Settings& settings,
                         const Engine& engine, Recognise recognise) {
    const auto began = std::chrono::steady_clock::now();
    const Result<QList<Part>> parts = splitMultipart(body, boundary);
    if (!parts)
        return parts.error();
    Result<EditForm> form = readEditForm(*parts);
    if (!form)
        return form.error();
    Result<edit::Source> source = edit::decodeSource(
        form->image, form->mask, pictureLimits(settings.image),
        settings.image.strictValidation ? mask::RgbRule::Refuse : mask::RgbRule::Luminance);
    if (!source)
        return source.error();
    const auto decoded = std::chrono::steady_clock::now();
    Prepared prepared{*std::move(source), form->parameters, {}, {}, {}};
    prepared.imageBytes = form->image.size();
    prepared.maskBytes = form->mask.size();
    prepared.steps = stepsOf(prepared.source, began, decoded);
    const bool repeatable = engine.repeatsWithoutSeed || prepared.parameters.seed;
    if (repeatable || recognise == Recognise::Always)
        prepared.digest = requestDigest(prepared.source, prepared.parameters);
    if (repeatable)
        prepared.resultKey = resultKey(prepared.digest, engine.name, engine.model);
    prepared.duration = std::chrono::steady_clock::now() - began;
    return prepared;
}

Result<Encoded> encodeAnswer(const image::Picture& picture) {
    Encoded encoded{{}, {QStringLiteral("encode"), std::chrono::steady_clock::now()}};
    const image::Picture answer{image::withDepth(picture.pixels, CV_8U), picture.metadata};
    Result<QByteArray> png = image::encodePng(answer);
    if (!png)
        return png.error();
    encoded.png = *std::move(png);
    encoded.step.ended = std::chrono::steady_clock::now();
    return encoded;
}

} // namespace nb::server
