#include "core/config/values.h"

#include "core/config/cidr.h"
#include "core/config/database_address.h"
#include <QHostAddress>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>
#include <optional>

namespace nb::config {
namespace {

bool matches(const QString& text, const char* pattern) {
    const QRegularExpression expression(QRegularExpression::anchoredPattern(QString::fromLatin1(pattern)));
    return expression.match(text).hasMatch();
}

bool hasControlCharacters(const QString& text) {
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.category() == QChar::Other_Control; });
}

QStringList listOf(const QString& text) {
    QStringList entries;
    static const QRegularExpression separator(QStringLiteral("[,\n]"));
    const QStringList raw = text.split(separator);
    for (const QString& entry : raw)
        if (const QString trimmed = entry.trimmed(); !trimmed.isEmpty())
            entries << trimmed;
    return entries;
}

std::optional<bool> booleanOf(const QString& text) {
    const QString word = text.toLower();
    for (const char* yes : {"true", "1", "yes", "on"})
        if (word == QLatin1String(yes))
            return true;
    for (const char* no : {"false", "0", "no", "off"})
        if (word == QLatin1String(no))
            return false;
    return {};
}

std::optional<qlonglong> integerOf(const QString& text, qint64 min, qint64 max) {
    bool ok = false;
    const qlonglong number = text.toLongLong(&ok);
    if (!ok || !matches(text, "-?[0-9]+") || number < min || number > max)
        return {};
    return number;
}

std::optional<QUrl> urlOf(const QString& text, const QStringList& schemes) {
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || !schemes.contains(url.scheme()) || url.host().isEmpty() || url.port() == 0)
        return {};
    return url;
}

// redis://user:password@host:6379/0, of which only scheme and host are required.
std::optional<QUrl> redisUrlOf(const QString& text) {
    const std::optional<QUrl> url = urlOf(text, {QStringLiteral("redis"), QStringLiteral("rediss")});
    // A user without a password would not be sent, and what follows a "?" or "#" would be ignored.
    const bool isPlain = url && !url->hasQuery() && !url->hasFragment() &&
                         (url->userName().isEmpty() || !url->password().isEmpty());
    return isPlain && matches(url->path(), "(/[0-9]{0,5})?") ? url : std::nullopt;
}

QStringList httpSchemes() {
    return {QStringLiteral("http"), QStringLiteral("https")};
}

// The form in which browsers send it: lower case, no default port, no path.
std::optional<QString> originOf(const QString& text) {
    const std::optional<QUrl> url = urlOf(text, httpSchemes());
    const bool bare = url && (url->path().isEmpty() || url->path() == QStringLiteral("/")) &&
                      !url->hasQuery() && !url->hasFragment() && url->userInfo().isEmpty() &&
                      !text.contains(QLatin1Char('@'));
    if (!bare)
        return {};
    QUrl origin = *url;
    origin.setPath(QString());
    const int defaultPort = origin.scheme() == QStringLiteral("https") ? 443 : 80;
    if (origin.port() == defaultPort)
        origin.setPort(-1);
    return QString::fromLatin1(origin.toEncoded());
}

std::optional<QStringList> originsOf(const QString& text) {
    QStringList origins;
    const QStringList entries = listOf(text);
    const QString any = QStringLiteral("*");
    if (entries == QStringList{any})
        return entries;
    for (const QString& entry : entries) {
        const std::optional<QString> origin = originOf(entry);
        if (!origin)
            return {};
        origins << *origin;
    }
    return origins;
}

std::optional<QString> addressOf(const QString& text) {
    if (text.compare(QStringLiteral("localhost"), Qt::CaseInsensitive) == 0)
        return QStringLiteral("127.0.0.1");
    // A subnet of one address: the strict reading of addresses is there.
    if (text.contains(QLatin1Char('/')) || !Subnet::parse(text))
        return {};
    return text;
}

bool isToken(const QString& text) {
    return matches(text, "[\\x21-\\x7e]+");
}

