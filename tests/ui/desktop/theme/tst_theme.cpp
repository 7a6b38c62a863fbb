// Contrast as WCAG counts it: every pair of text and ground that the palettes make has at least 4.5 to 1, and
// every control, as it is drawn, an edge or a body of at least 3 to 1 against the window.

#include "tests/support/test_main.h"
#include "ui/desktop/theme/theme.h"
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QStyleOptionSlider>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace nb::desktop;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrastIsThatOfWcag();
    void textIsReadable_data();
    void textIsReadable();
    void controlsAreSeen_data();
    void controlsAreSeen();
    void namesRoundTrip();
};

namespace {

const QList<std::pair<const char*, QPalette (*)()>> kPalettes{
    {"light", lightPalette}, {"dark", darkPalette}, {"high contrast", highContrastPalette}};

// The best contrast against the window along a line from the left edge to the middle.
double bestOfEdge(QWidget& control, const QRect& part) {
    const QImage image = control.grab(part).toImage();
    const QColor window = control.palette().color(QPalette::Window);
    double best = 1;
    for (int x = 0; x < image.width() / 2; ++x)
        best = std::max(best, contrast(image.pixelColor(x, image.height() / 2), window));
    return best;
}

} // namespace

void TestTheme::contrastIsThatOfWcag() {
    QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
    QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
    // #767676 is the lightest grey that WCAG's own examples allow on white: 4.54.
    QVERIFY(std::abs(contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.005);
}

void TestTheme::textIsReadable_data() {
    QTest::addColumn<QPalette>("palette");
    for (const auto& [name, palette] : kPalettes)
        QTest::newRow(name) << palette();
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
                 qPrintable(QStringLiteral("%1 on %2").arg(QString::number(text), QString::number(ground))));
    for (const Role ground : {QPalette::Window, QPalette::Base}) {
        QVERIFY(contrast(errorColour(palette), palette.color(ground)) >= 4.5);
        QVERIFY(contrast(successColour(palette), palette.color(ground)) >= 4.5);
    }
    // Icons and frames of what can be used: 3 to 1. What is disabled is exempt, but should still be seen.
    const QColor disabled = palette.color(QPalette::Disabled, QPalette::WindowText);
    QVERIFY(contrast(disabled, palette.color(QPalette::Window)) >= 2.5);
    for (const Role ground : {QPalette::Window, QPalette::Base, QPalette::Button})
        QVERIFY(contrast(palette.color(QPalette::Mid), palette.color(ground)) >= 3);
    for (const Role ground : {QPalette::Window, QPalette::Base}) // the focus
        QVERIFY(contrast(palette.color(QPalette::Highlight), palette.color(ground)) >= 3);
}

void TestTheme::controlsAreSeen_data() {
    QTest::addColumn<QString>("theme");
    for (const QString& name : themeNames().mid(1))
        QTest::newRow(qPrintable(name)) << name;
}

void TestTheme::controlsAreSeen() {
    QFETCH(QString, theme);
    applyTheme(themeFromName(theme));
    QWidget window;
    QVBoxLayout column(&window);
    QCheckBox check(QStringLiteral("Check")), checked(QStringLiteral("Checked"));
    checked.setChecked(true);
    QRadioButton radio(QStringLiteral("Radio"));
    QLineEdit line;
    QPlainTextEdit text;
    QSpinBox spin;
    QComboBox combo, written;
    written.setEditable(true);
    QPushButton push(QStringLiteral("Push"));
    QToolButton tool;
    tool.setText(QStringLiteral("Tool"));
    QProgressBar progress;
    QSlider slider(Qt::Horizontal);
    QScrollBar scroll(Qt::Horizontal);
    scroll.setRange(0, 100);
    QLabel first(QStringLiteral("takes the focus"));
    first.setFocusPolicy(Qt::StrongFocus);
    const QList<QWidget*> all{&first, &check,   &checked, &radio, &line,     &text,   &spin,
                              &combo, &written, &push,    &tool,  &progress, &slider, &scroll};
    for (QWidget* widget : all)
        column.addWidget(widget);
    window.resize(300, 600);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    first.setFocus();
    for (QWidget* widget : all.mid(1)) {
        QRect part = widget->rect();
        if (widget == &slider || widget == &scroll) {
            QStyleOptionSlider option;
            option.initFrom(widget);
            option.orientation = Qt::Horizontal;
            option.minimum = 0;
            option.maximum = 100;
            option.pageStep = 10;
            part = widget == &slider ? slider.style()->subControlRect(QStyle::CC_Slider, &option,
                                                                      QStyle::SC_SliderHandle, widget)
                                     : scroll.style()->subControlRect(QStyle::CC_ScrollBar, &option,
                                                                      QStyle::SC_ScrollBarSlider, widget);
        }
        const double best = bestOfEdge(*widget, part);
        QVERIFY2(best >= 3,
                 qPrintable(QStringLiteral("%1: %2").arg(
                     QString::fromLatin1(widget->metaObject()->className()), QString::number(best))));
    }
}

void TestTheme::namesRoundTrip() {
    for (const Theme theme : {Theme::System, Theme::Light, Theme::Dark, Theme::HighContrast})
        QCOMPARE(themeFromName(themeName(theme)), theme);
    QCOMPARE(themeFromName(QStringLiteral("purple")), Theme::System);
}

NB_TEST_WIDGETS(TestTheme)
#include "tst_theme.moc"
