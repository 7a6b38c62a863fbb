#pragma once
// Header values of the form `word; name=value; name="quoted"`, as Content-Type and Content-Disposition are.

#include <QByteArray>
#include <QList>
#include <QPair>
#include <optional>

namespace nb::server {

struct ParameterisedValue {
    QByteArray word;                                 // lower case
    QList<QPair<QByteArray, QByteArray>> parameters; // names in lower case

    // nullopt if there is none.
    [[nodiscard]] std::optional<QByteArray> parameter(QByteArrayView name) const;
};

// nullopt for anything that is not that, or names a parameter twice. A value without quotes goes to the next
// semicolon. In quotes, a backslash escapes a quote or a backslash; but if the text cannot be read so, a
// backslash before a quote that ends a value stands for itself, as browsers send `filename="C:\"`.
[[nodiscard]] std::optional<ParameterisedValue> parseParameterised(QByteArrayView text);

} // namespace nb::server
