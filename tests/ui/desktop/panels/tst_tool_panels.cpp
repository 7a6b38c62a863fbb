// The options of a tool, the history and the dialog that asks for a radius.
#include "core/mask/ops.h"
#include "tests/support/test_main.h"
#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/controllers/mask_controller.h"
#include "ui/desktop/dialogs/amount_dialog.h"
#include "ui/desktop/document/long_task.h"
#include "ui/desktop/panels/history_panel.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/panels/setting_editor.h"
#include "ui/desktop/panels/status_line.h"
#include "ui/desktop/panels/tool_options_panel.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/tools/tool_box.h"
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoView>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

namespace {

struct Bench {
    Bench() { document.open({cv::Mat(300, 400, CV_8UC3, cv::Scalar::all(0)), {}}, {}); }

    void paint(const QRect& rect) {
        const auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
        edit->write(rect).setTo(255);
        edit->wrote(rect);
        edit->commit();
    }

    [[nodiscard]] QRect box() const { return mask::boundingBox(document.mask()); }

    StudioDocument document;
    WorkerPool pool{2};
    ToolBox tools{document, pool};
};

} // namespace

class TestToolPanels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOptionsAreThoseOfTheTool() {
        Bench bench;
        ToolOptionsPanel panel(bench.tools);
        for (const auto& tool : bench.tools.tools()) {
            bench.tools.setCurrent(tool->id());
            const auto editors = panel.findChildren<SettingEditor*>();
            std::vector<Setting> shown;
            for (const SettingEditor* editor : editors)
                shown.push_back(editor->setting());
            QCOMPARE(shown, tool->settings());
            QVERIFY(!tool->hint().isEmpty());
            for (const QSpinBox* number : panel.findChildren<QSpinBox*>())
                QVERIFY(!number->accessibleName().isEmpty());
            for (const QSlider* slider : panel.findChildren<QSlider*>())
                QVERIFY(!slider->accessibleName().isEmpty());
        }
    }

    void anEditorAndItsSettingFollowEachOther() {
        ToolSettings settings;
        SettingEditor size(settings, Setting::BrushSize), hardness(settings, Setting::Hardness),
            contiguous(settings, Setting::Contiguous);
        settings.setValue(Setting::BrushSize, 250);
        QCOMPARE(size.findChild<QSpinBox*>()->value(), 250);
        size.findChild<QSlider*>()->setValue(500); // half way: a quarter of the range
        QCOMPARE(settings.value(Setting::BrushSize), std::round(1 + 999 * 0.25));
        QCOMPARE(size.findChild<QSpinBox*>()->value(), 251);
        size.findChild<QSpinBox*>()->setValue(7);
        QCOMPARE(settings.value(Setting::BrushSize), 7.0);
        hardness.findChild<QSpinBox*>()->setValue(35);
        QCOMPARE(settings.value(Setting::Hardness), 0.35);
        QCOMPARE(hardness.findChild<QSlider*>()->value(), 350);
        contiguous.findChild<QCheckBox*>()->setChecked(false);
        QVERIFY(!settings.isOn(Setting::Contiguous));
        settings.setValue(Setting::Contiguous, 1);
        QVERIFY(contiguous.findChild<QCheckBox*>()->isChecked());
    }

    void theHistoryGoesBackAndForth() {
        Bench bench;
        HistoryPanel panel(bench.document.undoStack());
        bench.paint({0, 0, 10, 10});
        bench.paint({50, 50, 10, 10});
        auto* view = panel.findChild<QUndoView*>();
        QCOMPARE(view->model()->rowCount(), 3);
        view->setCurrentIndex(view->model()->index(1, 0));
        QCOMPARE(bench.box(), QRect(0, 0, 10, 10));
        view->setCurrentIndex(view->model()->index(2, 0));
        QCOMPARE(bench.box(), QRect(0, 0, 60, 60));
    }

    void theDialogShowsWhatItAsksFor() {
        Bench bench;
        bench.paint({100, 100, 20, 20});
        AmountDialog dialog(bench.document, bench.pool, MaskOperation::Grow, 10);
        dialog.open();
        QTRY_COMPARE(bench.box(), QRect(90, 90, 40, 40));
        dialog.findChild<QSpinBox*>()->setValue(150); // beyond the slider
        QCOMPARE(dialog.radiusPx(), 150);
        dialog.findChild<QSlider*>()->setValue(5);
        QTRY_COMPARE(bench.box(), QRect(95, 95, 30, 30));
        dialog.accept();
        QTRY_VERIFY(!dialog.isVisible());
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        QCOMPARE(bench.document.undoStack().count(), 2);
    }

    void aDialogThatIsCancelledLeavesTheMask() {
        Bench bench;
        bench.paint({100, 100, 20, 20});
        {
            AmountDialog dialog(bench.document, bench.pool, MaskOperation::Shrink, 4);
            dialog.open();
            QTRY_COMPARE(bench.box(), QRect(104, 104, 12, 12));
            dialog.reject();
        }
        QCOMPARE(bench.box(), QRect(100, 100, 20, 20));
        QVERIFY(!bench.document.isMaskBeingEdited());
    }

    void menusReachToolsAndOperations() {
        Bench bench;
        const QTemporaryDir folder;
        QSettings file(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        ActionRegistry actions(file);
        actions.setState({.picture = true, .mask = true, .results = false, .shownResult = false});
        QWidget window;
        MessageBar messages;
        Preferences preferences(file, {});
        MaskController controller(bench.document, bench.pool, bench.tools, preferences, messages, window);
        controller.bind(actions);
        QVERIFY(actions.action("tool.brush")->isChecked());
        for (const auto& tool : bench.tools.tools()) {
            actions.action(QByteArray("tool." + tool->id().toLatin1()).constData())->trigger();
            QCOMPARE(bench.tools.current().id(), tool->id());
        }
        actions.action("tool.swap")->trigger();
        QVERIFY(actions.action("tool.eraser")->isChecked());
        bench.tools.settings().setValue(Setting::BrushSize, 100);
        actions.action("tool.larger")->trigger();
        QCOMPARE(bench.tools.settings().value(Setting::BrushSize), 110.0);
        actions.action("mask.all")->trigger();
        QTRY_COMPARE(bench.box(), QRect(0, 0, 400, 300));
        actions.action("mask.clear")->trigger();
        QTRY_COMPARE(bench.box(), QRect());
        bench.paint({100, 100, 20, 20});
        actions.action("mask.grow")->trigger();
        auto* dialog = window.findChild<AmountDialog*>();
        QVERIFY(dialog != nullptr);
        actions.action("mask.grow")->trigger(); // one at a time
        QCOMPARE(window.findChildren<AmountDialog*>().size(), 1);
        QTRY_VERIFY(bench.box().width() > 20);
        bench.document.open({cv::Mat(30, 30, CV_8UC3, cv::Scalar::all(0)), {}}, {});
        QTRY_VERIFY(window.findChild<AmountDialog*>() == nullptr);
    }

    // What is worked out on another thread can be stopped: an operation, a tool's, a dialog's.
    void workIsSaidAndStopped() {
        Bench bench;
        const QTemporaryDir folder;
        QSettings file(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        QWidget window;
        MessageBar messages;
        Preferences preferences(file, {});
        MaskController controller(bench.document, bench.pool, bench.tools, preferences, messages, window);
        bench.paint({100, 100, 20, 20});
        QSemaphore go;
        const auto letGo = qScopeGuard([&go] { go.release(100); });
        for (int i = 0; i < bench.pool.threads(); ++i) // until then nothing is finished
            (void)bench.pool.run([&go]() -> Result<> {
                go.acquire();
                return {};
            });
        const auto isStopped = [&] {
            if (!controller.work().isRunning())
                return false;
            controller.work().cancel();
            return !controller.work().isRunning();
        };
        QVERIFY(!controller.work().isRunning());
        controller.run(MaskOperation::Invert);
        QVERIFY(isStopped());
        controller.run(MaskOperation::Grow);
        QVERIFY(isStopped());
        QTRY_VERIFY(window.findChild<AmountDialog*>() == nullptr);
        bench.tools.setCurrent(QStringLiteral("move"));
        bench.tools.current().nudge({5, 5});
        QVERIFY(isStopped());
        bench.tools.setCurrent(QStringLiteral("wand"));
        bench.tools.current().press({.pos = {10, 10}});
        QVERIFY(isStopped());
        go.release(bench.pool.threads());
        controller.run(MaskOperation::SelectAll); // behind all of it
        QTRY_COMPARE(bench.box(), QRect(0, 0, 400, 300));
        QVERIFY(!controller.work().isRunning());
        QCOMPARE(bench.document.undoStack().count(), 2);
    }

    void theStatusLineSaysWhatLasts() {
        Bench bench;
        LongTask saves, works;
        StatusLine line(bench.document);
        line.follow(saves);
        line.follow(works);
        line.show();
        const auto seen = [&] {
            int count = 0;
            for (const auto* bar : line.findChildren<QProgressBar*>())
                count += bar->isVisible() ? 1 : 0;
            return count;
        };
        (void)works.begin(QStringLiteral("Working"));
        QCOMPARE(seen(), 0); // most is done before anybody sees it
        QTRY_COMPARE(seen(), 1);
        (void)saves.begin(QStringLiteral("Saving"));
        QTRY_COMPARE(seen(), 2);
        works.end();
        QCOMPARE(seen(), 1);
        saves.end();
        QCOMPARE(seen(), 0);
    }
};

NB_TEST_WIDGETS(TestToolPanels)
#include "tst_tool_panels.moc"
