#include "core/base/result.h"
#include "tests/support/test_main.h"
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace nb;

class TestError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasItsOwnSnakeCaseName() {
        QSet<QString> names;
        const int last = static_cast<int>(ErrorCode::RateLimited);
        for (int i = 0; i <= last; ++i) {
            const QString name = errorName(static_cast<ErrorCode>(i));
            QVERIFY2(QRegularExpression(QStringLiteral("^[a-z]+(_[a-z]+)*$")).match(name).hasMatch(),
                     qPrintable(name));
            names.insert(name);
        }
        QCOMPARE(names.size(), last + 1);
        QCOMPARE(errorName(ErrorCode::MaskSizeMismatch), QStringLiteral("mask_size_mismatch"));
    }

    void resultHoldsEitherAValueOrAnError() {
        const Result<int> good = 4;
        QVERIFY(good.has_value());
        QCOMPARE(*good, 4);
        const Result<int> bad = Error{ErrorCode::MaskEmpty, QStringLiteral("Nothing is selected")};
        QVERIFY(!bad.has_value());
        QCOMPARE(bad.error().code, ErrorCode::MaskEmpty);
        const Result<> done{};
        QVERIFY(done.has_value());
    }
};

NB_TEST(TestError)
#include "tst_error.moc"
