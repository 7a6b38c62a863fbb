#include "core/server/api/upload_limits.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;

class TestUploadLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followTheSettings() {
        const config::ImageSettings settings{
            .strictValidation = true, .maxSizeMb = 2, .maxDimension = 640, .minDimension = 8};
        const image::Limits limits = pictureLimits(settings);
        QCOMPARE(limits.maxBytes, qint64(2097152));
        QCOMPARE(limits.minSide, 8);
        QCOMPARE(limits.maxSide, 640);
        QCOMPARE(limits.maxPixels, qint64(0)); // the sides are limit enough
        // Picture and mask, and 1 MB for what stands between them.
        QCOMPARE(largestBody(settings), qint64(5242880));
    }

    // The largest that MAX_IMAGE_SIZE_MB allows does not overflow.
    void theLargestSettingFits() {
        const config::ImageSettings settings{
            .strictValidation = true, .maxSizeMb = 200, .maxDimension = 16384, .minDimension = 1};
        QCOMPARE(pictureLimits(settings).maxBytes, qint64(209715200));
        QCOMPARE(largestBody(settings), qint64(420478976));
    }
};

NB_TEST(TestUploadLimits)
#include "tst_upload_limits.moc"
