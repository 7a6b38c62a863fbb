#include "ui/desktop/document/studio_document.h"

#include "core/mask/ops.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

image::Picture grey(int width, int height, int value = 128) {
    return {cv::Mat(height, width, CV_8UC3, cv::Scalar::all(value)), {}};
}

project::Layer layer(const QString& id, const QRect& rect, int value) {
    const cv::Mat pixels(rect.height(), rect.width(), CV_8UC3, cv::Scalar::all(value));
    return {id, id, {rect, pixels}, cv::Mat(pixels.size(), CV_8UC1, cv::Scalar(255)), {}};
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

void paint(StudioDocument& document, const QRect& rect, int value = 255) {
    const auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
    edit->write(rect).setTo(value);
    edit->wrote(rect);
    edit->commit();
}

int painted(const StudioDocument& document) {
    return cv::countNonZero(document.mask().pixels);
}

} // namespace

class TestStudioDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensAndCloses() {
        StudioDocument document;
        QVERIFY(!document.isOpen());
        QSignalSpy closing(&document, &StudioDocument::aboutToClose),
            opened(&document, &StudioDocument::opened);
        document.open(grey(30, 20), QStringLiteral("a.png"), QStringLiteral("/tmp/a.png"));
        QVERIFY(document.isOpen());
        QCOMPARE(document.rect(), QRect(0, 0, 30, 20));
        QCOMPARE(document.mask().size(), QSize(30, 20));
        QVERIFY(!document.isModified());
        paint(document, {0, 0, 5, 5});
        QVERIFY(document.isModified());
        document.setSavedAs(QStringLiteral("/tmp/b.ora"), document.revision());
        QCOMPARE(document.name(), QStringLiteral("b.ora"));
        QVERIFY(!document.isModified());
        document.close();
        QVERIFY(!document.isOpen());
        QCOMPARE(closing.count(), 2);
        QCOMPARE(opened.count(), 2);
        QCOMPARE(document.undoStack().count(), 0);
    }

    void aCommittedEditIsOneStep() {
        StudioDocument document;
        document.open(grey(300, 300), {});
        QSignalSpy changed(&document, &StudioDocument::maskChanged),
            committed(&document, &StudioDocument::maskCommitted);
        paint(document, {-10, -10, 30, 30}); // 20 x 20 of it lie inside
        QCOMPARE(painted(document), 400);
        QCOMPARE(changed.at(0).at(0).toRect(), QRect(0, 0, 20, 20));
        QCOMPARE(committed.count(), 1);
        QCOMPARE(document.undoStack().count(), 1);
        QCOMPARE(document.undoStack().undoText(), QStringLiteral("Paint"));
        document.undoStack().undo();
        QCOMPARE(painted(document), 0);
        document.undoStack().redo();
        QCOMPARE(painted(document), 400);
        QCOMPARE(committed.count(), 3);
    }

    void anEditWithoutCommitLeavesNothing() {
        StudioDocument document;
        document.open(grey(300, 300), {});
        paint(document, {0, 0, 10, 10});
        const cv::Mat before = document.mask().pixels.clone();
        {
            const auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
            QVERIFY(document.isMaskBeingEdited());
            edit->write({5, 5, 200, 200}).setTo(77);
            edit->rollBack();
            QVERIFY(same(document.mask().pixels, before));
            edit->write({100, 5, 20, 200}).setTo(78);
        }
        QVERIFY(!document.isMaskBeingEdited());
        QVERIFY(same(document.mask().pixels, before));
        QCOMPARE(document.undoStack().count(), 1);
        const auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
        QVERIFY(edit->write({1000, 1000, 5, 5}).empty());
        edit->commit();
        QCOMPARE(document.undoStack().count(), 1); // nothing changed: no step
    }

    void undoInTheMiddleOfAStroke() {
        StudioDocument document;
        document.open(grey(300, 300), {});
        paint(document, {0, 0, 10, 10});
        auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
        edit->write({5, 5, 100, 100}).setTo(255);
        document.undoStack().undo();
        QCOMPARE(painted(document), 0); // neither the step nor the stroke
        edit->write({200, 200, 2, 2}).setTo(255);
        edit->commit();
        QCOMPARE(painted(document), 4);
        document.undoStack().undo();
        QCOMPARE(painted(document), 0);
    }

    void anotherPictureInTheMiddleOfAStroke() {
        StudioDocument document;
        document.open(grey(300, 300), {});
        auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
        edit->write({5, 5, 290, 290}).setTo(255);
        document.open(grey(50, 40), {});
        QVERIFY(edit->write({0, 0, 10, 10}).empty());
        edit->commit();
        QCOMPARE(painted(document), 0);
        QCOMPARE(document.undoStack().count(), 0);
        QVERIFY(!document.isMaskBeingEdited());
    }

    void aSnapshotStaysAsItWas() {
        StudioDocument document;
        document.open(grey(300, 300), {});
        paint(document, {0, 0, 10, 10});
        const quint64 revision = document.maskRevision();
        auto snapshot = document.maskSnapshot();
        QCOMPARE(snapshot->pixels.data, document.mask().pixels.data); // costs nothing
        QCOMPARE(document.maskSnapshot(), snapshot);
        paint(document, {100, 100, 10, 10});
        QCOMPARE(cv::countNonZero(snapshot->pixels), 100);
        QCOMPARE(painted(document), 200);
        QVERIFY(document.maskRevision() != revision);
        snapshot = document.maskSnapshot();
        document.undoStack().undo();
        QCOMPARE(cv::countNonZero(snapshot->pixels), 200);
        const uchar* data = document.mask().pixels.data;
        snapshot.reset();
        document.undoStack().redo();
        QCOMPARE(document.mask().pixels.data, data); // nobody looks: in place
    }

    void aStrokeGoesOnWhenASnapshotIsTaken() {
        StudioDocument document;
        document.open(grey(300, 300), {});
        auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
        edit->write({0, 0, 10, 10}).setTo(255);
        const auto snapshot = document.maskSnapshot();
        edit->write({50, 0, 10, 10}).setTo(255);
        QCOMPARE(cv::countNonZero(snapshot->pixels), 100);
        edit.reset();
        QCOMPARE(painted(document), 0);
        QCOMPARE(cv::countNonZero(snapshot->pixels), 100);
    }

    void theBoundsHoldAllThatIsSelected() {
        StudioDocument document;
        document.open(grey(300, 300), {});
        QCOMPARE(document.maskBounds(), QRect());
        paint(document, {20, 30, 10, 10});
        paint(document, {200, 100, 10, 10});
        QVERIFY(document.maskBounds().contains(mask::boundingBox(document.mask())));
        document.open(grey(300, 300), {cv::Mat(300, 300, CV_8UC1, cv::Scalar(1))}, {}, {}, {});
        QCOMPARE(document.maskBounds(), document.rect());
    }

    void changeMaskIsOneStep() {
        StudioDocument document;
        document.open(grey(200, 200), {});
        const cv::Mat full(100, 100, CV_8UC1, cv::Scalar(255));
        document.changeMask(mask::Delta::between(document.mask(), {50, 50, 100, 100}, full),
                            QStringLiteral("Fill"));
        QCOMPARE(painted(document), 10000);
        document.changeMask({}, QStringLiteral("Nothing"));
        QCOMPARE(document.undoStack().count(), 1);
        document.undoStack().undo();
        QCOMPARE(painted(document), 0);
        document.undoStack().redo();
        QCOMPARE(painted(document), 10000);
    }

    void setMaskIsOneStep() {
        StudioDocument document;
        document.open(grey(200, 200), {});
        document.setMask({cv::Mat(200, 200, CV_8UC1, cv::Scalar(3))}, QStringLiteral("Import"));
        QCOMPARE(painted(document), 40000);
        document.setMask({cv::Mat(10, 10, CV_8UC1, cv::Scalar(0))}, QStringLiteral("Wrong size"));
        QCOMPARE(painted(document), 40000);
        document.undoStack().undo();
        QCOMPARE(painted(document), 0);
    }

    void acceptChangesThePictureAndClearsTheMask() {
        StudioDocument document;
        document.open(grey(200, 150), {});
        const cv::Mat original = document.picture().pixels.clone();
        const image::Picture held = document.picture();
        paint(document, {20, 30, 40, 50});
        const cv::Mat mask = document.mask().pixels.clone();
        const project::Layer result = layer(QStringLiteral("r"), {10, 20, 60, 70}, 9);
        document.addResult(result);
        document.show(result.patch);
        QVERIFY(!document.shown().isNull());
        QSignalSpy changed(&document, &StudioDocument::pictureChanged);
        document.accept(result.patch, QStringLiteral("Accept"));
        QVERIFY(document.shown().isNull());
        QVERIFY(mask::isEmpty(document.mask()));
        QCOMPARE(changed.at(0).at(0).toRect(), QRect(10, 20, 60, 70));
        cv::Mat expected = original.clone();
        expected(cv::Rect(10, 20, 60, 70)).setTo(cv::Scalar::all(9));
        const cv::Mat accepted = document.picture().pixels.clone();
        QVERIFY(same(accepted, expected));
        QVERIFY(same(held.pixels, original)); // what was handed out is not written to
        document.undoStack().undo();
        QVERIFY(same(document.picture().pixels, original));
        QVERIFY(same(document.mask().pixels, mask));
        document.undoStack().redo();
        QVERIFY(same(document.picture().pixels, accepted));
        QVERIFY(mask::isEmpty(document.mask()));
    }

    void discardedResultsComeBack() {
        StudioDocument document;
        document.open(grey(50, 50), {});
        for (const char* id : {"a", "b", "c"})
            document.addResult(layer(QString::fromLatin1(id), {0, 0, 5, 5}, 1));
        QCOMPARE(document.undoStack().count(), 0);
        document.removeResult(QStringLiteral("b"));
        document.removeResult(QStringLiteral("none"));
        QVERIFY(document.result(QStringLiteral("b")) == nullptr);
        QCOMPARE(document.results().size(), 2U);
        document.undoStack().undo();
        QCOMPARE(document.results().at(1).id, QStringLiteral("b"));
        QCOMPARE(document.results().at(1).patch.pixels.rows, 5);
        document.undoStack().redo();
        QCOMPARE(document.results().size(), 2U);
    }

    void aResultThatArrivesBetweenUndoAndRedo() {
        StudioDocument document;
        document.open(grey(50, 50), {});
        document.addResult(layer(QStringLiteral("a"), {0, 0, 5, 5}, 1));
        document.removeResult(QStringLiteral("a"));
        document.addResult(layer(QStringLiteral("b"), {0, 0, 5, 5}, 1));
        document.undoStack().undo();
        QCOMPARE(document.results().size(), 2U);
        document.undoStack().redo();
        QCOMPARE(document.results().size(), 1U);
        QCOMPARE(document.results().at(0).id, QStringLiteral("b"));
    }

    void anySequenceIsUndoneToTheFirstStateAndRedoneToTheLast() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        StudioDocument document;
        document.open(grey(500, 400), {});
        const cv::Mat firstPicture = document.picture().pixels.clone();
        const auto randomRect = [&] {
            return QRect(random.bounded(400), random.bounded(300), random.bounded(1, 100),
                         random.bounded(1, 100));
        };
        for (int i = 0; i < 60; ++i) {
            switch (random.bounded(4)) {
            case 0:
                document.accept(layer({}, randomRect(), random.bounded(256)).patch, QStringLiteral("Accept"));
                break;
            case 1:
                document.undoStack().undo();
                break;
            default:
                paint(document, randomRect(), random.bounded(256));
            }
        }
        const cv::Mat picture = document.picture().pixels.clone(), mask = document.mask().pixels.clone();
        const int last = document.undoStack().index(); // behind it there may be steps that were undone
        document.undoStack().setIndex(0);
        QVERIFY(same(document.picture().pixels, firstPicture));
        QVERIFY(mask::isEmpty(document.mask()));
        while (document.undoStack().index() < last)
            document.undoStack().redo();
        QVERIFY(same(document.picture().pixels, picture));
        QVERIFY(same(document.mask().pixels, mask));
    }

    // A large one goes on between events; whoever needs the whole mask, or changes it, gets the whole.
    void aLargeUndoIsWholeForWhoeverAsks() {
        StudioDocument document;
        document.open(grey(2500, 2000), {});
        cv::Mat soft(2000, 2500, CV_8UC1);
        cv::RNG(5).fill(soft, cv::RNG::UNIFORM, 0, 256);
        document.setMask({soft}, QStringLiteral("Soft"));
        QSignalSpy committed(&document, &StudioDocument::maskCommitted);
        QSignalSpy changed(&document, &StudioDocument::maskChanged);
        document.undoStack().undo();
        QTRY_COMPARE(committed.count(), 1); // by itself
        QVERIFY(mask::isEmpty(document.mask()));
        QRect all;
        for (const QList<QVariant>& one : changed)
            all |= one[0].toRect();
        QCOMPARE(all, document.rect());
        document.undoStack().redo();
        QVERIFY(same(document.maskSnapshot()->pixels, soft));
        document.undoStack().undo();
        document.undoStack().redo();
        document.undoStack().undo();
        paint(document, {2400, 1900, 50, 50}, 255); // the last tiles; the step that is redone is gone
        QCOMPARE(cv::countNonZero(document.mask().pixels), 2500);
        document.undoStack().undo();
        QVERIFY(mask::isEmpty(document.mask()));
        nb::test::handleEvents(); // and nothing comes afterwards
        QVERIFY(mask::isEmpty(document.mask()));
    }

    void aLargeUndoEndsWithItsPictureOrItsStep() {
        StudioDocument document;
        document.open(grey(2500, 2000), {});
        document.setMask({cv::Mat(2000, 2500, CV_8UC1, cv::Scalar(255))}, QStringLiteral("All"));
        document.undoStack().undo();
        document.undoStack().clear();
        QSignalSpy committed(&document, &StudioDocument::maskCommitted);
        document.settleMask();
        QVERIFY(mask::isEmpty(document.mask()));
        document.setMask({cv::Mat(2000, 2500, CV_8UC1, cv::Scalar(255))}, QStringLiteral("All"));
        document.undoStack().undo();
        document.open(grey(10, 10), {});
        nb::test::handleEvents();
        QCOMPARE(document.mask().size(), QSize(10, 10));
    }
};

NB_TEST(TestStudioDocument)
#include "tst_studio_document.moc"
