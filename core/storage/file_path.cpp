#include "core/storage/file_path.h"

#include <QByteArray>
#include <algorithm>

namespace nb::storage {
namespace {

constexpr char16_t kEscapeBase = 0xDC00; // + the byte, which is 0x80 or more

// The length of the UTF-8 sequence at `at`, by the table of RFC 3629, section 4; 0 = there is none.
qsizetype sequenceLength(QByteArrayView bytes, qsizetype at) {
    const auto byte = [&](qsizetype i) {
        return at + i < bytes.size() ? static_cast<uchar>(bytes[at + i]) : uchar(0);
    };
    const auto continues = [&](qsizetype i, uchar least = 0x80, uchar most = 0xBF) {
        return byte(i) >= least && byte(i) <= most;
    };
    const uchar first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const uchar least = first == 0xE0 ? 0xA0 : 0x80; // nothing that fits in two bytes
        const uchar most = first == 0xED ? 0x9F : 0xBF;  // no surrogates
        return continues(1, least, most) && continues(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const uchar least = first == 0xF0 ? 0x90 : 0x80;
        const uchar most = first == 0xF4 ? 0x8F : 0xBF; // nothing over U+10FFFF
        return continues(1, least, most) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

bool isEscape(QChar c) {
    return c.unicode() >= kEscapeBase + 0x80 && c.unicode() <= kEscapeBase + 0xFF;
}

// Whether the surrogate at `at` has no partner.
bool isLone(const QString& text, qsizetype at) {
    const QChar c = text[at];
    if (c.isLowSurrogate())
        return at == 0 || !text[at - 1].isHighSurrogate();
    return c.isHighSurrogate() && (at + 1 == text.size() || !text[at + 1].isLowSurrogate());
}

QByteArrayView bytesOf(const FilePath& path) {
    return {path.native().data(), static_cast<qsizetype>(path.native().size())};
}

} // namespace

qsizetype firstNotUtf8(QByteArrayView bytes) {
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype length = sequenceLength(bytes, at);
        if (length == 0)
            return at;
        at += length;
    }
    return -1;
}

QString toText(QByteArrayView bytes) {
    QString text;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype length = sequenceLength(bytes, at);
        if (length == 0)
            text += QChar(static_cast<char16_t>(kEscapeBase + static_cast<uchar>(bytes[at])));
        else
            text += QString::fromUtf8(bytes.sliced(at, length));
        at += std::max<qsizetype>(length, 1);
    }
    return text;
}

FilePath toPath(const QString& text) {
    QByteArray bytes;
    qsizetype plain = 0; // where the text begins that is not in `bytes` yet
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (!isEscape(text[at]) || !isLone(text, at))
            continue;
        bytes += text.mid(plain, at - plain).toUtf8();
        bytes += static_cast<char>(text[at].unicode() - kEscapeBase);
        plain = at + 1;
    }
    bytes += text.mid(plain).toUtf8();
    return {bytes.toStdString()};
}

bool isUtf8(const QString& text) {
    for (qsizetype at = 0; at < text.size(); ++at)
        if (isLone(text, at))
            return false;
    return true;
}

bool isUtf8(const FilePath& path) {
    return firstNotUtf8(bytesOf(path)) < 0;
}

QString shown(const FilePath& path) {
    const QByteArrayView bytes = bytesOf(path);
    if (firstNotUtf8(bytes) < 0)
        return QString::fromUtf8(bytes);
    QString text;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype length = sequenceLength(bytes, at);
        if (length == 0 || bytes[at] == '%')
            text +=
                QLatin1Char('%') + QString::fromLatin1(bytes.sliced(at, 1).toByteArray().toHex().toUpper());
        else
            text += QString::fromUtf8(bytes.sliced(at, length));
        at += std::max<qsizetype>(length, 1);
    }
    return text;
}

QString shown(const QString& text) {
    return isUtf8(text) ? text : shown(toPath(text));
}

} // namespace nb::storage
