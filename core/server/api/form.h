#pragma once
// The fields of POST /api/edit: which there are, and their types. All faulty ones are reported at once.
// Ranges and texts of the parameters are checked by core/edit/parameters.h, pictures are not looked into.
// Blocking, free of state, safe from any thread.

#include "core/edit/parameters.h"
#include "core/server/http/multipart.h"

namespace nb::server {

struct EditForm {
    QByteArray image; // as Part::content
    QByteArray mask;
    edit::Parameters parameters;
};

// Error: InvalidArgument with a field problem for every field that is missing, repeated or invalid.
[[nodiscard]] Result<EditForm> readEditForm(const QList<Part>& parts);

} // namespace nb::server
