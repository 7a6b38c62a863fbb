#include "core/base/current_exception.h"
#include "core/base/result.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <new>
#include <opencv2/core.hpp>
#include <stdexcept>

using namespace nb;

namespace {

template <class Exception>
Error errorOf(const Exception& exception) {
    try {
        throw exception;
    } catch (...) {
        return currentExceptionAsError();
    }
}

cv::Exception openCvException(int code) {
    return {code, "allocating 17 bytes", "function", "file", 1};
}

} // namespace

class TestCurrentException : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lackOfMemoryIsOutOfMemory() {
        QCOMPARE(errorOf(std::bad_alloc()).code, ErrorCode::OutOfMemory);
        const Error error = errorOf(openCvException(cv::Error::StsNoMem));
        QCOMPARE(error.code, ErrorCode::OutOfMemory);
        QVERIFY(error.detail.contains(QStringLiteral("17 bytes")));
        QVERIFY(!error.message.contains(QStringLiteral("17 bytes")));
    }

    void aResultCountsUnlessAnAllocationFailedMeanwhile() {
        using Number = Result<int>;
        errno = ENOMEM; // of earlier
        QCOMPARE(withoutExceptions([]() -> Number { return 7; }).value(), 7);
        QCOMPARE(errno, ENOMEM); // who is around it learns of it
        const Error damaged{ErrorCode::UnreadableImage, QStringLiteral("damaged")};
        QCOMPARE(withoutExceptions([&]() -> Number { return damaged; }).error().code,
                 ErrorCode::UnreadableImage);
        // What a library of C says when it lacks memory.
        const auto without = [&](const Number& result) {
            return withoutExceptions([&]() -> Number {
                errno = ENOMEM;
                return result;
            });
        };
        QCOMPARE(without(damaged).error().code, ErrorCode::OutOfMemory);
        QCOMPARE(without(7).error().code, ErrorCode::OutOfMemory);
        // Inside another one.
        const Number outer = withoutExceptions([&]() -> Number {
            (void)without(7);
            errno = ENOMEM;
            return withoutExceptions([]() -> Number { return 7; });
        });
        QCOMPARE(outer.error().code, ErrorCode::OutOfMemory);
        QCOMPARE(withoutExceptions([]() -> Number { throw std::bad_alloc(); }).error().code,
                 ErrorCode::OutOfMemory);
    }

    void otherErrorsOfOpenCvAreInternal() {
        for (const int code :
             {int(cv::Error::StsError), int(cv::Error::StsAssert), int(cv::Error::StsBadArg)})
            QCOMPARE(errorOf(openCvException(code)).code, ErrorCode::Internal);
    }

    void anythingElseIsInternalAndItsTextIsOnlyForTheLog() {
        const Error error = errorOf(std::runtime_error("secret path"));
        QCOMPARE(error.code, ErrorCode::Internal);
        QVERIFY(!error.message.contains(QStringLiteral("secret path")));
        QCOMPARE(error.detail, QStringLiteral("secret path"));
        QCOMPARE(errorOf(42).code, ErrorCode::Internal);
    }
};

NB_TEST(TestCurrentException)
#include "tst_current_exception.moc"