// A line end that hides behind its percent code would begin a header of its own.
bool arePairs(const QString& text) {
    const QStringList entries = text.split(QLatin1Char(','));
    return !hasControlCharacters(QString::fromUtf8(QByteArray::fromPercentEncoding(text.toUtf8()))) &&
           std::all_of(entries.begin(), entries.end(),
                       [](const QString& entry) { return entry.trimmed().indexOf(QLatin1Char('=')) > 0; });
}

template <class T>
std::optional<QVariant> variant(const std::optional<T>& value) {
    return value ? std::optional(QVariant::fromValue(*value)) : std::nullopt;
}

std::optional<QVariant> textIf(bool valid, const QString& text) {
    return valid ? std::optional<QVariant>(text) : std::nullopt;
}

std::optional<QVariant> choiceOf(const Option& option, const QString& text) {
    const auto found = std::find_if(option.choices.begin(), option.choices.end(), [&](const QString& choice) {
        return choice.compare(text, Qt::CaseInsensitive) == 0;
    });
    return found == option.choices.end() ? std::nullopt : std::optional<QVariant>(*found);
}

std::optional<QVariant> fractionOf(const QString& text) {
    const double number = text.toDouble();
    return matches(text, "[0-9]*\\.?[0-9]+") && number <= 1 ? std::optional<QVariant>(number) : std::nullopt;
}

std::optional<QVariant> listIf(bool valid, const QStringList& list) {
    return valid ? std::optional<QVariant>(list) : std::nullopt;
}

std::optional<QVariant> parsed(const Option& option, const QString& text) {
    const QStringList list = listOf(text);
    switch (option.type) {
    case Type::Text:
        return textIf(!hasControlCharacters(text), text);
    case Type::Word:
        return textIf(matches(text, "[A-Za-z0-9._-]{1,64}"), text.toLower());
    case Type::Boolean:
        return variant(booleanOf(text));
    case Type::Integer:
        return variant(integerOf(text, option.min, option.max));
    case Type::Fraction:
        return fractionOf(text);
    case Type::Choice:
        return choiceOf(option, text);
    case Type::Url:
        return variant(urlOf(text, httpSchemes()));
    case Type::RedisUrl:
        return variant(redisUrlOf(text));
    case Type::DatabaseUrl:
        return textIf(DatabaseAddress::parse(text).has_value(), text);
    case Type::Address:
        return variant(addressOf(text));
    case Type::Origins:
        return variant(originsOf(text));
    case Type::Subnets:
        return listIf(SubnetList::parse(list).has_value(), list);
    case Type::Key:
        return textIf(isToken(text), text);
    case Type::Tokens:
        return listIf(std::all_of(list.begin(), list.end(), isToken), list);
    case Type::Pairs:
        break;
    }
    return textIf(arePairs(text), text);
}

bool isList(Type type) {
    return type == Type::Origins || type == Type::Subnets || type == Type::Tokens;
}

// Greedy on purpose: a password may hold any character, and hiding too much does no harm.
QString withoutCredentials(QString text) {
    static const QRegularExpression userInfo(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@"),
                                             QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression query(QStringLiteral("[?#][^\\s,]*"));
    return text.replace(userInfo, QStringLiteral("\\1***@")).replace(query, QStringLiteral("?***"));
}

} // namespace

QList<QPair<QByteArray, QByteArray>> pairsOf(const QString& text) {
    QList<QPair<QByteArray, QByteArray>> pairs;
    const QByteArrayList entries = text.toUtf8().split(',');
    for (const QByteArray& entry : entries) {
        const qsizetype equals = entry.indexOf('=');
        if (equals > 0)
            pairs.append({QByteArray::fromPercentEncoding(entry.left(equals).trimmed()),
                          QByteArray::fromPercentEncoding(entry.mid(equals + 1).trimmed())});
    }
    return pairs;
}

