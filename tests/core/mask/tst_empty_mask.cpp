#include "core/mask/empty_mask.h"

#include "core/mask/ops.h"
#include <QFile>
#include <QTest>
#include <opencv2/core.hpp>
#include <unistd.h>

using namespace nb;
using mask::Mask;

namespace {

qint64 residentBytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').at(1).toLongLong() * getpagesize() : 0;
}

} // namespace

class TestEmptyMask : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSelected() {
        const Mask mask = mask::emptyMask({1234, 567});
        QCOMPARE(mask.size(), QSize(1234, 567));
        QCOMPARE(mask.pixels.type(), CV_8UC1);
        QVERIFY(mask.pixels.isContinuous());
        QVERIFY(mask::isEmpty(mask));
        QVERIFY(mask::emptyMask({}).pixels.empty());
    }

    void behavesAsAnyOtherMatrix() {
        Mask mask = mask::emptyMask({40, 30});
        const cv::Mat shared = mask.pixels;
        mask.pixels(cv::Rect(3, 4, 5, 6)).setTo(9);
        QCOMPARE(cv::countNonZero(shared), 30);
        const cv::Mat clone = mask.pixels.clone();
        mask.pixels.setTo(0);
        QCOMPARE(cv::countNonZero(clone), 30);
        mask.pixels.create(50, 60, CV_8UC1);
        QCOMPARE(shared.rows, 30);
    }

    void aDetachedCopyIsTheSameAndApart() {
        Mask mask = mask::emptyMask({300, 200});
        mask.pixels.at<uchar>(0, 299) = 1;
        mask.pixels.row(150).setTo(200);
        const Mask copy = mask::detachedCopy(mask);
        QCOMPARE(cv::norm(copy.pixels, mask.pixels, cv::NORM_INF), 0.0);
        mask.pixels.setTo(3);
        QCOMPARE(cv::countNonZero(copy.pixels), 301);
    }

    void anUnpaintedMaskCostsNoMemory() {
        const qint64 before = residentBytes();
        Mask mask = mask::emptyMask({12000, 9000}); // 108 MB
        mask.pixels(cv::Rect(5000, 5000, 200, 200)).setTo(255);
        const Mask copy = mask::detachedCopy(mask);
        QVERIFY(copy.pixels.at<uchar>(5100, 5100) == 255);
        const qint64 megabytes = (residentBytes() - before) >> 20;
        QVERIFY2(megabytes < 20, qPrintable(QString::number(megabytes)));
    }
};

QTEST_APPLESS_MAIN(TestEmptyMask)
#include "tst_empty_mask.moc"
