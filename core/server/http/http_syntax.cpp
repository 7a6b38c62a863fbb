#include "core/server/http/http_syntax.h"
#include <algorithm>

namespace nb::server {

namespace {

bool isAlnum(char byte) {
    return isDigit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool isOneOf(char byte, const char* set) {
    return byte != '\0' && QByteArrayView(set).contains(byte);
}

bool isUrlText(QByteArrayView text) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char byte = text[i];
        if (byte == '%') {
            if (i + 2 >= text.size() || hexValue(text[i + 1]) < 0 || hexValue(text[i + 2]) < 0)
                return false;
        } else if (!isAlnum(byte) && !isOneOf(byte, "-._~:/?@!$&'()*+,;=[]")) {
            return false;
        }
    }
    return true;
}

} // namespace

bool isDigit(char byte) {
    return byte >= '0' && byte <= '9';
}

bool isControl(char byte) {
    return (byte >= 0 && byte < 32) || byte == 127;
}

bool isTokenChar(char byte) {
    return isAlnum(byte) || isOneOf(byte, "!#$%&'*+-.^_`|~");
}

bool isToken(QByteArrayView text) {
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

bool isDigits(QByteArrayView text) {
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isDigit);
}

int hexValue(char byte) {
    if (isDigit(byte))
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

bool isHost(QByteArrayView text) {
    QByteArrayView port;
    if (text.startsWith('[')) {
        const qsizetype end = text.indexOf(']');
        if (end < 3)
            return false;
        const QByteArrayView address = text.sliced(1, end - 1);
        if (!std::all_of(address.begin(), address.end(),
                         [](char c) { return hexValue(c) >= 0 || c == ':' || c == '.'; }))
            return false;
        port = text.sliced(end + 1);
    } else {
        const qsizetype colon = text.indexOf(':');
        const QByteArrayView name = colon < 0 ? text : text.first(colon);
        if (name.isEmpty() ||
            !std::all_of(name.begin(), name.end(), [](char c) { return isAlnum(c) || isOneOf(c, "-._~"); }))
            return false;
        port = colon < 0 ? QByteArrayView() : text.sliced(colon);
    }
    return port.isEmpty() || (port.startsWith(':') && isDigits(port.sliced(1)) && port.size() <= 6);
}

QByteArray originForm(const QByteArray& target) {
    if (target == "*")
        return target;
    QByteArray path = target;
    if (const QByteArray scheme = "http://"; target.left(scheme.size()).toLower() == scheme) {
        const qsizetype slash = target.indexOf('/', scheme.size());
        if (!isHost(QByteArrayView(target).sliced(scheme.size(),
                                                  (slash < 0 ? target.size() : slash) - scheme.size())))
            return {};
        path = slash < 0 ? QByteArray("/") : target.mid(slash);
    }
    return path.startsWith('/') && isUrlText(path) ? path : QByteArray();
}

bool isEchoable(QByteArrayView id) {
    return !id.isEmpty() && id.size() <= 128 &&
           std::all_of(id.begin(), id.end(), [](char c) { return isAlnum(c) || isOneOf(c, "._-"); });
}

} // namespace nb::server
