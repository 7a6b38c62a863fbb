#include "tests/support/test_main.h"
#include "ui/desktop/tools/tool_box.h"

#include <QSet>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <limits>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;

class TestToolBox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settingsStayInTheirRange() {
        ToolSettings settings;
        QSignalSpy changed(&settings, &ToolSettings::changed);
        settings.setValue(Setting::BrushSize, 5000);
        QCOMPARE(settings.value(Setting::BrushSize), 1000.0);
        settings.setValue(Setting::BrushSize, -1);
        QCOMPARE(settings.value(Setting::BrushSize), 1.0);
        settings.setValue(Setting::BrushSize, std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(settings.value(Setting::BrushSize), 1.0);
        settings.setValue(Setting::Contiguous, 0.2);
        QVERIFY(!settings.isOn(Setting::Contiguous));
        QCOMPARE(changed.count(), 3);
        settings.setValue(Setting::BrushSize, 1);
        QCOMPARE(changed.count(), 3); // the same value is no change
    }

    void theTableIsInOrder() {
        QSet<QString> keys;
        for (int i = 0; i < kSettingCount; ++i) {
            const SettingInfo& info = ToolSettings::info(Setting(i));
            QCOMPARE(int(info.setting), i);
            QVERIFY(info.least < info.most && info.least <= info.preset && info.preset <= info.most);
            QVERIFY(!ToolSettings::name(Setting(i)).isEmpty());
            keys.insert(QString::fromLatin1(info.key));
        }
        QCOMPARE(keys.size(), kSettingCount);
    }

    void settingsSurviveARestart() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("settings.ini"));
        {
            ToolSettings settings;
            settings.setValue(Setting::BrushSize, 123.5);
            settings.setValue(Setting::Contiguous, 0);
            QSettings file(path, QSettings::IniFormat);
            settings.save(file);
            file.setValue(QStringLiteral("tools/hardness"), QStringLiteral("soft"));
            file.setValue(QStringLiteral("tools/opacity"), 17);
        }
        ToolSettings settings;
        settings.load(QSettings(path, QSettings::IniFormat));
        QCOMPARE(settings.value(Setting::BrushSize), 123.5);
        QVERIFY(!settings.isOn(Setting::Contiguous));
        QCOMPARE(settings.value(Setting::Hardness), ToolSettings::info(Setting::Hardness).preset);
        QCOMPARE(settings.value(Setting::Opacity), 1.0);
    }

    void toolsAreFoundByTheirId() {
        StudioDocument document;
        WorkerPool pool(1);
        ToolBox box(document, pool);
        QSet<QString> ids;
        for (const auto& tool : box.tools()) {
            QVERIFY(!tool->name().isEmpty());
            QCOMPARE(box.find(tool->id()), tool.get());
            ids.insert(tool->id());
        }
        QCOMPARE(size_t(ids.size()), box.tools().size());
        QCOMPARE(box.current().id(), QStringLiteral("brush"));
        QSignalSpy changed(&box, &ToolBox::currentChanged);
        box.swapPaintErase();
        QCOMPARE(box.current().id(), QStringLiteral("eraser"));
        box.swapPaintErase();
        QCOMPARE(box.current().id(), QStringLiteral("brush"));
        box.setCurrent(QStringLiteral("hammer"));
        box.setCurrent(QStringLiteral("brush"));
        QCOMPARE(changed.count(), 2);
    }

    void keysChangeSizeHardnessAndOpacity() {
        StudioDocument document;
        WorkerPool pool(1);
        ToolBox box(document, pool);
        ToolSettings& settings = box.settings();
        settings.setValue(Setting::BrushSize, 100);
        box.changeSize(1);
        QCOMPARE(settings.value(Setting::BrushSize), 110.0);
        box.changeSize(-1);
        QCOMPARE(settings.value(Setting::BrushSize), 99.0);
        settings.setValue(Setting::BrushSize, 3);
        box.changeSize(-5);
        QCOMPARE(settings.value(Setting::BrushSize), 1.0);
        box.changeSize(500);
        QCOMPARE(settings.value(Setting::BrushSize), 1000.0);
        settings.setValue(Setting::Hardness, 0.5);
        box.changeHardness(1);
        QCOMPARE(settings.value(Setting::Hardness), 0.75);
        box.changeHardness(9);
        QCOMPARE(settings.value(Setting::Hardness), 1.0);
        box.setOpacityByDigit(3);
        QCOMPARE(settings.value(Setting::Opacity), 0.3);
        box.setOpacityByDigit(0);
        QCOMPARE(settings.value(Setting::Opacity), 1.0);
        box.setOpacityByDigit(10);
        QCOMPARE(settings.value(Setting::Opacity), 1.0);
    }

    void anotherToolOrPictureCancelsTheStroke() {
        StudioDocument document;
        document.open({cv::Mat(100, 100, CV_8UC3, cv::Scalar::all(0)), {}}, {});
        WorkerPool pool(1);
        ToolBox box(document, pool);
        PointerEvent event;
        event.pos = {50, 50};
        box.current().press(event);
        QVERIFY(document.isMaskBeingEdited());
        box.setCurrent(QStringLiteral("eraser"));
        QVERIFY(!document.isMaskBeingEdited());
        QCOMPARE(cv::countNonZero(document.mask().pixels), 0);
        box.current().press(event);
        document.open({cv::Mat(50, 50, CV_8UC3, cv::Scalar::all(0)), {}}, {});
        QVERIFY(!box.current().isBusy());
    }
};

NB_TEST(TestToolBox)
#include "tst_tool_box.moc"