QString rule(const Option& option) {
    switch (option.type) {
    case Type::Text:
        return QStringLiteral("text without control characters");
    case Type::Word:
        return QStringLiteral("1 to 64 letters, digits, \".\", \"_\" or \"-\"");
    case Type::Boolean:
        return QStringLiteral("true or false (or 1/0, yes/no, on/off)");
    case Type::Integer:
        return QStringLiteral("a whole number from %1 to %2")
            .arg(QString::number(option.min), QString::number(option.max));
    case Type::Fraction:
        return QStringLiteral("a number from 0 to 1");
    case Type::Choice:
        return QStringLiteral("one of ") + option.choices.join(QStringLiteral(", "));
    case Type::Url:
        return QStringLiteral("an http:// or https:// URL with a host");
    case Type::RedisUrl:
        return QStringLiteral(
            "redis://user:password@host:port/database, or rediss:// for TLS; only the host is "
            "required, and signs such as @ or / in the password are percent-encoded");
    case Type::DatabaseUrl:
        return QStringLiteral(
            "sqlite:/folder/file.db, or postgresql://user:password@host:port/database?sslmode=require, of "
            "which host and database are required; signs such as @ or / in the password are percent-encoded");
    case Type::Address:
        return QStringLiteral("an IPv4 or IPv6 address, or localhost");
    case Type::Origins:
        return QStringLiteral(
            "a comma list of origins such as https://example.com:8443 (no path), or * alone");
    case Type::Subnets:
        return QStringLiteral("a comma list of addresses and subnets such as 10.0.0.0/8 or 2001:db8::/32");
    case Type::Key:
        return QStringLiteral("printable ASCII characters without blanks");
    case Type::Tokens:
        return QStringLiteral("a comma list of words of printable ASCII characters without blanks");
    case Type::Pairs:
        break;
    }
    return QStringLiteral("a comma list of name=value, percent-encoded where needed");
}

Result<QVariant> parseValue(const Option& option, const QString& text) {
    const QString trimmed = text.trimmed();
    const bool mayBeEmpty = option.defaultText.isEmpty() || isList(option.type);
    if (trimmed.isEmpty() && mayBeEmpty)
        return isList(option.type) ? QVariant(QStringList()) : QVariant(QString());
    if (const std::optional<QVariant> value = parsed(option, trimmed))
        return *value;
    return Error{ErrorCode::InvalidArgument, QStringLiteral("must be ") + rule(option), {}, option.name};
}

QString shownValue(const Option& option, const QVariant& value) {
    const QString text = isList(option.type)                 ? value.toStringList().join(QLatin1Char(','))
                         : value.typeId() == QMetaType::QUrl ? value.toUrl().toString()
                                                             : value.toString();
    if (option.secrecy == Secrecy::Secret)
        return text.isEmpty() ? QStringLiteral("(empty)") : QStringLiteral("(set)");
    if (option.type == Type::DatabaseUrl && !text.isEmpty())
        return DatabaseAddress::parse(text).value_or(DatabaseAddress()).shown();
    return withoutCredentials(text);
}

QString shownText(const Option& option, const QString& text) {
    // Where a database's URL is wrong, nobody knows which part of it is the password.
    if (option.secrecy == Secrecy::Secret || option.type == Type::DatabaseUrl)
        return QStringLiteral("(hidden)");
    // Where the host was forgotten, a password stands where the host or the port should.
    const bool mayHoldPassword = option.type == Type::RedisUrl && !text.contains(QLatin1Char('@')) &&
                                 !matches(text, "([A-Za-z+]*://)?[^:]*(:[0-9]{1,5})?(/[^:]*)?");
    if (mayHoldPassword)
        return QStringLiteral("(hidden)");
    constexpr int kMaxLength = 100;
    QString shown = withoutCredentials(text);
    for (QChar& c : shown)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = QLatin1Char('?');
    if (shown.size() > kMaxLength)
        shown = shown.left(kMaxLength - 1) + QChar(0x2026);
    return shown;
}

} // namespace nb::config
