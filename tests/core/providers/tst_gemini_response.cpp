#include "core/providers/gemini_response.h"

#include "core/providers/wire_json.h"
#include "tests/support/test_main.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace nb;
using namespace nb::providers;
using namespace std::chrono_literals;

namespace {

const QString kService = QStringLiteral("The service");
const QByteArray kKey = "s3cret-key";

// Parts are written as they are on the wire; in base64 "A" is QQ==, "B" is Qg==, "C" is Qw==.
QByteArray answerOf(const QByteArray& parts, const QByteArray& more = {}) {
    return R"({"candidates":[{"content":{"role":"model","parts":[)" + parts + "]}" + more + "}]}";
}

QByteArray refusalOf(const QByteArray& details) {
    return R"({"error":{"code":429,"message":"Slow down.","details":[)" + details + "]}}";
}

QByteArray quotaOf(const QByteArray& violations) {
    return refusalOf(R"({"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[)" + violations +
                     "]}");
}

Result<QByteArray> picture(const QByteArray& body) {
    return geminiPicture(jsonObject(body), kService, kKey);
}

Refusal refusal(const QByteArray& body) {
    return geminiRefusal(jsonObject(body), kKey);
}

// The value with one of its nodes, or itself, replaced by something of another type or size; all there are.
QJsonArray mutantsOf(const QJsonValue& value) {
    QJsonArray all{QJsonValue::Null,
                   true,
                   0,
                   -1e308,
                   QString(),
                   QStringLiteral("\u202e\n") + QChar(0xd83c),
                   QJsonArray(),
                   QJsonArray{QJsonArray{7}, QJsonObject(), QJsonValue::Null},
                   QJsonObject(),
                   QJsonObject{{QString(), QStringLiteral("x")}}};
    if (value.isArray()) {
        for (int i = 0; i < value.toArray().size(); ++i)
            for (const auto& mutant : mutantsOf(value.toArray().at(i))) {
                QJsonArray array = value.toArray();
                array[i] = QJsonValue(mutant);
                all.append(array);
            }
        return all;
    }
    const QJsonObject object = value.toObject();
    for (const QString& name : object.keys())
        for (const auto& mutant : mutantsOf(object.value(name))) {
            QJsonObject other = object;
            other.insert(name, QJsonValue(mutant));
            all.append(other);
        }
    return all;
}

bool isShown(const QString& text, qsizetype maxLength) {
    return text.size() <= maxLength && !text.contains(QLatin1Char('\n')) && !text.contains(QChar(0x202e)) &&
           !text.contains(QString::fromLatin1(kKey));
}

} // namespace

