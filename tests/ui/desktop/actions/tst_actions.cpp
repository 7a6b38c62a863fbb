// The action table and what is made of it: shortcuts that do not collide, that can be changed and come back,
// the search of the command palette, and letters that stay letters while somebody types.

#include "tests/support/test_main.h"
#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/actions/fuzzy.h"
#include "ui/desktop/actions/text_entry_guard.h"
#include "ui/desktop/theme/language.h"
#include <QLineEdit>
#include <QMainWindow>
#include <QSet>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace nb::desktop;

class TestActions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyActionHasItsOwnIdAndName();
    void defaultShortcutsDoNotCollide();
    void everyIconIsThere();
    void shortcutsAreKept();
    void takingAShortcutTakesItFromItsOwner();
    void resetBringsTheDefaultsBack();
    void stateDecidesWhatIsEnabled();
    void fuzzy_data();
    void fuzzy();
    void wordsBeforeMiddles();
    void lettersInATextFieldAreText();
    void menusLeaveShortcutsAlone_data();
    void menusLeaveShortcutsAlone();

private:
    [[nodiscard]] QString settingsFile() const { return m_folder.filePath(QStringLiteral("s.ini")); }

    QTemporaryDir m_folder;
};

void TestActions::everyActionHasItsOwnIdAndName() {
    QSet<QString> ids;
    QSet<QString> names;
    for (const ActionInfo& info : actionTable()) {
        QVERIFY2(!ids.contains(QLatin1String(info.id)), info.id);
        ids.insert(QLatin1String(info.id));
        QVERIFY2(!names.contains(QLatin1String(info.text)), info.text);
        names.insert(QLatin1String(info.text));
    }
}

void TestActions::defaultShortcutsDoNotCollide() {
    QHash<QString, const char*> owners;
    for (const ActionInfo& info : actionTable())
        for (const QKeySequence& keys : ActionRegistry::defaultShortcuts(info)) {
            QVERIFY2(!keys.isEmpty() && keys[0].key() != Qt::Key_unknown, info.id);
            QVERIFY2(!owners.contains(keys.toString()), info.id);
            owners.insert(keys.toString(), info.id);
        }
}

void TestActions::everyIconIsThere() {
    QSettings settings(settingsFile(), QSettings::IniFormat);
    const ActionRegistry actions(settings);
    for (const ActionInfo& info : actionTable())
        if (*info.icon != '\0')
            QVERIFY2(!actions.action(info.id)->icon().isNull(), info.icon);
}

void TestActions::shortcutsAreKept() {
    const QKeySequence keys(QStringLiteral("Ctrl+Alt+B"));
    {
        QSettings settings(settingsFile(), QSettings::IniFormat);
        ActionRegistry actions(settings);
        actions.setShortcuts(QLatin1String("tool.brush"), {keys});
    }
    QSettings settings(settingsFile(), QSettings::IniFormat);
    const ActionRegistry actions(settings);
    QCOMPARE(actions.action("tool.brush")->shortcuts(), QList<QKeySequence>{keys});
    QVERIFY(!actions.isDefault(*findAction(QLatin1String("tool.brush"))));
    settings.clear();
}

void TestActions::takingAShortcutTakesItFromItsOwner() {
    QSettings settings(settingsFile(), QSettings::IniFormat);
    ActionRegistry actions(settings);
    const QKeySequence undo(QStringLiteral("Ctrl+Z"));
    QCOMPARE(actions.owner(undo, QLatin1String("tool.brush")), findAction(QLatin1String("edit.undo")));
    QCOMPARE(actions.owner(undo, QLatin1String("edit.undo")), nullptr);
    actions.setShortcuts(QLatin1String("tool.brush"), {undo});
    QVERIFY(actions.shortcuts(QLatin1String("edit.undo")).isEmpty());
    QVERIFY(actions.action("edit.undo")->shortcuts().isEmpty());
    settings.clear();
}

void TestActions::resetBringsTheDefaultsBack() {
    QSettings settings(settingsFile(), QSettings::IniFormat);
    ActionRegistry actions(settings);
    const QSignalSpy changed(&actions, &ActionRegistry::shortcutsChanged);
    actions.setShortcuts(QLatin1String("edit.redo"), {});
    actions.resetShortcuts();
    QCOMPARE(changed.count(), 2);
    const QList<QKeySequence> both{QKeySequence(QStringLiteral("Ctrl+Shift+Z")),
                                   QKeySequence(QStringLiteral("Ctrl+Y"))};
    QCOMPARE(actions.shortcuts(QLatin1String("edit.redo")), both);
    QVERIFY(settings.allKeys().isEmpty());
}

