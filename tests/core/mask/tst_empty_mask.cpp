#include "core/mask/empty_mask.h"

#include "core/mask/ops.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <sys/mman.h>
#include <unistd.h>

using namespace nb;
using mask::Mask;

namespace {

// Whoever touches one of these rows while it lives crashes, on every kernel. Whole pages only: a few samples
// at both ends stay open.
class ForbiddenRows {
public:
    ForbiddenRows(const Mask& mask, int first, int end) {
        const auto page = quintptr(getpagesize());
        const auto from = (quintptr(mask.pixels.ptr(first)) + page - 1) / page * page;
        const auto to = quintptr(mask.pixels.ptr(end)) / page * page;
        m_from = reinterpret_cast<void*>(from);
        m_bytes = to - from;
        m_forbidden = mprotect(m_from, m_bytes, PROT_NONE) == 0;
    }
    ~ForbiddenRows() { mprotect(m_from, m_bytes, PROT_READ | PROT_WRITE); }
    ForbiddenRows(const ForbiddenRows&) = delete;
    ForbiddenRows& operator=(const ForbiddenRows&) = delete;
    [[nodiscard]] bool isForbidden() const { return m_forbidden; }

private:
    void* m_from = nullptr;
    size_t m_bytes = 0;
    bool m_forbidden = false;
};

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

    void behavesLikeAnyOtherMatrix() {
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

    void aDetachedCopyIsEqualAndIndependent() {
        Mask mask = mask::emptyMask({300, 200});
        mask.pixels.at<uchar>(0, 299) = 1;
        mask.pixels.row(150).setTo(200);
        mask::TileSet written(mask.size());
        written.add({299, 0, 1, 1});
        written.add({0, 150, 300, 1});
        const Mask copy = mask::detachedCopy(mask, written);
        QCOMPARE(cv::norm(copy.pixels, mask.pixels, cv::NORM_INF), 0.0);
        mask.pixels.setTo(3);
        QCOMPARE(cv::countNonZero(copy.pixels), 301);
    }

    // Two spots far from each other: what lies between them was never written and must not be read.
    void aCopyDoesNotReadWhatWasNeverWritten() {
        Mask mask = mask::emptyMask({12000, 9000});
        mask::TileSet written(mask.size());
        for (const cv::Rect& spot : {cv::Rect(100, 100, 200, 200), cv::Rect(11000, 8500, 300, 300)}) {
            mask.pixels(spot).setTo(255);
            written.add(QRect(spot.x, spot.y, spot.width, spot.height));
        }
        Mask copy;
        {
            // Tiles of 128 lines: the first spot ends in line 383, the second begins in line 8448.
            const ForbiddenRows between(mask, 384, 8448);
            QVERIFY(between.isForbidden());
            copy = mask::detachedCopy(mask, written);
        }
        QCOMPARE(cv::countNonZero(copy.pixels), 200 * 200 + 300 * 300);
        QCOMPARE(copy.pixels.at<uchar>(8799, 11299), uchar(255));
    }
};

NB_TEST_APPLESS(TestEmptyMask)
#include "tst_empty_mask.moc"