class TestGeminiResponse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theResultAmongTheParts_data() {
        QTest::addColumn<QByteArray>("parts");
        QTest::addColumn<QByteArray>("result");
        const QByteArray a = R"({"inlineData":{"mimeType":"image/png","data":"QQ=="}})";
        const QByteArray b = R"({"inlineData":{"mimeType":"image/png","data":"Qg=="}})";
        const QByteArray thought = R"({"inlineData":{"data":"Qw=="},"thought":true})";
        const auto row = [](const char* name, const QByteArray& parts, const char* result) {
            QTest::newRow(name) << parts << QByteArray(result);
        };
        row("one", a, "A");
        row("the last of two", a + "," + b, "B");
        row("behind words", R"({"text":"Here it is"},)" + a, "A");
        row("before words", a + R"(,{"text":"There it was"})", "A");
        row("behind a thought", thought + "," + b, "B");
        row("before a thought", b + "," + thought, "B");
        row("a thought alone", thought, "C");
        row("not a thought", R"({"inlineData":{"data":"QQ=="},"thought":false})", "A");
        row("snake case", R"({"inline_data":{"mime_type":"image/png","data":"Qg=="}})", "B");
        row("snake case beside nothing", R"({"inlineData":{},"inline_data":{"data":"Qg=="}})", "B");
        row("data URL", R"({"inlineData":{"data":"data:image/png;base64,QQ=="}})", "A");
        row("wrapped lines", R"({"inlineData":{"data":"Q\r\nQ=\n="}})", "A");
        row("URL-safe without padding", R"({"inlineData":{"data":"fn5-fg"}})", "~~~~");
        row("a draft where the result is broken", thought + R"(,{"inlineData":{"data":"@@"}})", "C");
        row("in the text", R"({"text":"Here it is: ![rose](data:image/png;base64,QQ==) Enjoy."})", "A");
        row("rather beside the text", R"({"text":"(data:image/png;base64,Qw== ) "},)" + a, "A");
        row("the one before a broken one", a + R"(,{"inlineData":{"data":"@@"}})", "A");
        // A part that announces a picture and has none does not undo the one before it.
        row("before a part without data", a + R"(,{"inlineData":{"mimeType":"image/png"}})", "A");
        row("before a part with empty data", b + R"(,{"inlineData":{"data":""}})", "B");
        row("before a part whose data is a number", b + R"(,{"inlineData":{"data":7}})", "B");
        row("a thought before an empty thought", thought + R"(,{"inlineData":{"data":""},"thought":true})",
            "C");
    }
    void theResultAmongTheParts() {
        QFETCH(QByteArray, parts);
        QFETCH(QByteArray, result);
        const auto found = picture(answerOf(parts));
        QVERIFY2(found, found ? "" : qPrintable(found.error().message));
        QCOMPARE(*found, result);
    }

    void theFirstCandidateThatHasOne() {
        const QByteArray none = R"({"content":{"parts":[{"text":"no"}]},"finishReason":"IMAGE_SAFETY"})";
        const QByteArray a = R"({"content":{"parts":[{"inlineData":{"data":"QQ=="}}]}})";
        const QByteArray b = R"({"content":{"parts":[{"inlineData":{"data":"Qg=="}}]}})";
        const auto of = [](const QByteArray& candidates) {
            return picture(R"({"candidates":[)" + candidates + "]}");
        };
        QCOMPARE(of(none + "," + b).value_or(QByteArray()), QByteArray("B"));
        QCOMPARE(of("null,{},7," + a + "," + b).value_or(QByteArray()), QByteArray("A"));
    }

    void whyThereIsNone_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QByteArray& body, ErrorCode code, const char* message) {
            QTest::newRow(name) << body << int(code) << QString::fromUtf8(message);
        };
        const ErrorCode rejected = ErrorCode::ProviderRejected, unusable = ErrorCode::ProviderUnusable;
        row("prompt blocked", R"({"promptFeedback":{"blockReason":"SAFETY"}})", rejected,
            "The service refused the prompt or the picture (SAFETY)");
        row("prompt blocked, with words",
            R"({"promptFeedback":{"blockReason":"OTHER","blockReasonMessage":"Try\nanother"}})", rejected,
            "The service refused the prompt or the picture (OTHER): Try another");
        row("its own message before the words",
            answerOf(R"({"text":"words"})", R"(,"finishReason":"SPII","finishMessage":"message")"), rejected,
            "The service refused to make this picture (SPII): message");
        row("the words without a message", answerOf(R"({"text":"words"})", R"(,"finishReason":"SPII")"),
            rejected, "The service refused to make this picture (SPII): words");
        row("several words", answerOf(R"({"text":"I"},{"text":""},{"text":7},{"text":"cannot"})"), rejected,
            "The service answered with text instead of a picture: I cannot");
        row("a thought is not said", answerOf(R"({"text":"how to","thought":true})"), unusable,
            "The service answered without a picture");
        row("the refusal among candidates",
            R"({"candidates":[{"finishReason":"STOP"},{"finishReason":"LANGUAGE","finishMessage":"no"},
                              {"finishReason":"SAFETY"},{"finishReason":"STOP"}]})",
            rejected, "The service refused to make this picture (LANGUAGE): no");
        row("an unknown reason", R"({"candidates":[{"finishReason":"NO_IMAGE","finishMessage":"None"}]})",
            unusable, "The service answered without a picture (NO_IMAGE): None");
        row("a reason in other letters is none", R"({"candidates":[{"finishReason":"safety"}]})", unusable,
            "The service answered without a picture (safety)");
        // There was a picture: whatever words are beside it, they are not the reason.
        for (const char* data : {"Q", "Q===", "Q$==", "data:image/png;base64", "QQ==\u00e9"}) {
            const QByteArray part = "{\"inlineData\":{\"data\":\"" + QByteArray(data) + "\"}}";
            const QByteArray message = "The service sent a picture that cannot be used: it is " +
                                       QByteArray::number(QString::fromUtf8(data).size()) +
                                       " characters that are no base64, beginning \"" + data + "\"";
            row(data, answerOf(part), unusable, message);
            row(message, answerOf(part + R"(,{"text":"Here it is"})", R"(,"finishReason":"STOP")"), unusable,
                message);
        }
        row("empty", "", unusable, "The service answered without a picture");
        row("an array", "[]", unusable, "The service answered without a picture");
    }
    void whyThereIsNone() {
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(QString, message);
        const auto found = picture(body);
        QVERIFY(!found);
        QCOMPARE(found.error().message, message);
        QCOMPARE(int(found.error().code), code);
    }

    void whatItSaysIsCutAndScrubbed() {
        const QByteArray words = kKey + QByteArray(5'000, 'x');
        for (const QByteArray& body :
             {R"({"promptFeedback":{"blockReason":"X","blockReasonMessage":")" + words + R"("}})",
              R"({"promptFeedback":{"blockReason":")" + words + R"("}})",
              answerOf(R"({"text":")" + words + R"("})"),
              answerOf({}, R"(,"finishReason":")" + words + R"(")"),
              answerOf({}, R"(,"finishReason":"SAFETY","finishMessage":")" + words + R"(")")}) {
            const Error error = picture(body).error();
            QCOMPARE(error.message.size(), 600);
            QVERIFY(error.message.contains(QStringLiteral("[•••]x")));
            QVERIFY(isShown(error.detail, 300));
        }
    }

    // Whatever stands where something else belongs: a picture of the answer or an error that can be shown.
    void otherTypesEverywhere() {
        const QJsonObject whole = jsonObject(
            R"({"promptFeedback":{"blockReason":"","blockReasonMessage":"m"},
                "candidates":[{"content":{"parts":[{"text":"w","thought":false},
                    {"inlineData":{"mimeType":"image/png","data":"QQ=="}},
                    {"inline_data":{"data":"Qw=="},"thought":true}]},
                  "finishReason":"SAFETY","finishMessage":"s3cret-key"}]})");
        QCOMPARE(geminiPicture(whole, kService, kKey).value_or(QByteArray()), QByteArray("A"));
        int pictures = 0, errors = 0;
        for (const auto& mutant : mutantsOf(whole)) {
            const auto found = geminiPicture(mutant.toObject(), kService, kKey);
            if (found) {
                QVERIFY(*found == "A" || *found == "C");
                ++pictures;
                continue;
            }
            QVERIFY(found.error().code == ErrorCode::ProviderRejected ||
                    found.error().code == ErrorCode::ProviderUnusable);
            QVERIFY(found.error().message.startsWith(kService));
            QVERIFY(isShown(found.error().message, 600) && isShown(found.error().detail, 300));
            ++errors;
        }
        QVERIFY2(pictures > 50 && errors > 10,
                 qPrintable(QStringLiteral("%1 %2").arg(QString::number(pictures), QString::number(errors))));
    }

    void everyTruncation() {
        const QByteArray whole = answerOf(R"({"inlineData":{"mimeType":"image/png","data":"QQ=="}})");
        QVERIFY(picture(whole));
        for (qsizetype length = 0; length < whole.size(); ++length)
            QCOMPARE(picture(whole.first(length)).error().code, ErrorCode::ProviderUnusable);
    }

    void waits_data() {
        QTest::addColumn<QByteArray>("delay");
        QTest::addColumn<qint64>("milliseconds"); // 0 = none
        const auto row = [](const char* delay, std::chrono::milliseconds wait) {
            QTest::newRow(delay) << QByteArray(delay) << qint64(wait.count());
        };
        // google.protobuf.Duration as JSON: decimal seconds with up to nine digits behind the point, and "s".
        row(R"("17.25s")", 17'250ms);
        row(R"("0.500s")", 500ms);
        row(R"("3600s")", 1h);
        row(R"("0.000000001s")", 1ms); // rounded up: asking too early is refused again
        row(R"("315576000000s")", std::chrono::hours(365 * 24)); // the largest; no more than a year
        for (const char* none :
             {R"("0s")", R"("-1s")", R"("")", R"("s")", R"("17")", R"("17m")", R"("1e999s")", R"("nans")",
              R"("infs")", R"("0x10s")", R"("1,5s")", "17", "true", "null", "[]", R"({"seconds":17})",
              R"("Thu, 01 Jan 2099 00:00:00 GMTs")"})
            row(none, 0ms);
    }
    void waits() {
        QFETCH(QByteArray, delay);
        QFETCH(qint64, milliseconds);
        const Refusal said = refusal(
            refusalOf(R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":)" + delay + "}"));
        QCOMPARE(qint64(said.retryAfter.value_or(0ms).count()), milliseconds);
        QCOMPARE(said.retryAfter.has_value(), milliseconds != 0);
        QCOMPARE(said.text, QStringLiteral("Slow down."));
        QVERIFY(!said.quotaExhausted && !said.keyRefused);
    }

    void quotas_data() {
        QTest::addColumn<QByteArray>("violations");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("exhausted");
        const auto row = [](const QByteArray& violations, const char* text, bool exhausted) {
            QTest::newRow(violations.constData()) << violations << QString::fromUtf8(text) << exhausted;
        };
        row("", "Slow down.", false);
        row(R"({"quotaId":"RequestsPerMinute","quotaValue":"10"})",
            "Slow down. (quota RequestsPerMinute = 10)", false);
        row(R"({"quotaId":"RequestsPerMinute","quotaValue":"0"})", "Slow down. (quota RequestsPerMinute = 0)",
            true);
        row(R"({"quotaId":"RequestsPerDayPerProject","quotaValue":"100"})",
            "Slow down. (quota RequestsPerDayPerProject = 100)", true);
        row(R"({"quotaId":"A","quotaValue":"1"},{"quotaId":"B"})", "Slow down. (quota A = 1, B)", false);
        row(R"({"quotaId":"PerDay"},{"quotaId":"PerMinute","quotaValue":"5"})",
            "Slow down. (quota PerDay, PerMinute = 5)", true);
        row(R"({"quotaMetric":"images"},7,null,[])", "Slow down.", false);
        row(R"({"quotaId":7,"quotaValue":0})", "Slow down.", false);
        row(R"({"quotaId":"%2 s3cret-key","quotaValue":"%1"})", "Slow down. (quota %2 [•••] = %1)", false);
    }
    void quotas() {
        QFETCH(QByteArray, violations);
        QFETCH(QString, text);
        QFETCH(bool, exhausted);
        const Refusal said = refusal(quotaOf(violations));
        QCOMPARE(said.text, text);
        QCOMPARE(said.quotaExhausted, exhausted);
        QVERIFY(!said.retryAfter && !said.keyRefused);
    }

    void aWrongKey() {
        const auto saysSo = [](const QByteArray& reason) {
            return refusal(refusalOf(R"({"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":)" +
                                     reason + '}'))
                .keyRefused;
        };
        QVERIFY(saysSo("\"API_KEY_INVALID\""));
        for (const char* other : {"\"API_KEY_SERVICE_BLOCKED\"", "\"\"", "true", "[\"API_KEY_INVALID\"]"})
            QVERIFY2(!saysSo(other), other);
    }

    void allDetailsCount() {
        const Refusal said =
            refusal(refusalOf(R"(null,{"@type":"a/RetryInfo","retryDelay":"2s"},{"@type":"b"},
                {"@type":"a/QuotaFailure","violations":[{"quotaId":"XPerDay"}]},{"reason":"API_KEY_INVALID"})"));
        QCOMPARE(said.retryAfter, std::optional<std::chrono::milliseconds>(2s));
        QVERIFY(said.quotaExhausted && said.keyRefused);
        QCOMPARE(said.text, QStringLiteral("Slow down. (quota XPerDay)"));
    }

    void manyViolationsAreCut() {
        const QByteArray many = QByteArray(R"({"quotaId":"RequestsPerMinute"},)").repeated(1'000);
        const Refusal said = refusal(quotaOf(many.chopped(1)));
        QCOMPARE(said.text.size(), 500);
        QVERIFY(said.text.endsWith(u'…'));
    }

    void otherTypesEverywhereInARefusal() {
        const QJsonObject whole = jsonObject(
            R"({"error":{"code":429,"message":"Slow down.","details":[
                {"@type":"a/QuotaFailure","violations":[{"quotaId":"s3cret-key","quotaValue":"10"}]},
                {"@type":"a/RetryInfo","retryDelay":"2s"},{"@type":"b","reason":"API_KEY_INVALID"}]}})");
        int waits = 0, keys = 0;
        for (const auto& mutant : mutantsOf(whole)) {
            const Refusal said = geminiRefusal(mutant.toObject(), kKey);
            QVERIFY(isShown(said.text, 500));
            if (said.retryAfter)
                QCOMPARE(*said.retryAfter, 2'000ms);
            waits += said.retryAfter.has_value();
            keys += said.keyRefused;
        }
        QVERIFY(waits > 50 && keys > 50);
        const Refusal nothing = geminiRefusal({}, kKey);
        QVERIFY(nothing.text.isEmpty() && !nothing.retryAfter && !nothing.quotaExhausted &&
                !nothing.keyRefused);
    }
};

NB_TEST(TestGeminiResponse)
#include "tst_gemini_response.moc"
