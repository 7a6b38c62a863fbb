// Contrast as WCAG counts it: every pair of text and ground that the palettes make has at least 4.5 to 1.

#include "ui/desktop/look/theme.h"
#include <QTest>

using namespace nb::desktop;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrastIsThatOfWcag();
    void textIsReadable_data();
    void textIsReadable();
    void namesRoundTrip();
};

void TestTheme::contrastIsThatOfWcag() {
    QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
    QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
    // #767676 is the lightest grey that WCAG's own examples allow on white: 4.54.
    QVERIFY(std::abs(contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.005);
}

void TestTheme::textIsReadable_data() {
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

void TestTheme::textIsReadable() {
    QFETCH(QPalette, palette);
    using Role = QPalette::ColorRole;
    const std::pair<Role, Role> pairs[] = {{QPalette::WindowText, QPalette::Window},
                                           {QPalette::Text, QPalette::Base},
                                           {QPalette::Text, QPalette::AlternateBase},
                                           {QPalette::ButtonText, QPalette::Button},
                                           {QPalette::ToolTipText, QPalette::ToolTipBase},
                                           {QPalette::PlaceholderText, QPalette::Base},
                                           {QPalette::PlaceholderText, QPalette::Window},
                                           {QPalette::HighlightedText, QPalette::Highlight},
                                           {QPalette::Link, QPalette::Window},
                                           {QPalette::Link, QPalette::Base}};
    for (const auto& [text, ground] : pairs)
        QVERIFY2(contrast(palette.color(text), palette.color(ground)) >= 4.5,
                 qPrintable(QStringLiteral("%1 on %2").arg(text).arg(ground)));
    for (const Role ground : {QPalette::Window, QPalette::Base}) {
        QVERIFY(contrast(errorColour(palette), palette.color(ground)) >= 4.5);
        QVERIFY(contrast(successColour(palette), palette.color(ground)) >= 4.5);
    }
    // Icons and frames of what can be used: 3 to 1. What is disabled is exempt, but should still be seen.
    const QColor disabled = palette.color(QPalette::Disabled, QPalette::WindowText);
    QVERIFY(contrast(disabled, palette.color(QPalette::Window)) >= 2.5);
}

void TestTheme::namesRoundTrip() {
    for (const Theme theme : {Theme::System, Theme::Light, Theme::Dark})
        QCOMPARE(themeFromName(themeName(theme)), theme);
    QCOMPARE(themeFromName(QStringLiteral("purple")), Theme::System);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
