// Every error is said in the user's language, and what the core says about it is not lost.

#include "tests/support/test_main.h"
#include "ui/desktop/text/error_text.h"
#include "ui/desktop/text/generation_text.h"
#include "ui/desktop/theme/language.h"
#include <QTest>

using namespace nb;
using namespace nb::desktop;

namespace {

const QString kDetail = QStringLiteral("Cannot do it to /tmp/x: told to fail");

QList<ErrorCode> allCodes() {
    QList<ErrorCode> codes;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
        codes += static_cast<ErrorCode>(code);
    return codes;
}

} // namespace

class TestErrorText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inEnglishTheMessageSaysIt() {
        applyLanguage(QStringLiteral("en"));
        for (const ErrorCode code : allCodes())
            m_english[code] = errorText({code, {}});
        for (const ErrorCode code : allCodes())
            QCOMPARE(errorText({code, kDetail}), kDetail + QLatin1Char('.'));
        QCOMPARE(errorText({ErrorCode::OutOfMemory, {}}), QStringLiteral("There is not enough memory."));
        QCOMPARE(editErrorText({ErrorCode::ProviderRefusedKey, QStringLiteral("Refused.")}),
                 QStringLiteral("Refused. Check the key in the preferences."));
    }

    void inOtherLanguagesASentenceStandsBeforeIt_data() {
        QTest::addColumn<QString>("language");
        for (const QString& language : languages())
            if (language != QLatin1String("en"))
                QTest::newRow(qPrintable(language)) << language;
    }

    void inOtherLanguagesASentenceStandsBeforeIt() {
        QFETCH(QString, language);
        applyLanguage(language);
        QSet<QString> sentences;
        for (const ErrorCode code : allCodes()) {
            const QStringList lines = errorText({code, kDetail}).split(QLatin1Char('\n'));
            QCOMPARE(lines.size(), 2);
            QVERIFY2(lines[0] != m_english.value(code), qPrintable(lines[0]));
            QCOMPARE(lines[1], kDetail + QLatin1Char('.'));
            sentences += lines[0];
        }
        QCOMPARE(sentences.size(), allCodes().size());
        // What can be done about it stands before the detail.
        const QStringList lines =
            editErrorText({ErrorCode::ProviderRefusedKey, kDetail}).split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].startsWith(errorText({ErrorCode::ProviderRefusedKey, {}})));
        QVERIFY(lines[0].size() > errorText({ErrorCode::ProviderRefusedKey, {}}).size());
    }

private:
    QHash<ErrorCode, QString> m_english; // from the first test: a language cannot be taken back
};

NB_TEST_WIDGETS(TestErrorText)
#include "tst_error_text.moc"
