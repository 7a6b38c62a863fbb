#include "app/exit_codes.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using app::ExitCode;

class TestExitCodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void documentedCodes() {
        QCOMPARE(static_cast<int>(app::exitCodeFor(ErrorCode::InvalidArgument)), 2);
        QCOMPARE(static_cast<int>(app::exitCodeFor(ErrorCode::MaskEmpty)), 3);
        QCOMPARE(
            static_cast<int>(app::exitCodeFor(Error{
                ErrorCode::InvalidArgument, QStringLiteral("all selected"), {}, QStringLiteral("mask")})),
            3);
        QCOMPARE(static_cast<int>(app::exitCodeFor(Error{
                     ErrorCode::InvalidArgument, QStringLiteral("too long"), {}, QStringLiteral("prompt")})),
                 2);
        QCOMPARE(static_cast<int>(app::exitCodeFor(ErrorCode::FileUnreadable)), 3);
        QCOMPARE(static_cast<int>(app::exitCodeFor(ErrorCode::ProviderUnavailable)), 4);
        QCOMPARE(static_cast<int>(app::exitCodeFor(ErrorCode::DeadlineExceeded)), 4);
        QCOMPARE(static_cast<int>(app::exitCodeFor(ErrorCode::Cancelled)), 5);
        QCOMPARE(static_cast<int>(app::exitCodeFor(ErrorCode::FileUnwritable)), 7);
        QCOMPARE(static_cast<int>(app::exitCodeFor(ErrorCode::Internal)), 1);
    }

    void noErrorIsSuccess() {
        for (int i = 0; i <= static_cast<int>(ErrorCode::RateLimited); ++i)
            QVERIFY(app::exitCodeFor(static_cast<ErrorCode>(i)) != ExitCode::Done);
    }
};

NB_TEST(TestExitCodes)
#include "tst_exit_codes.moc"
