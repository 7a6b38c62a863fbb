#include "core/providers/wire_base64.h"

#include "core/providers/scrub.h"
#include <array>

namespace nb::providers {
namespace {

constexpr int kBitsPerDigit = 6;
constexpr int kBitsPerByte = 8;
constexpr qint8 kBlank = -1;
constexpr qint8 kPadding = -2;
constexpr qint8 kForeign = -3;

using Digits = std::array<qint8, 256>; // by character: the digit's value, or one of the above

// RFC 4648, both alphabets in one.
Digits makeDigits() {
    Digits digits;
    digits.fill(kForeign);
    constexpr QByteArrayView kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (qsizetype i = 0; i < kAlphabet.size(); ++i)
        digits[uchar(kAlphabet[i])] = static_cast<qint8>(i);
    digits[uchar('-')] = digits[uchar('+')];
    digits[uchar('_')] = digits[uchar('/')];
    for (const char c : {' ', '\t', '\r', '\n', '\v', '\f'})
        digits[uchar(c)] = kBlank;
    digits[uchar('=')] = kPadding;
    return digits;
}

// What follows the comma of a data URL, or all of a text that is none. A data URL may be percent-encoded.
QByteArray payload(const QByteArray& text) {
    constexpr qsizetype kLongestPrefix = 256;
    const QByteArray start = text.first(qMin(text.size(), kLongestPrefix)).trimmed();
    QByteArray data = text;
    if (start.first(qMin<qsizetype>(start.size(), 5)).toLower() == "data:")
        data = text.sliced(text.indexOf(',') + 1); // without a comma, its colon is no digit
    return data.contains('%') ? QByteArray::fromPercentEncoding(data) : data;
}

QString whatItIs(const QString& text, const QByteArray& key) {
    constexpr qsizetype kScrubbed = 1000;
    constexpr qsizetype kShown = 40;
    const QString start = text.first(qMin(text.size(), kScrubbed)).trimmed();
    if (start.startsWith(QStringLiteral("http:"), Qt::CaseInsensitive) ||
        start.startsWith(QStringLiteral("https:"), Qt::CaseInsensitive))
        return QStringLiteral("an address instead of a picture");
    return QStringLiteral("%1 characters that are no base64, beginning \"%2\"")
        .arg(QString::number(text.size()), scrubbed(start, key, kShown));
}

} // namespace

QByteArray incomingBase64(const QByteArray& text) {
    static const Digits kDigits = makeDigits();
    const QByteArray digits = payload(text);
    QByteArray bytes;
    bytes.reserve(digits.size() / 4 * 3 + 3);
    quint32 bits = 0;
    int count = 0; // of bits that make no byte yet
    for (const char c : digits) {
        const qint8 digit = kDigits[uchar(c)];
        if (digit == kForeign)
            return {};
        if (digit == kBlank)
            continue;
        if (digit == kPadding) { // some encoders pad in the middle, where their buffer ended
            count = 0;
            continue;
        }
        bits = (bits << kBitsPerDigit) | quint32(digit);
        count += kBitsPerDigit;
        if (count >= kBitsPerByte) {
            count -= kBitsPerByte;
            bytes.append(static_cast<char>(bits >> count));
        }
    }
    return bytes;
}

Result<QByteArray> incomingBase64(const QString& text, const QString& service, const QByteArray& key) {
    if (QByteArray bytes = incomingBase64(text.toLatin1()); !bytes.isEmpty())
        return bytes;
    return Error{
        ErrorCode::ProviderUnusable,
        QStringLiteral("%1 sent a picture that cannot be used: it is %2").arg(service, whatItIs(text, key))};
}

} // namespace nb::providers