void TestActions::stateDecidesWhatIsEnabled() {
    QSettings settings(settingsFile(), QSettings::IniFormat);
    ActionRegistry actions(settings);
    QVERIFY(!actions.action("file.open")->isEnabled()); // nobody has bound it
    for (const ActionInfo& info : actionTable())
        actions.bind(info.id, this, [](bool) {});
    QVERIFY(actions.action("file.open")->isEnabled());
    QVERIFY(!actions.action("file.save")->isEnabled());
    QVERIFY(!actions.action("mask.feather")->isEnabled());
    ActionState some;
    some.picture = true;
    actions.setState(some);
    QVERIFY(actions.action("file.save")->isEnabled());
    QVERIFY(!actions.action("mask.feather")->isEnabled());
    QVERIFY(!actions.action("generate.accept")->isEnabled());
    some.mask = some.results = some.shownResult = true;
    actions.setState(some);
    QVERIFY(actions.action("mask.feather")->isEnabled());
    QVERIFY(actions.action("generate.accept")->isEnabled());
    QVERIFY(!actions.action("generate.cancel")->isEnabled());
    actions.setCancellable(true);
    QVERIFY(actions.action("generate.cancel")->isEnabled());
    QVERIFY(!actions.action("edit.undo")->isEnabled());
    some.undo = true;
    actions.setState(some);
    QVERIFY(actions.action("edit.undo")->isEnabled());
    QVERIFY(!actions.action("edit.redo")->isEnabled());
}

void TestActions::fuzzy_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("fits");
    QTest::newRow("nothing") << ""
                             << "Open" << true;
    QTest::newRow("prefix") << "fea"
                            << "Mask: Feather" << true;
    QTest::newRow("initials") << "mf"
                              << "Mask: Feather" << true;
    QTest::newRow("case") << "FEATHER"
                          << "Mask: Feather" << true;
    QTest::newRow("blanks") << "m fea"
                            << "Mask: Feather" << true;
    QTest::newRow("scattered") << "mthr"
                               << "Mask: Feather" << true;
    QTest::newRow("wrong order") << "efa"
                                 << "Mask: F" << false;
    QTest::newRow("too long") << "openn"
                              << "Open" << false;
    QTest::newRow("other") << "xyz"
                           << "Mask: Feather" << false;
    QTest::newRow("empty name") << "a"
                                << "" << false;
}

void TestActions::fuzzy() {
    QFETCH(QString, typed);
    QFETCH(QString, name);
    QFETCH(bool, fits);
    QCOMPARE(fuzzyScore(typed, name).has_value(), fits);
}

void TestActions::wordsBeforeMiddles() {
    const auto better = [](const char* typed, const char* a, const char* b) {
        return *fuzzyScore(QLatin1String(typed), QLatin1String(a)) >
               *fuzzyScore(QLatin1String(typed), QLatin1String(b));
    };
    QVERIFY(better("fi", "View: Fit in Window", "View: Magnify it"));
    QVERIFY(better("grow", "Mask: Grow", "Magnify row"));
    QVERIFY(better("open", "File: Open", "File: Open Something Longer"));
}

void TestActions::lettersInATextFieldAreText() {
    QMainWindow window;
    const TextEntryGuard guard;
    QLineEdit edit(&window);
    QAction brush(&window);
    brush.setShortcuts({QKeySequence(QStringLiteral("B")), QKeySequence(QStringLiteral("Ctrl+Alt+J"))});
    window.addAction(&brush);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    window.activateWindow();
    const QSignalSpy triggered(&brush, &QAction::triggered);
    QTest::keyClick(&window, Qt::Key_B);
    QCOMPARE(triggered.count(), 1);
    edit.setFocus();
    QTest::keyClick(&edit, Qt::Key_B);
    QCOMPARE(triggered.count(), 1);
    QCOMPARE(edit.text(), QStringLiteral("b"));
    QTest::keyClick(&edit, Qt::Key_J, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(triggered.count(), 2);
    edit.setReadOnly(true);
    QTest::keyClick(&edit, Qt::Key_B);
    QCOMPARE(triggered.count(), 3);
}

void TestActions::menusLeaveShortcutsAlone_data() {
    QTest::addColumn<QString>("language");
    for (const QString& language : languages())
        QTest::newRow(qPrintable(language)) << language;
}

// Alt and a letter opens a menu; a shortcut of the same keys would do nothing at all.
void TestActions::menusLeaveShortcutsAlone() {
    QFETCH(QString, language);
    applyLanguage(language);
    QSet<QKeySequence> menus;
    for (const ActionInfo& info : actionTable())
        menus += QKeySequence::mnemonic(categoryTitle(info.category));
    QCOMPARE(menus.size(), static_cast<int>(Category::Help) + 1);
    for (const ActionInfo& info : actionTable())
        for (const QKeySequence& keys : ActionRegistry::defaultShortcuts(info))
            QVERIFY2(!menus.contains(keys), info.id);
}

NB_TEST_WIDGETS(TestActions)
#include "tst_actions.moc"
