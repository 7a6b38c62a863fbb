#include "core/providers/wire_json.h"

#include "core/providers/scrub.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>
#include <utility>

namespace nb::providers {
namespace {

QByteArray withoutMark(const QByteArray& body) {
    constexpr QByteArrayView kByteOrderMark = "\xef\xbb\xbf";
    return body.startsWith(kByteOrderMark) ? body.sliced(kByteOrderMark.size()) : body;
}

// An error's codes, in lower case with "_" between words: from its own object and those that APIs nest in it.
QSet<QString> codesOf(const QJsonObject& body) {
    QSet<QString> codes;
    QJsonArray objects{body, body.value(QLatin1String("error")), body.value(QLatin1String("detail"))};
    for (const auto& error : body.value(QLatin1String("errors")).toArray())
        objects.append(QJsonValue(error));
    for (const auto& value : std::as_const(objects)) {
        const QJsonObject object = value.toObject();
        for (const char* name : {"code", "type", "reason", "status", "error", "error_code", "error_type"})
            if (const QString code = object.value(QLatin1String(name)).toString(); !code.isEmpty())
                codes.insert(code.toLower()
                                 .replace(QLatin1Char('-'), QLatin1Char('_'))
                                 .replace(QLatin1Char(' '), QLatin1Char('_')));
    }
    return codes;
}

// All that an error says to people, in lower case.
QString wordsOf(const QJsonObject& body) {
    QStringList words;
    for (const char* name : {"error", "message", "detail"}) {
        const QJsonValue value = body.value(QLatin1String(name));
        words += value.toString();
        words += value.toObject().value(QLatin1String("message")).toString();
    }
    return words.join(QLatin1Char('\n')).toLower();
}

} // namespace

QJsonObject jsonObject(const QByteArray& body) {
    return QJsonDocument::fromJson(withoutMark(body)).object();
}

QString damageText(const QByteArray& body, const QString& service) {
    const QByteArray json = withoutMark(body);
    if (!json.first(qMin<qsizetype>(json.size(), 64)).trimmed().startsWith('{'))
        return {};
    QJsonParseError error;
    QJsonDocument::fromJson(json, &error);
    if (error.error == QJsonParseError::NoError)
        return {};
    return QStringLiteral("%1 sent an answer that cannot be read: its JSON is damaged at byte %2 of %3")
        .arg(service, QString::number(qMin<qsizetype>(error.offset, json.size())),
             QString::number(json.size()));
}

QJsonObject errorObject(const QByteArray& body) {
    constexpr qsizetype kMaxErrorBody = 64 * 1024;
    return body.size() > kMaxErrorBody ? QJsonObject() : jsonObject(body);
}

QString errorText(const QJsonObject& object, const QByteArray& key) {
    const QJsonValue error = object.value(QLatin1String("error"));
    QString text = error.toString();
    if (text.isEmpty())
        text = error.toObject().value(QLatin1String("message")).toString();
    if (text.isEmpty())
        text = object.value(QLatin1String("message")).toString();
    return scrubbed(text, key);
}

bool saysQuotaIsUsedUp(const QJsonObject& body, int status, bool asksToWait) {
    static const QSet<QString> kMoneyCodes{QStringLiteral("insufficient_quota"),
                                           QStringLiteral("insufficient_user_quota"),
                                           QStringLiteral("insufficient_credits"),
                                           QStringLiteral("insufficient_credit"),
                                           QStringLiteral("insufficient_balance"),
                                           QStringLiteral("insufficient_funds"),
                                           QStringLiteral("billing_hard_limit_reached"),
                                           QStringLiteral("billing_not_active"),
                                           QStringLiteral("billing_limit_reached"),
                                           QStringLiteral("payment_required"),
                                           QStringLiteral("out_of_credits"),
                                           QStringLiteral("credits_exhausted"),
                                           QStringLiteral("credit_limit_reached"),
                                           QStringLiteral("spending_limit_reached"),
                                           QStringLiteral("budget_exceeded"),
                                           QStringLiteral("arrearage")};
    static const QSet<QString> kQuotaCodes{
        QStringLiteral("quota_exceeded"),       QStringLiteral("quotaexceeded"),
        QStringLiteral("quota_exhausted"),      QStringLiteral("dailylimitexceeded"),
        QStringLiteral("daily_limit_exceeded"), QStringLiteral("monthly_limit_exceeded"),
        QStringLiteral("usage_limit_reached"),  QStringLiteral("usage_limit_exceeded")};
    // "limit: 0" is Google's for a model that the account's plan does not have.
    static const QRegularExpression kMoneyWords(
        QStringLiteral("insufficient[_ ](quota|credit|balance|fund)|not enough (credit|balance|quota)|(out "
                       "of|no|no more) credits\\b|"
                       "credit balance is too low|billing hard limit|\\blimit: 0(?![.0-9])"));
    static const QRegularExpression kQuotaWords(
        QStringLiteral("exceeded your (current|monthly|daily) quota|check your plan and billing"));
    const QSet<QString> codes = codesOf(body);
    const bool wordsCount = status == 402 || status == 403 || status == 429 || status >= 500;
    const QString words = wordsCount ? wordsOf(body) : QString();
    if (codes.intersects(kMoneyCodes) || kMoneyWords.match(words).hasMatch())
        return true;
    return !asksToWait && (codes.intersects(kQuotaCodes) || kQuotaWords.match(words).hasMatch());
}

QByteArray jsonWithBase64(const QList<QPair<QByteArray, QByteArray>>& base64Fields, const QJsonObject& rest) {
    const QByteArray tail = QJsonDocument(rest).toJson(QJsonDocument::Compact);
    qsizetype size = tail.size() + 2;
    for (const auto& [name, value] : base64Fields)
        size += name.size() + value.size() + 6;
    QByteArray json;
    json.reserve(size);
    json += '{';
    for (const auto& [name, value] : base64Fields)
        json += '"' + name + "\":\"" + value + "\",";
    return json + tail.sliced(1);
}

} // namespace nb::providers
