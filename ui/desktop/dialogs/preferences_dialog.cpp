#include "ui/desktop/dialogs/preferences_dialog.h"

#include "ui/desktop/dialogs/provider_page.h"
#include "ui/desktop/dialogs/shortcuts_editor.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/theme/theme.h"
#include "ui/desktop/tools/tool_settings.h"
#include <QCheckBox>
#include <QColorDialog>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

constexpr QSize kSize{620, 560};
constexpr QSize kSwatch{28, 16};
constexpr int kHintPx = 380;

QFormLayout* formOf(QWidget& page) {
    auto* form = new QFormLayout(&page);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    return form;
}

QLabel* hint(const QString& text) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setMinimumWidth(kHintPx);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QComboBox* choice(const QList<std::pair<QString, QString>>& values, const QString& current) {
    auto* box = new QComboBox;
    for (const auto& [value, text] : values)
        box->addItem(text, value);
    box->setCurrentIndex(std::max(0, box->findData(current)));
    return box;
}

void showColour(QPushButton& button, const QColor& colour) {
    QPixmap swatch(kSwatch);
    swatch.fill(colour);
    button.setIcon(swatch);
    button.setIconSize(kSwatch);
    button.setProperty("colour", colour);
}

} // namespace

PreferencesDialog::PreferencesDialog(Preferences& preferences, Engine& engine, KeyStore& keys,
                                     ActionRegistry& actions, ToolSettings& tools, QWidget* parent)
    : QDialog(parent), m_preferences(preferences), m_tools(tools), m_pages(new QTabWidget),
      m_provider(new ProviderPage(preferences, engine, keys)), m_fault(new QLabel) {
    setWindowTitle(tr("Preferences"));
    resize(kSize);
    m_pages->setDocumentMode(true); // without a background of its own, on which hints would be too light
    m_pages->addTab(m_provider, tr("Provider"));
    m_pages->addTab(makeAppearance(), tr("Appearance"));
    m_pages->addTab(new ShortcutsEditor(actions), tr("Keyboard"));
    m_pages->addTab(makeCanvas(), tr("Canvas and Pen"));
    m_pages->addTab(makeSystem(), tr("System"));
    m_fault->setWordWrap(true);
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->hide();
    QPalette colours = m_fault->palette();
    colours.setColor(QPalette::WindowText, errorColour(palette()));
    m_fault->setPalette(colours);
    auto* buttons =
        new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Apply | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &PreferencesDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &PreferencesDialog::reject);
    connect(buttons->button(QDialogButtonBox::Apply), &QPushButton::clicked, this, &PreferencesDialog::apply);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_pages, 1);
    column->addWidget(m_fault);
    column->addWidget(buttons);
}

void PreferencesDialog::showPage(Page page) {
    m_pages->setCurrentIndex(static_cast<int>(page));
}

QWidget* PreferencesDialog::makeAppearance() {
    auto* page = new QWidget;
    QFormLayout* const form = formOf(*page);
    auto* theme = choice({{QStringLiteral("system"), tr("Same as the system")},
                          {QStringLiteral("light"), tr("Light")},
                          {QStringLiteral("dark"), tr("Dark")},
                          {QStringLiteral("high-contrast"), tr("High contrast")}},
                         themeName(m_preferences.theme()));
    // Each language in its own name, for a user who cannot read the current one.
    auto* language = choice({{QString(), tr("Same as the system")},
                             {QStringLiteral("en"), QStringLiteral("English")},
                             {QStringLiteral("de"), QStringLiteral("Deutsch")},
                             {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}},
                            m_preferences.language());
    form->addRow(tr("&Colours"), theme);
    form->addRow(tr("&Language"), language);
    form->addRow(QString(), hint(tr("The language changes at the next start.")));
    m_applies.emplace_back([this, theme, language] {
        m_preferences.setTheme(themeFromName(theme->currentData().toString()));
        m_preferences.setLanguage(language->currentData().toString());
    });
    return page;
}

