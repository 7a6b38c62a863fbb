#include "app/cli/output.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using namespace nb::app;

class TestOutput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anErrorAsJsonHasMessageCodeAndExitCode() {
        const QJsonObject object = errorAsJson({ErrorCode::MaskEmpty, QStringLiteral("Nothing is selected"),
                                                QStringLiteral("log only"), QStringLiteral("mask")});
        QCOMPARE(object[QStringLiteral("success")], QJsonValue(false));
        QCOMPARE(object[QStringLiteral("error_message")].toString(), QStringLiteral("Nothing is selected"));
        QCOMPARE(object[QStringLiteral("error_code")].toString(), errorName(ErrorCode::MaskEmpty));
        QCOMPARE(object[QStringLiteral("exit_code")].toInt(), 3);
        QCOMPARE(object[QStringLiteral("field")].toString(), QStringLiteral("mask"));
        QCOMPARE(object.size(), 5); // the detail is not among them
    }

    void whatIsNotKnownIsLeftOut() {
        const QJsonObject object = errorAsJson({ErrorCode::Cancelled, QStringLiteral("Cancelled")});
        QVERIFY(!object.contains(QStringLiteral("field")));
        QVERIFY(!object.contains(QStringLiteral("retry_after")));
        QCOMPARE(object[QStringLiteral("exit_code")].toInt(), 5);
    }
};

NB_TEST(TestOutput)
#include "tst_output.moc"
