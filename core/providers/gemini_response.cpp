#include "core/providers/gemini_response.h"

#include "core/base/retry_after.h"
#include "core/providers/scrub.h"
#include "core/providers/wire_base64.h"
#include "core/providers/wire_json.h"
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <cmath>
#include <optional>

namespace nb::providers {
namespace {

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

// The pictures of a candidate as base64, the best first. The last one is the result; earlier ones and those
// marked as thoughts are drafts. Some models mark the result itself as a thought, so a thought is better than
// nothing.
QStringList picturesOf(const QJsonArray& parts) {
    static const QRegularExpression kDataUrl(QStringLiteral("data:image/[^\\s()\"'<>,]*,[^\\s()\"'<>]{4,}"),
                                             QRegularExpression::CaseInsensitiveOption);
    QStringList results, drafts;
    for (const auto& value : parts) {
        const QJsonObject part = value.toObject();
        QJsonObject data = part.value(QLatin1String("inlineData")).toObject();
        if (data.isEmpty()) // proxies that use snake_case names
            data = part.value(QLatin1String("inline_data")).toObject();
        // A part that only announces a picture does not undo the one before it.
        if (const QString base64 = text(data, "data"); !base64.isEmpty())
            (part.value(QLatin1String("thought")).toBool() ? drafts : results).prepend(base64);
        // Some proxies write the picture into the text, as Markdown.
        if (const auto written = kDataUrl.match(text(part, "text")); written.hasMatch())
            drafts.append(written.captured());
    }
    return results + drafts;
}

QString textOf(const QJsonArray& parts) {
    QStringList texts;
    for (const auto& value : parts) {
        const QJsonObject part = value.toObject();
        if (!part.value(QLatin1String("thought")).toBool() && !text(part, "text").isEmpty())
            texts.append(text(part, "text"));
    }
    return texts.join(u' ');
}

bool isRefusal(const QString& finishReason) {
    static const QSet<QString> reasons = {
        QStringLiteral("SAFETY"),
        QStringLiteral("IMAGE_SAFETY"),
        QStringLiteral("PROHIBITED_CONTENT"),
        QStringLiteral("IMAGE_PROHIBITED_CONTENT"),
        QStringLiteral("RECITATION"),
        QStringLiteral("IMAGE_RECITATION"),
        QStringLiteral("BLOCKLIST"),
        QStringLiteral("SPII"),
        QStringLiteral("LANGUAGE"),
    };
    return reasons.contains(finishReason);
}

QString withReason(const QString& sentence, const QString& reason) {
    return reason.isEmpty() ? sentence : sentence + QStringLiteral(": ") + reason;
}

std::optional<std::chrono::milliseconds> durationOf(const QString& protobufDuration) {
    if (!protobufDuration.endsWith(u's'))
        return {};
    return parseRetryAfter(protobufDuration.chopped(1).toLatin1(), {});
}

void readQuota(const QJsonArray& violations, Refusal& refusal) {
    QStringList names;
    for (const auto& value : violations) {
        const QJsonObject violation = value.toObject();
        const QString id = text(violation, "quotaId");
        const QString limit = text(violation, "quotaValue");
        // A day's quota comes back tomorrow and a quota of nothing never does.
        if (id.contains(QStringLiteral("PerDay")) || limit == QStringLiteral("0"))
            refusal.quotaExhausted = true;
        if (!id.isEmpty())
            names.append(limit.isEmpty() ? id : QStringLiteral("%1 = %2").arg(id, limit));
    }
    if (!names.isEmpty())
        refusal.text += QStringLiteral(" (quota %1)").arg(names.join(QStringLiteral(", ")));
}

} // namespace

Result<QByteArray> geminiPicture(const QJsonObject& answer, const QString& service, const QByteArray& key) {
    const QJsonObject feedback = answer.value(QLatin1String("promptFeedback")).toObject();
    if (const QString reason = text(feedback, "blockReason"); !reason.isEmpty())
        return Error{
            ErrorCode::ProviderRejected,
            scrubbed(
                withReason(service + QStringLiteral(" refused the prompt or the picture (%1)").arg(reason),
                           text(feedback, "blockReasonMessage")),
                key, 600)};
    QString reason, message, answerText;
    std::optional<Error> unreadable; // of a picture that came
    for (const auto& value : answer.value(QLatin1String("candidates")).toArray()) {
        const QJsonObject candidate = value.toObject();
        const QJsonArray parts =
            candidate.value(QLatin1String("content")).toObject().value(QLatin1String("parts")).toArray();
        for (const QString& base64 : picturesOf(parts)) {
            Result<QByteArray> picture = incomingBase64(base64, service, key);
            if (picture)
                return picture;
            if (!unreadable)
                unreadable = picture.error();
        }
        if (reason.isEmpty() || !isRefusal(reason)) {
            reason = text(candidate, "finishReason");
            message = text(candidate, "finishMessage");
        }
        if (answerText.isEmpty())
            answerText = textOf(parts);
    }
    if (unreadable)
        return *unreadable;
    const auto error = [&](ErrorCode code, const QString& sentence, const QString& rest) {
        return Error{code, scrubbed(withReason(service + sentence, rest), key, 600),
                     scrubbed(QStringLiteral("finishReason ") + reason, key)};
    };
    if (isRefusal(reason))
        return error(ErrorCode::ProviderRejected,
                     QStringLiteral(" refused to make this picture (%1)").arg(reason),
                     message.isEmpty() ? answerText : message);
    if (!answerText.isEmpty())
        return error(ErrorCode::ProviderRejected, QStringLiteral(" answered with text instead of a picture"),
                     answerText);
    return error(ErrorCode::ProviderUnusable,
                 reason.isEmpty() ? QStringLiteral(" answered without a picture")
                                  : QStringLiteral(" answered without a picture (%1)").arg(reason),
                 message);
}

Refusal geminiRefusal(const QJsonObject& body, const QByteArray& key) {
    Refusal refusal;
    refusal.text = errorText(body, key);
    const QJsonObject error = body.value(QLatin1String("error")).toObject();
    for (const auto& value : error.value(QLatin1String("details")).toArray()) {
        const QJsonObject detail = value.toObject();
        const QString type = text(detail, "@type");
        if (type.endsWith(QStringLiteral("RetryInfo")))
            refusal.retryAfter = durationOf(text(detail, "retryDelay"));
        else if (type.endsWith(QStringLiteral("QuotaFailure")))
            readQuota(detail.value(QLatin1String("violations")).toArray(), refusal);
        // A wrong key is answered with 400.
        else if (text(detail, "reason") == QStringLiteral("API_KEY_INVALID"))
            refusal.keyRefused = true;
    }
    refusal.text = scrubbed(refusal.text, key, 500);
    return refusal;
}

} // namespace nb::providers
