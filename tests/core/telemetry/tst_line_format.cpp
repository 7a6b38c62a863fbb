#include "core/telemetry/line_format.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>
#include <algorithm>

using namespace nb;
using log::Event;

namespace {

Event warningEvent(const QString& message, const QJsonObject& fields = {}) {
    return {QDateTime(QDate(2024, 1, 31), QTime(12, 0, 0, 7), QTimeZone::utc()), config::LogLevel::Warning,
            message, fields};
}

QJsonObject parsed(const QByteArray& line) {
    QJsonParseError error{};
    const QJsonObject object = QJsonDocument::fromJson(line, &error).object();
    return error.error == QJsonParseError::NoError ? object : QJsonObject();
}

// No byte below space, no DEL, and no character that moves a cursor or turns text around.
bool isPrintable(const QByteArray& line) {
    const QString text = QString::fromUtf8(line);
    for (const char16_t c :
         {u'\u0085', u'\u009b', u'\u200b', u'\u200e', u'\u2028', u'\u2029', u'\u202e', u'\u2066', u'\ufeff'})
        if (text.contains(QChar(c)))
            return false;
    return std::all_of(line.begin(), line.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7f;
    });
}

} // namespace

class TestLineFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aJsonLineByTheLetter() {
        const QByteArray line =
            log::jsonLine(warningEvent(QStringLiteral("Rate limit exceeded"),
                                       {{QStringLiteral("client_ip"), QStringLiteral("192.0.2.1")},
                                        {QStringLiteral("retry_after"), 3}}));
        QCOMPARE(line,
                 QByteArray(R"({"timestamp":"2024-01-31T12:00:00.007Z","level":"warning",)"
                            R"("message":"Rate limit exceeded","client_ip":"192.0.2.1","retry_after":3})"));
    }

    void theTimeIsUtcWhateverItCameIn() {
        Event e = warningEvent(QStringLiteral("x"));
        e.time = QDateTime(QDate(2024, 6, 1), QTime(1, 0), QTimeZone(2 * 3600));
        QCOMPARE(parsed(log::jsonLine(e))[QStringLiteral("timestamp")].toString(),
                 QStringLiteral("2024-05-31T23:00:00.000Z"));
    }

    void levels() {
        QCOMPARE(log::levelName(config::LogLevel::Debug), QStringLiteral("debug"));
        QCOMPARE(log::levelName(config::LogLevel::Info), QStringLiteral("info"));
        QCOMPARE(log::levelName(config::LogLevel::Warning), QStringLiteral("warning"));
        QCOMPARE(log::levelName(config::LogLevel::Error), QStringLiteral("error"));
    }

    void hostileTextIsEscapedAndSurvives_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("forged line") << QStringLiteral("a\n{\"level\":\"error\"}\r\n");
        QTest::newRow("quote and backslash") << QStringLiteral("\"},\"level\":\"error\\");
        QTest::newRow("NUL") << QString(QChar(0)) + QStringLiteral("after");
        QTest::newRow("terminal") << QStringLiteral("\x1b[2J\x1b]0;title\x07\x7f\u009b2J");
        QTest::newRow("separators") << QStringLiteral("a\u2028b\u2029c\u0085d");
        QTest::newRow("turned around") << QStringLiteral("\u202egnp.exe\u2066\u2069\u200e");
        QTest::newRow("invisible") << QStringLiteral("\ufeffa\u200bb");
        QTest::newRow("other scripts") << QStringLiteral("红玫瑰 🌹 é");
    }
    void hostileTextIsEscapedAndSurvives() {
        QFETCH(QString, text);
        const QByteArray line =
            log::jsonLine(warningEvent(text, {{text, text}, {QStringLiteral("list"), QJsonArray{text}}}));
        QVERIFY2(isPrintable(line), line.constData());
        const QJsonObject object = parsed(line);
        QCOMPARE(object[QStringLiteral("message")].toString(), text);
        QCOMPARE(object[text].toString(), text);
        QCOMPARE(object[QStringLiteral("list")].toArray().first().toString(), text);
        QCOMPARE(object[QStringLiteral("level")].toString(), QStringLiteral("warning"));
        QVERIFY(isPrintable(log::textLine(warningEvent(text, {{text, text}}))));
    }

    void randomTextSurvives() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        for (int round = 0; round < 2000; ++round) {
            QString text;
            for (int i = 0; i < 20; ++i) {
                char32_t c = random.bounded(round % 2 ? 0x300u : 0x110000u);
                if (c >= 0xd800 && c < 0xe000)
                    c = U'x';
                text += QString::fromUcs4(&c, 1);
            }
            const QByteArray line = log::jsonLine(warningEvent(text));
            QVERIFY(isPrintable(line));
            QCOMPARE(parsed(line)[QStringLiteral("message")].toString(), text);
        }
    }

    void halfASurrogatePairMakesNoBrokenLine() {
        const QByteArray line = log::jsonLine(warningEvent(QString(QChar(0xd83c)) + QStringLiteral("x")));
        QVERIFY2(parsed(line)[QStringLiteral("message")].toString().endsWith(QLatin1Char('x')),
                 line.constData());
    }

    void fieldsCannotReplaceOurs() {
        const QJsonObject object = parsed(log::jsonLine(
            warningEvent(QStringLiteral("real"), {{QStringLiteral("message"), 1},
                                                  {QStringLiteral("level"), QStringLiteral("debug")},
                                                  {QStringLiteral("timestamp"), QStringLiteral("never")}})));
        QCOMPARE(object.size(), 6);
        QCOMPARE(object[QStringLiteral("message")].toString(), QStringLiteral("real"));
        QCOMPARE(object[QStringLiteral("level")].toString(), QStringLiteral("warning"));
        QCOMPARE(object[QStringLiteral("message_")].toInt(), 1);
        QCOMPARE(object[QStringLiteral("level_")].toString(), QStringLiteral("debug"));
        QCOMPARE(object[QStringLiteral("timestamp_")].toString(), QStringLiteral("never"));
    }

    void textForPeople() {
        QCOMPARE(log::textLine(warningEvent(QStringLiteral("Trying again"),
                                            {{QStringLiteral("attempt"), 2},
                                             {QStringLiteral("reason"), QStringLiteral("timeout")}})),
                 QByteArray("nanobanana: warning: Trying again (attempt=2, reason=timeout)"));
        QCOMPARE(log::textLine(warningEvent(QStringLiteral("Plain"))),
                 QByteArray("nanobanana: warning: Plain"));
    }

    void secretsAreHiddenWhereverTheyStand() {
        const QString secret = QStringLiteral("sk-0123456789\"\\");
        const Event clean =
            log::cleaned(warningEvent(QStringLiteral("key is ") + secret,
                                      {{QStringLiteral("header"), QStringLiteral("Bearer ") + secret},
                                       {QStringLiteral("deep"),
                                        QJsonObject{{QStringLiteral("list"), QJsonArray{1, secret}}}}}),
                         {secret}, 100);
        const QByteArray line = log::jsonLine(clean);
        QVERIFY2(!line.contains("0123456789"), line.constData());
        QCOMPARE(line.count("(secret)"), 3);
        QCOMPARE(clean.fields[QStringLiteral("header")].toString(), QStringLiteral("Bearer (secret)"));
    }

    void longTextIsCutButNeverInsideACharacter() {
        const Event clean = log::cleaned(
            warningEvent(QString(11, QLatin1Char('a')),
                         {{QStringLiteral("exact"), QString(10, QLatin1Char('b'))},
                          {QStringLiteral("pairs"), QString(9, QLatin1Char('c')) + QStringLiteral("🌹")}}),
            {}, 10);
        QCOMPARE(clean.message, QString(10, QLatin1Char('a')) + QChar(0x2026));
        QCOMPARE(clean.fields[QStringLiteral("exact")].toString(), QString(10, QLatin1Char('b')));
        QCOMPARE(clean.fields[QStringLiteral("pairs")].toString(),
                 QString(9, QLatin1Char('c')) + QChar(0x2026));
    }
};

NB_TEST(TestLineFormat)
#include "tst_line_format.moc"
