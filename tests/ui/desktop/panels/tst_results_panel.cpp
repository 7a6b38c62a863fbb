#include "ui/desktop/panels/results_panel.h"

#include "tests/support/test_main.h"
#include "tests/ui/desktop/generation/generation_bench.h"
#include "ui/desktop/generation/offline_preview.h"
#include "ui/desktop/generation/result_selection.h"
#include "ui/desktop/generation/results_model.h"
#include "ui/desktop/generation/variant_mix.h"
#include <QImage>
#include <QJsonArray>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;

namespace {

const cv::Scalar kRed{200, 10, 10}, kBlue{10, 10, 200};

struct Bench : GenerationBench {
    OfflinePreview preview{queue, pool};
    ResultSelection selection{document, queue, preview, pool};
    ResultsModel model{document, queue, pool};
    VariantMix mix{document, selection, pool};
    ResultsPanel panel{ResultsParts{document, queue, selection, model, mix}};

    Bench() { panel.show(); }
    bool makeResult(const cv::Scalar& colour, int seed) {
        const size_t calls = provider->calls.size(), results = document.results().size();
        add(1, seed);
        if (!waitForCalls(calls + 1))
            return false;
        provider->answer(calls, colour);
        return waitForResults(results + 1) && waitForShown();
    }
    bool waitForShown() {
        return QTest::qWaitFor([&] { return !document.shown().isNull() && !selection.showsPreview(); });
    }
    void clickRow(int row) {
        QTest::mouseClick(panel.list().viewport(), Qt::LeftButton, {},
                          panel.list().visualRect(model.index(row)).center());
    }
    QAbstractButton* button(const char* name) {
        return panel.findChild<QAbstractButton*>(QLatin1String(name));
    }
    QToolButton* button(const QString& text) {
        for (auto* button : panel.findChildren<QToolButton*>())
            if (button->text() == text)
                return button;
        return nullptr;
    }
    QVariant data(int row, int role) { return model.index(row).data(role); }
};

} // namespace

class TestResultsPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsAwaitedIsInTheStripAndBecomesAResult() {
        Bench bench;
        bench.add(3, 100);
        QVERIFY(bench.waitForCalls(2));
        QCOMPARE(bench.model.rowCount(), 3);
        QCOMPARE(bench.data(0, ResultsModel::StateRole).value<VariantState>(), VariantState::Running);
        QCOMPARE(bench.data(2, ResultsModel::StateRole).value<VariantState>(), VariantState::Waiting);
        bench.provider->fail(bench.provider->of(100));
        bench.provider->answer(bench.provider->of(101), kRed);
        QVERIFY(bench.waitForResults(1));
        QVERIFY(bench.waitForCalls(3));
        // The result first, then what failed and what still runs.
        QCOMPARE(bench.model.rowCount(), 3);
        QCOMPARE(bench.data(0, ResultsModel::SeedRole).toInt(), 101);
        QVERIFY(QTest::qWaitFor([&] {
            return bench.data(1, ResultsModel::StateRole).value<VariantState>() == VariantState::Failed;
        }));
        QVERIFY(!bench.data(1, ResultsModel::ErrorRole).toString().isEmpty());
        QCOMPARE(bench.data(2, ResultsModel::StateRole).value<VariantState>(), VariantState::Running);
    }

    void thumbnailsComeAtTheScreensResolution() {
        Bench bench;
        bench.model.setThumbnailSize({32, 32}, 2);
        QVERIFY(bench.makeResult(kRed, 1));
        QVERIFY(QTest::qWaitFor([&] { return !bench.data(0, Qt::DecorationRole).value<QImage>().isNull(); }));
        const auto image = bench.data(0, Qt::DecorationRole).value<QImage>();
        QCOMPARE(image.devicePixelRatio(), 2.0);
        // 16 x 12 pixels and 12 % of 16 around: 18 x 14, which is not enlarged.
        QCOMPARE(image.size(), QSize(18, 14));
        QCOMPARE(image.pixelColor(9, 7), QColor(200, 10, 10));
        QCOMPARE(image.pixelColor(0, 0), QColor(10, 20, 30));
    }

    void choosingShowsTheVariant() {
        Bench bench;
        QVERIFY(bench.makeResult(kRed, 1));
        QVERIFY(bench.makeResult(kBlue, 2));
        bench.clickRow(0);
        QCOMPARE(bench.selection.current(), bench.document.results()[0].id);
        QVERIFY(QTest::qWaitFor([&] {
            return !bench.document.shown().isNull() &&
                   colourAt(bench.document.shown().pixels, 5, 5) == cv::Vec3b(200, 10, 10);
        }));
        QVERIFY(bench.panel.reportText().contains(QStringLiteral("Untouched outside the selection")));
        QTest::keyClick(&bench.panel.list(), Qt::Key_Right);
        QCOMPARE(bench.selection.current(), bench.document.results()[1].id);
    }

    void acceptDiscardAndSeed() {
        Bench bench;
        QVERIFY(!bench.button("accept")->isEnabled());
        QVERIFY(bench.makeResult(kRed, 77));
        QSignalSpy seed(&bench.panel, &ResultsPanel::seedReused);
        QTest::mouseClick(bench.button(QStringLiteral("Reuse seed")), Qt::LeftButton);
        QCOMPARE(seed.value(0).value(0).toInt(), 77);
        QTest::mouseClick(bench.button("accept"), Qt::LeftButton);
        // At once if it has been composed, otherwise as soon as it is.
        QVERIFY(QTest::qWaitFor(
            [&] { return colourAt(bench.document.picture().pixels, 25, 15) == cv::Vec3b(200, 10, 10); }));
        QVERIFY(!bench.button("accept")->isEnabled());
        bench.clickRow(0);
        QTest::keyClick(&bench.panel.list(), Qt::Key_Delete);
        QCOMPARE(bench.model.rowCount(), 0);
        bench.document.undoStack().undo();
        QCOMPARE(bench.model.rowCount(), 1);
    }

    void comparingIsAnnounced() {
        Bench bench;
        QVERIFY(bench.makeResult(kRed, 1));
        QSignalSpy mode(&bench.panel, &ResultsPanel::compareModeChosen);
        QTest::mouseClick(bench.button(QStringLiteral("Wipe")), Qt::LeftButton);
        QCOMPARE(mode.value(0).value(0).value<CompareMode>(), CompareMode::Wipe);
    }

    void mixingChoosesTheBrushsVariant() {
        Bench bench;
        QVERIFY(bench.makeResult(kRed, 1));
        QVERIFY(!bench.button("mix")->isEnabled());
        QVERIFY(bench.makeResult(kBlue, 2));
        QTest::mouseClick(bench.button("mix"), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return bench.mix.isActive(); }));
        QCOMPARE(bench.mix.choice(), 2); // what was shown
        bench.clickRow(0);
        QCOMPARE(bench.mix.choice(), 1);
        QTest::mouseClick(bench.button(QStringLiteral("Paint the picture back")), Qt::LeftButton);
        QCOMPARE(bench.mix.choice(), VariantMix::kPicture);
        QCOMPARE(bench.button("accept")->text(), QStringLiteral("Accept mix"));
        QTest::mouseClick(bench.button("accept"), Qt::LeftButton);
        QVERIFY(!bench.mix.isActive());
        QCOMPARE(colourAt(bench.document.picture().pixels, 25, 15), cv::Vec3b(10, 10, 200));
    }
};

NB_TEST_WIDGETS(TestResultsPanel)
#include "tst_results_panel.moc"
