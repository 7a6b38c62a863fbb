// The dialog of the preferences: Cancel keeps nothing, OK keeps what was chosen, and what cannot be used is
// said.

#include "core/base/worker_pool.h"
#include "tests/support/test_main.h"
#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/dialogs/preferences_dialog.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/settings/key_store.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/tools/tool_settings.h"
#include <QComboBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;
using namespace nb::desktop;

namespace {

struct Bench {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("studio.ini")), QSettings::IniFormat};
    WorkerPool pool{1};
    Preferences preferences{settings, {}};
    Engine engine{preferences, pool};
    KeyStore keys{folder.filePath(QStringLiteral("key"))};
    ActionRegistry actions{settings};
    ToolSettings tools;
    PreferencesDialog dialog{preferences, engine, keys, actions, tools};

    // The first box that offers this value.
    QComboBox* boxWith(const QString& value) {
        for (QComboBox* box : dialog.findChildren<QComboBox*>())
            if (box->findData(value) >= 0)
                return box;
        return nullptr;
    }
    void choose(const QString& value) {
        QComboBox* box = boxWith(value);
        QVERIFY(box);
        box->setCurrentIndex(box->findData(value));
    }
};

} // namespace

class TestPreferencesDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPageCanBeShown() {
        Bench b;
        b.dialog.show();
        using Page = PreferencesDialog::Page;
        for (const Page page :
             {Page::Provider, Page::Appearance, Page::Keyboard, Page::Canvas, Page::System}) {
            b.dialog.showPage(page);
            QCOMPARE(b.dialog.findChild<QTabWidget*>()->currentIndex(), static_cast<int>(page));
        }
    }

    void cancelKeepsNothing() {
        Bench b;
        b.choose(QStringLiteral("de"));
        b.dialog.reject();
        QCOMPARE(b.preferences.language(), QString());
        QVERIFY(!b.settings.allKeys().contains(QStringLiteral("language")));
    }

    void okKeepsWhatWasChosen() {
        Bench b;
        b.choose(QStringLiteral("de"));
        b.dialog.accept();
        QCOMPARE(b.dialog.result(), int(QDialog::Accepted));
        QCOMPARE(b.preferences.language(), QStringLiteral("de"));
    }
};

NB_TEST_WIDGETS(TestPreferencesDialog)

#include "tst_preferences_dialog.moc"
