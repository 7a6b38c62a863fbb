#include "ui/desktop/dialogs/provider_page.h"

#include "core/providers/registry.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/settings/key_store.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/text/error_text.h"
#include "ui/desktop/theme/icons.h"
#include "ui/desktop/theme/theme.h"
#include <QAction>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace nb::desktop {
namespace {

const QString kProvider = QStringLiteral("NANOBANANA_PROVIDER");
const QString kUrl = QStringLiteral("NANOBANANA_URL");
const QString kKey = QStringLiteral("NANOBANANA_KEY");
const QString kMethod = QStringLiteral("NANOBANANA_LOCAL_METHOD");
const QString kTimeout = QStringLiteral("REQUEST_TIMEOUT");

QLabel* hint() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void setColour(QLabel& label, const QColor& colour) {
    QPalette colours = label.palette();
    colours.setColor(QPalette::WindowText, colour);
    label.setPalette(colours);
}

} // namespace

ProviderPage::ProviderPage(Preferences& preferences, Engine& engine, KeyStore& keys, QWidget* parent)
    : QWidget(parent), m_preferences(preferences), m_engine(engine), m_keys(keys),
      m_provider(choice(kProvider, {{QStringLiteral("auto"), tr("From the address")},
                                    {QStringLiteral("nanobanana"), tr("NanoBanana")},
                                    {QStringLiteral("gemini"), tr("Google Gemini")},
                                    {QStringLiteral("openai"), tr("OpenAI")},
                                    {QStringLiteral("local"), tr("This computer, offline")}})),
      m_url(new QLineEdit(preferences.option(kUrl))), m_model(new QComboBox),
      m_key(new QLineEdit(engine.key())), m_place(hint()),
      m_method(choice(kMethod, {{QStringLiteral("patch"), tr("Continue texture and edges")},
                                {QStringLiteral("telea"), tr("Smooth (for scratches)")}})),
      m_timeout(new QSpinBox), m_attempts(new QSpinBox), m_testButton(new QPushButton(tr("Test Connection"))),
      m_outcome(new QLabel) {
    layOut();
    connect(m_testButton, &QPushButton::clicked, this, &ProviderPage::test);
    connect(m_provider, &QComboBox::currentIndexChanged, this, &ProviderPage::showModels);
    connect(m_url, &QLineEdit::textChanged, this, &ProviderPage::showModels);
    connect(m_key, &QLineEdit::textChanged, this, &ProviderPage::showModels);
    showModels();
    connect(&keys, &KeyStore::placeChanged, this, &ProviderPage::showPlace);
    showPlace();
}

