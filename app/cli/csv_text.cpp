#include "app/cli/csv_text.h"

#include "core/storage/file_path.h"
#include <QStringDecoder>
#include <algorithm>

namespace nb::app {
namespace {

Error refused(int line, const QString& what) {
    return {ErrorCode::InvalidArgument,
            QStringLiteral("line %1: %2; save the list as \"CSV UTF-8\"").arg(QString::number(line), what)};
}

// Of the character or byte at `at`, from 1. CR, LF and CR LF end a line.
template <class Text>
int lineOf(const Text& text, qsizetype at) {
    int line = 1;
    for (qsizetype i = 0; i < at; ++i) {
        const bool isCrOfCrLf =
            text[i] == QLatin1Char('\r') && i + 1 < text.size() && text[i + 1] == QLatin1Char('\n');
        line += (text[i] == QLatin1Char('\n') || text[i] == QLatin1Char('\r')) && !isCrOfCrLf;
    }
    return line;
}

// The word that holds the byte at `at`, for people.
QString wordAround(const QByteArray& bytes, qsizetype at) {
    const auto ends = [](char c) {
        return std::string_view("\r\n,;\t|\"").find(c) != std::string_view::npos;
    };
    qsizetype first = at;
    qsizetype last = at;
    constexpr qsizetype kMost = 60; // bytes on each side
    while (first > 0 && at - first < kMost && !ends(bytes[first - 1]))
        --first;
    while (last < bytes.size() && last - at < kMost && !ends(bytes[last]))
        ++last;
    return storage::shown(storage::FilePath(bytes.mid(first, last - first).toStdString()));
}

Result<QString> fromUtf8(const QByteArray& bytes) {
    if (const qsizetype zero = bytes.indexOf('\0'); zero >= 0)
        return refused(lineOf(QString::fromLatin1(bytes), zero),
                       QStringLiteral("there is a zero byte, so that this is no UTF-8 text"));
    if (const qsizetype bad = storage::firstNotUtf8(bytes); bad >= 0)
        return refused(lineOf(QString::fromLatin1(bytes), bad),
                       QStringLiteral("'%1' is not UTF-8; a list cannot name files whose names are not")
                           .arg(wordAround(bytes, bad)));
    return QString::fromUtf8(bytes);
}

// Qt's decoder lets them pass. -1 = there is none.
qsizetype firstLoneSurrogate(const QString& text) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (text[i].isSurrogate())
            return i;
    }
    return -1;
}

Result<QString> fromWide(const QByteArray& bytes, QStringConverter::Encoding encoding, qsizetype unit) {
    QStringDecoder decoder(encoding, QStringConverter::Flag::Stateless);
    const QString text = decoder(bytes);
    const QString name = QString::fromLatin1(QStringConverter::nameForEncoding(encoding));
    if (const qsizetype lone = firstLoneSurrogate(text); lone >= 0)
        return refused(lineOf(text, lone), QStringLiteral("this is not %1").arg(name));
    if (decoder.hasError() || bytes.size() % unit != 0) {
        const qsizetype bad = text.indexOf(QChar(QChar::ReplacementCharacter));
        return refused(lineOf(text, bad < 0 ? text.size() : bad), QStringLiteral("this is not %1").arg(name));
    }
    if (const qsizetype zero = text.indexOf(QChar(QChar::Null)); zero >= 0)
        return refused(lineOf(text, zero), QStringLiteral("there is a zero character"));
    return text;
}

} // namespace

Result<QString> csvText(const QByteArray& bytes) {
    for (const QByteArray& magic : {QByteArray("PK\x03\x04"), QByteArray("\xd0\xcf\x11\xe0")})
        if (bytes.startsWith(magic))
            return refused(1, QStringLiteral("this is a spreadsheet document and no CSV file"));
    using Encoding = QStringConverter::Encoding;
    struct Mark {
        QByteArray bytes;
        Encoding encoding;
        qsizetype unit;
    };
    // The longer ones first: one begins like another.
    for (const Mark& mark : {Mark{QByteArray("\xff\xfe\0\0", 4), Encoding::Utf32LE, 4},
                             Mark{QByteArray("\0\0\xfe\xff", 4), Encoding::Utf32BE, 4},
                             Mark{QByteArray("\xff\xfe"), Encoding::Utf16LE, 2},
                             Mark{QByteArray("\xfe\xff"), Encoding::Utf16BE, 2}})
        if (bytes.startsWith(mark.bytes))
            return fromWide(bytes.mid(mark.bytes.size()), mark.encoding, mark.unit);
    return fromUtf8(bytes.startsWith("\xef\xbb\xbf") ? bytes.mid(3) : bytes);
}

} // namespace nb::app
