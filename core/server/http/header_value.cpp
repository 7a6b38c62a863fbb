#include "core/server/http/header_value.h"
#include "core/server/http/http_syntax.h"
#include <algorithm>

namespace nb::server {

namespace {

QByteArrayView afterSpaces(QByteArrayView text) {
    while (!text.isEmpty() && (text.front() == ' ' || text.front() == '\t'))
        text = text.sliced(1);
    return text;
}

// What a backslash before a quote means.
enum class Backslash { Escapes, EscapesUnlessAtTheEnd };

QByteArray takeWhile(QByteArrayView& text, bool (*accepts)(char)) {
    const auto end = std::find_if_not(text.begin(), text.end(), accepts);
    const qsizetype length = end - text.begin();
    const QByteArray taken = text.first(length).toByteArray();
    text = text.sliced(length);
    return taken;
}

// Whether `text` is what may follow a value: nothing, or a next parameter.
bool endsValue(QByteArrayView text) {
    text = afterSpaces(text);
    if (text.isEmpty())
        return true;
    if (text.front() != ';')
        return false;
    text = afterSpaces(text.sliced(1));
    return text.isEmpty() || (!takeWhile(text, isTokenChar).isEmpty() && text.startsWith('='));
}

// Takes a quoted string off the front of `text`, which begins with the quote.
std::optional<QByteArray> takeQuoted(QByteArrayView& text, Backslash backslash) {
    QByteArray value;
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text = text.sliced(i + 1);
            return value;
        }
        // Browsers write a quote in a name as %22 and leave backslashes alone, so only \" and \\ are escapes.
        const bool escape =
            text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        if (escape && !(backslash == Backslash::EscapesUnlessAtTheEnd && text[i + 1] == '"' &&
                        endsValue(text.sliced(i + 2))))
            ++i;
        value.append(text[i]);
    }
    return std::nullopt;
}

// A value without quotes is a token; but clients also write file names with blanks and boundaries with "="
// so.
std::optional<QByteArray> takeUnquoted(QByteArrayView& text) {
    const QByteArray value = takeWhile(text, [](char c) { return c != ';' && c != '"'; }).trimmed();
    if (value.isEmpty() || std::any_of(value.begin(), value.end(), isControl))
        return std::nullopt;
    return value;
}

std::optional<ParameterisedValue> parsed(QByteArrayView text, Backslash backslash) {
    ParameterisedValue result;
    text = afterSpaces(text);
    result.word = takeWhile(text, [](char c) { return isTokenChar(c) || c == '/'; }).toLower();
    if (result.word.isEmpty())
        return std::nullopt;
    for (text = afterSpaces(text); !text.isEmpty(); text = afterSpaces(text)) {
        if (text.front() != ';')
            return std::nullopt;
        text = afterSpaces(text.sliced(1));
        if (text.isEmpty())
            break; // a trailing semicolon is harmless
        const QByteArray name = takeWhile(text, isTokenChar).toLower();
        if (name.isEmpty() || !text.startsWith('=') || result.parameter(name))
            return std::nullopt;
        text = text.sliced(1);
        const std::optional<QByteArray> value =
            text.startsWith('"') ? takeQuoted(text, backslash) : takeUnquoted(text);
        if (!value)
            return std::nullopt;
        result.parameters.append({name, *value});
    }
    return result;
}

} // namespace

std::optional<QByteArray> ParameterisedValue::parameter(QByteArrayView name) const {
    for (const auto& [key, value] : parameters)
        if (name == key)
            return value;
    return std::nullopt;
}

std::optional<ParameterisedValue> parseParameterised(QByteArrayView text) {
    std::optional<ParameterisedValue> value = parsed(text, Backslash::Escapes);
    return value ? value : parsed(text, Backslash::EscapesUnlessAtTheEnd);
}

} // namespace nb::server
