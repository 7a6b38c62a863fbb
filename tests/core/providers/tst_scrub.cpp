#include "core/providers/scrub.h"
#include "tests/support/test_main.h"
#include <QTest>

using nb::providers::scrubbed;

class TestScrub : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replacesTheKeyInEveryForm() {
        const QByteArray key = "sk-a/b+c==99";
        QCOMPARE(scrubbed(QStringLiteral("bad key sk-a/b+c==99 given"), key),
                 QStringLiteral("bad key [•••] given"));
        QCOMPARE(scrubbed(QStringLiteral("bad key SK-A/B+C==99"), key), QStringLiteral("bad key [•••]"));
        QCOMPARE(scrubbed(QStringLiteral("GET /?key=sk-a%2Fb%2Bc%3D%3D99"), key),
                 QStringLiteral("GET /?key=[•••]"));
        // printf 'sk-a/b+c==99' | base64
        QCOMPARE(scrubbed(QStringLiteral("Basic c2stYS9iK2M9PTk5"), key), QStringLiteral("Basic [•••]"));
    }

    void anEmptyKeyChangesNothing() {
        QCOMPARE(scrubbed(QStringLiteral("text"), {}), QStringLiteral("text"));
    }

    void removesControlAndFormatCharacters() {
        QCOMPARE(scrubbed(QStringLiteral("a\r\nb\tc\x1b[31m\u202e\u200bd\u0000"), {}),
                 QStringLiteral("a b c [31m d"));
    }

    void boundsTheLengthWithoutCuttingACharacter() {
        const QString cut = scrubbed(QString(1000, u'x'), {}, 10);
        QCOMPARE(cut, QString(9, u'x') + QStringLiteral("…"));
        // The ninth and tenth unit are the halves of one character.
        const QString astral = QString(8, u'x') + QStringLiteral("\U0001F34C\U0001F34C");
        QCOMPARE(scrubbed(astral, {}, 10), QString(8, u'x') + QStringLiteral("…"));
    }

    void theKeyIsRemovedBeforeTheTextIsCut() {
        const QString text = QString(5, u'x') + QStringLiteral("SECRET0123456789");
        QVERIFY(!scrubbed(text, "SECRET0123456789", 10).contains(QStringLiteral("SECR")));
    }
};

NB_TEST(TestScrub)
#include "tst_scrub.moc"