QWidget* PreferencesDialog::makeCanvas() {
    auto* page = new QWidget;
    QFormLayout* const form = formOf(*page);
    auto* colour = new QPushButton(tr("Choose…"));
    showColour(*colour, m_preferences.maskColour());
    connect(colour, &QPushButton::clicked, this, [this, colour] {
        const QColor chosen = QColorDialog::getColor(colour->property("colour").value<QColor>(), this,
                                                     tr("Colour of the Mask"));
        if (chosen.isValid())
            showColour(*colour, chosen);
    });
    auto* opacity = new QSpinBox;
    opacity->setRange(10, 90);
    opacity->setSuffix(tr(" %"));
    opacity->setValue(m_preferences.maskOpacity());
    auto* wheel = choice({{QStringLiteral("zoom"), tr("Zooms; with Ctrl it sets the brush size")},
                          {QStringLiteral("scroll"), tr("Scrolls; with Ctrl it zooms")}},
                         m_preferences.wheelZooms() ? QStringLiteral("zoom") : QStringLiteral("scroll"));
    auto* size = new QCheckBox(tr("Pressure sets the size of the brush"));
    auto* strength = new QCheckBox(tr("Pressure sets the opacity of the brush"));
    size->setChecked(m_tools.isOn(Setting::PressureSize));
    strength->setChecked(m_tools.isOn(Setting::PressureOpacity));
    auto* finger = new QCheckBox(tr("Paint with one finger"));
    finger->setChecked(m_preferences.fingerPaints());
    form->addRow(tr("&Mask colour"), colour);
    form->addRow(tr("Mask &opacity"), opacity);
    form->addRow(tr("&Wheel"), wheel);
    form->addRow(tr("Pen"), size);
    form->addRow(QString(), strength);
    form->addRow(QString(), hint(tr("The eraser end of a pen erases, whatever the tool.")));
    form->addRow(tr("Touch"), finger);
    form->addRow(
        QString(),
        hint(tr("Two fingers move, zoom and turn the picture; one finger moves it, unless it paints.")));
    m_applies.emplace_back([this, colour, opacity, wheel, size, strength, finger] {
        m_preferences.setMaskColour(colour->property("colour").value<QColor>());
        m_preferences.setMaskOpacity(opacity->value());
        m_preferences.setWheelZooms(wheel->currentData().toString() == QLatin1String("zoom"));
        m_preferences.setFingerPaints(finger->isChecked());
        m_tools.setValue(Setting::PressureSize, size->isChecked());
        m_tools.setValue(Setting::PressureOpacity, strength->isChecked());
    });
    return page;
}

QWidget* PreferencesDialog::makeSystem() {
    auto* page = new QWidget;
    QFormLayout* const form = formOf(*page);
    auto* largest = new QSpinBox;
    largest->setRange(10, 1000);
    largest->setSuffix(tr(" megapixels"));
    largest->setValue(m_preferences.largestMegapixels());
    auto* threads = new QSpinBox;
    const QString workers = QStringLiteral("WORKERS");
    threads->setRange(0, 256);
    threads->setSpecialValueText(tr("One for each core"));
    threads->setValue(m_preferences.option(workers).toInt());
    threads->setEnabled(!m_preferences.isFixed(workers));
    auto* days = new QSpinBox;
    days->setRange(0, 3650);
    days->setSuffix(tr(" days"));
    days->setSpecialValueText(tr("Forever"));
    days->setValue(m_preferences.journalDays());
    auto* gigabytes = new QSpinBox;
    gigabytes->setRange(0, 1000);
    gigabytes->setSuffix(tr(" GB"));
    gigabytes->setSpecialValueText(tr("Without a limit"));
    gigabytes->setValue(m_preferences.journalGigabytes());
    auto* port = new QSpinBox;
    port->setRange(1, 65535);
    port->setGroupSeparatorShown(false);
    port->setValue(m_preferences.serverPort());
    form->addRow(tr("&Largest picture"), largest);
    form->addRow(QString(),
                 hint(tr("A picture takes 3 to 8 bytes of memory for each pixel, and about as much "
                         "again while it is edited.")));
    form->addRow(tr("&Threads for pixels"), threads);
    form->addRow(QString(), hint(tr("Changes at the next start.")));
    form->addRow(tr("&Keep the journal of edits"), days);
    form->addRow(tr("&Maximum size of the journal"), gigabytes);
    form->addRow(QString(),
                 hint(tr("The journal holds each edited picture and each answer, so that nothing that was "
                         "paid for is lost. The oldest entries are removed first, at the next start.")));
    form->addRow(tr("&Port of “Serve on This Computer”"), port);
    m_applies.emplace_back([this, largest, threads, days, gigabytes, port, workers] {
        m_preferences.setLargestMegapixels(largest->value());
        m_preferences.setOption(workers, QString::number(threads->value()));
        m_preferences.setJournalDays(days->value());
        m_preferences.setJournalGigabytes(gigabytes->value());
        m_preferences.setServerPort(static_cast<quint16>(port->value()));
    });
    return page;
}

bool PreferencesDialog::apply() {
    const QString fault = m_provider->fault();
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
    if (!fault.isEmpty()) {
        showPage(Page::Provider);
        return false;
    }
    m_provider->apply();
    for (const auto& applyPage : m_applies)
        applyPage();
    return true;
}

void PreferencesDialog::accept() {
    if (apply())
        QDialog::accept();
}

} // namespace nb::desktop