void ProviderPage::layOut() {
    m_model->setEditable(true);
    m_model->lineEdit()->setPlaceholderText(tr("The provider's own default"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setPlaceholderText(tr("Without a key, edits are made on this computer"));
    auto* eye = m_key->addAction(icon("eye"), QLineEdit::TrailingPosition);
    eye->setText(tr("Show the key"));
    eye->setToolTip(eye->text());
    eye->setCheckable(true);
    connect(eye, &QAction::toggled, m_key,
            [this](bool on) { m_key->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    m_timeout->setRange(1, 3600);
    m_timeout->setSuffix(tr(" s"));
    m_timeout->setValue(m_preferences.option(kTimeout).toInt());
    m_attempts->setRange(1, 10);
    m_attempts->setValue(m_preferences.attempts());
    m_outcome->setWordWrap(true);
    m_outcome->setTextFormat(Qt::PlainText);
    m_outcome->setMinimumHeight(fontMetrics().height() * 2);
    m_outcome->setAlignment(Qt::AlignTop);

    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addRow(*form, tr("&Provider"), m_provider, kProvider);
    addRow(*form, tr("&Address"), m_url, kUrl);
    addRow(*form, tr("&Model"), m_model, Preferences::kModelOption);
    addRow(*form, tr("&Key"), m_key, kKey);
    form->addRow(QString(), m_place);
    addRow(*form, tr("&Offline method"), m_method, kMethod);
    addRow(*form, tr("&Time limit of an edit"), m_timeout, kTimeout);
    addRow(*form, tr("Maximum atte&mpts"), m_attempts, {});
    m_attempts->setToolTip(tr("Requests that may have been charged for are never repeated"));
    auto* about = hint();
    about->setText(tr("Sends a request with the key, but no picture. It costs nothing."));
    form->addRow(m_testButton, about);
    form->addRow(QString(), m_outcome);
}

QComboBox* ProviderPage::choice(const QString& option, const QList<std::pair<QString, QString>>& values) {
    auto* box = new QComboBox;
    for (const auto& [value, text] : values)
        box->addItem(text, value);
    box->setCurrentIndex(std::max(0, box->findData(m_preferences.option(option))));
    return box;
}

void ProviderPage::addRow(QFormLayout& form, const QString& label, QWidget* widget, const QString& option) {
    form.addRow(label, widget);
    if (option.isEmpty() || !m_preferences.isFixed(option))
        return;
    widget->setEnabled(false);
    widget->setToolTip(tr("Set by %1, which overrides this").arg(option));
    static_cast<QLabel*>(form.labelForField(widget))->setToolTip(widget->toolTip());
}

void ProviderPage::showPlace() {
    if (m_preferences.isFixed(kKey)) {
        m_key->clear();
        m_key->setPlaceholderText(tr("Set by NANOBANANA_KEY"));
        m_place->setText(tr("The variable NANOBANANA_KEY overrides a key that is stored here."));
        return;
    }
    switch (m_keys.place()) {
    case KeyStore::Place::Keyring:
        m_place->setText(tr("The key is kept in the system's keyring."));
        break;
    case KeyStore::Place::File:
        m_place->setText(
            tr("There is no system keyring here: the key is kept, unencrypted, in %1, which only "
               "you can read.")
                .arg(m_keys.filePath()));
        break;
    case KeyStore::Place::Unknown:
        m_place->setText(tr("Looking for the system's keyring…"));
        break;
    }
}

// The models depend on the provider, and the provider on the other fields.
void ProviderPage::showModels() {
    const bool fixed = m_preferences.isFixed(Preferences::kModelOption);
    const Result<config::Loaded> loaded = m_preferences.configuration(
        m_key->text().trimmed(),
        {{kProvider, m_provider->currentData().toString()}, {kUrl, m_url->text().trimmed()}});
    const QString provider = loaded ? providers::providerName(loaded->settings.provider) : QString();
    if (provider == m_modelOf && !provider.isEmpty())
        return;
    m_modelOf = provider;
    const QStringList models = providers::knownModels(provider);
    m_model->clear();
    m_model->addItems(models);
    const QString model =
        fixed ? m_preferences.option(Preferences::kModelOption) : m_preferences.model(provider);
    m_model->setCurrentIndex(models.indexOf(model)); // -1 = none of them
    m_model->setEditText(model);
    m_model->setEnabled(!fixed && !models.isEmpty());
}

QMap<QString, QString> ProviderPage::entered() const {
    return {{kProvider, m_provider->currentData().toString()},
            {kUrl, m_url->text().trimmed()},
            {Preferences::kModelOption, m_model->currentText().trimmed()},
            {kMethod, m_method->currentData().toString()},
            {kTimeout, QString::number(m_timeout->value())}};
}

QString ProviderPage::fault() const {
    const Result<config::Loaded> loaded = m_preferences.configuration(m_key->text().trimmed(), entered());
    return loaded ? QString() : errorText(loaded.error());
}

void ProviderPage::apply() {
    const QMap<QString, QString> options = entered();
    for (auto option = options.cbegin(); option != options.cend(); ++option)
        if (option.key() != Preferences::kModelOption)
            m_preferences.setOption(option.key(), option.value());
    if (m_model->isEnabled())
        m_preferences.setModel(m_modelOf, options.value(Preferences::kModelOption));
    m_preferences.setAttempts(m_attempts->value());
    const QString key = m_key->text().trimmed();
    if (m_preferences.isFixed(kKey) || key == m_engine.key())
        return;
    m_engine.setKey(key);
    m_keys.write(key, [&engine = m_engine](const Result<>& kept) { // the page may be gone by then
        if (!kept)
            Q_EMIT engine.failed(kept.error());
    });
}

void ProviderPage::test() {
    const QString key = m_key->text().trimmed();
    const Result<config::Loaded> loaded = m_preferences.configuration(key, entered());
    const auto show = [this](const providers::CheckResult& result) {
        using enum providers::CheckResult::Verdict;
        const bool bad = result.verdict == KeyRefused || result.verdict == Unreachable;
        m_testButton->setEnabled(true);
        setColour(*m_outcome, bad ? errorColour(palette()) : successColour(palette()));
        m_outcome->setText(ConnectionTest::sentence(result));
    };
    const Result<> started =
        loaded ? m_test.start(loaded->settings.provider, show) : Result<>(loaded.error());
    if (!started) {
        setColour(*m_outcome, errorColour(palette()));
        m_outcome->setText(errorText(started.error()));
        return;
    }
    setColour(*m_outcome, palette().color(QPalette::WindowText));
    m_outcome->setText(tr("Testing…"));
    m_testButton->setEnabled(false);
}

} // namespace nb::desktop
