#include "core/server/api/edit_key.h"
#include "tests/support/test_main.h"
#include <QSet>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using server::requestDigest;
using server::resultKey;

namespace {

edit::Source source() {
    edit::Source source;
    source.picture.pixels = cv::Mat(4, 6, CV_8UC3, cv::Scalar(1, 2, 3));
    source.mask.pixels = cv::Mat(4, 6, CV_8UC1, cv::Scalar(255));
    return source;
}

edit::Parameters parameters() {
    return {.prompt = QStringLiteral("rose"), .seed = 1};
}

} // namespace

class TestEditKey : public QObject {
    Q_OBJECT

    QSet<QByteArray> m_digests;

    void isNew(const edit::Source& source, const edit::Parameters& parameters) {
        const QByteArray digest = requestDigest(source, parameters);
        QCOMPARE(digest.size(), 32);
        QVERIFY(!m_digests.contains(digest));
        m_digests.insert(digest);
    }

private Q_SLOTS:
    void everyInputChangesTheDigest() {
        m_digests.clear();
        isNew(source(), parameters());
        edit::Source s = source();
        s.picture.pixels.at<cv::Vec3b>(3, 5)[2] = 4;
        isNew(s, parameters());
        s = source();
        s.mask.pixels.at<uchar>(0, 0) = 254;
        isNew(s, parameters());
        s = source(); // the same bytes in other rows
        s.picture.pixels = s.picture.pixels.reshape(0, 6);
        isNew(s, parameters());
        s = source(); // the same numbers in another depth
        s.picture.pixels.convertTo(s.picture.pixels, CV_16U);
        isNew(s, parameters());
        s = source();
        s.picture.metadata.icc = "x";
        isNew(s, parameters());
        s = source();
        s.picture.metadata.exif = "x";
        isNew(s, parameters());
        edit::Parameters p = parameters();
        p.prompt = QStringLiteral("roses");
        isNew(source(), p);
        p = parameters();
        p.seed = 0;
        isNew(source(), p);
        p.seed.reset();
        isNew(source(), p);
        p = parameters();
        p.strength = 0.5;
        isNew(source(), p);
        p = parameters();
        p.guidanceScale = 8;
        isNew(source(), p);
        p = parameters();
        p.preserveUnmasked = false;
        isNew(source(), p);
        p = parameters();
        p.growPx = 1;
        isNew(source(), p);
        p = parameters();
        p.context = QRect(0, 0, 2, 2);
        isNew(source(), p);
        QVERIFY(m_digests.contains(requestDigest(source(), parameters())));
    }

    void onlyThePixelsOfAPictureCount() {
        edit::Source part = source();
        cv::Mat larger(8, 9, CV_8UC3, cv::Scalar(9, 9, 9)); // rows that are followed by other bytes
        cv::Mat inside = larger(cv::Rect(2, 1, 6, 4));
        part.picture.pixels.copyTo(inside);
        part.picture.pixels = inside;
        QVERIFY(!inside.isContinuous());
        QCOMPARE(requestDigest(part, parameters()), requestDigest(source(), parameters()));
    }

    void whoDoesItChangesTheKey() {
        const QByteArray key = resultKey("d", QStringLiteral("a"), QStringLiteral("b"));
        QCOMPARE(key.size(), 32);
        QCOMPARE(resultKey("d", QStringLiteral("a"), QStringLiteral("b")), key);
        QVERIFY(resultKey("e", QStringLiteral("a"), QStringLiteral("b")) != key);
        QVERIFY(resultKey("d", QStringLiteral("ab"), QString()) != key);
        QVERIFY(resultKey("d", QStringLiteral("a"), QStringLiteral("c")) != key);
    }
};

NB_TEST(TestEditKey)
#include "tst_edit_key.moc"
