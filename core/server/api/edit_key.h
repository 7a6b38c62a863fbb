#pragma once
// Digests of what decides an edit's result. They are made from decoded pixels, so that it does not matter how
// a file was compressed, in which order a form has its fields or which boundary it uses. Blocking: some 10 ms
// for a megapixel, on the worker pool; free of state, safe from any thread.

#include "core/edit/parameters.h"
#include "core/edit/source.h"

namespace nb::server {

// Of what was asked for: the pixels of picture and mask, what is kept of the picture's metadata, and all
// parameters. 32 bytes.
[[nodiscard]] QByteArray requestDigest(const edit::Source& source, const edit::Parameters& parameters);

// Of the request and of who does it: `requestDigest` is what the function of that name returned, `engine` and
// `model` are Provider::name() and Provider::model(). 32 bytes. Two edits with the same key have the same
// result, if they are repeatable.
[[nodiscard]] QByteArray resultKey(const QByteArray& requestDigest, const QString& engine,
                                   const QString& model);

} // namespace nb::server
