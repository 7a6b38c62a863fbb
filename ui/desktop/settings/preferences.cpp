#include "ui/desktop/settings/preferences.h"

#include "core/providers/registry.h"
#include <algorithm>

namespace nb::desktop {
namespace {

const QString kOptions = QStringLiteral("options/");
const QString kModels = QStringLiteral("models/");
const QString kAttempts = QStringLiteral("provider/attempts");
const QString kTheme = QStringLiteral("look/theme");
const QString kLanguage = QStringLiteral("look/language");
const QString kMegapixels = QStringLiteral("memory/largest_megapixels");
const QString kJournalDays = QStringLiteral("journal/days");
const QString kJournalGigabytes = QStringLiteral("journal/gigabytes");
const QString kFileFolder = QStringLiteral("files/folder");
const QString kPort = QStringLiteral("server/port");
const QString kMaskColour = QStringLiteral("look/mask_colour");
const QString kMaskOpacity = QStringLiteral("look/mask_opacity");
const QString kWheelZooms = QStringLiteral("canvas/wheel_zooms");
const QString kFingerPaints = QStringLiteral("canvas/finger_paints");
const QString kTour = QStringLiteral("tour/seen");

constexpr int kMaxAttempts = 10;
constexpr int kMinOpacity = 10;
constexpr int kMaxOpacity = 90;
constexpr int kMinMegapixels = 10;
constexpr int kMaxMegapixels = 1000;
constexpr int kMaxJournalDays = 3650;
constexpr int kMaxJournalGigabytes = 1000;

} // namespace

Preferences::Preferences(QSettings& settings, config::Sources base, QObject* parent)
    : QObject(parent), m_settings(settings), m_base(std::move(base)) {}

QStringList Preferences::optionNames() {
    return {QStringLiteral("NANOBANANA_PROVIDER"), QStringLiteral("NANOBANANA_URL"),
            QStringLiteral("NANOBANANA_LOCAL_METHOD"), QStringLiteral("REQUEST_TIMEOUT"),
            QStringLiteral("WORKERS")};
}

QString Preferences::option(const QString& name) const {
    if (const Result<config::Loaded> loaded = config::load(m_base); loaded)
        for (const config::Value& value : loaded->values)
            if (value.option->name == name && value.layer != config::Layer::Default)
                return value.value.toString();
    const config::Option* const known = config::findOption(name);
    return m_settings.value(kOptions + name, known ? known->defaultText : QString()).toString();
}

void Preferences::setOption(const QString& name, const QString& text) {
    const config::Option* const known = config::findOption(name);
    if (!known || isFixed(name) || text == option(name))
        return;
    if (text.isEmpty() || text == known->defaultText)
        m_settings.remove(kOptions + name);
    else
        m_settings.setValue(kOptions + name, text);
    Q_EMIT engineChanged();
}

bool Preferences::isFixed(const QString& name) const {
    const Result<config::Loaded> loaded = config::load(m_base);
    return loaded && std::ranges::any_of(loaded->values, [&](const config::Value& value) {
               return value.option->name == name && value.layer != config::Layer::Default;
           });
}

Result<config::Loaded> Preferences::configuration(const QString& key,
                                                  const QMap<QString, QString>& instead) const {
    config::Sources sources = m_base;
    const QString keyName = QStringLiteral("NANOBANANA_KEY");
    if (!key.isEmpty() && !isFixed(keyName))
        sources.environment.insert(keyName, key);
    for (const QString& name : optionNames())
        if (m_settings.contains(kOptions + name) && !isFixed(name))
            sources.environment.insert(name, m_settings.value(kOptions + name).toString());
    for (auto option = instead.cbegin(); option != instead.cend(); ++option)
        if (!isFixed(option.key()))
            sources.environment.insert(option.key(), option.value());
    Result<config::Loaded> loaded = config::load(sources);
    if (loaded && !instead.contains(kModelOption) && !isFixed(kModelOption))
        loaded->settings.provider.model = model(providers::providerName(loaded->settings.provider));
    return loaded;
}

QString Preferences::model(const QString& provider) const {
    return m_settings.value(kModels + provider).toString();
}

void Preferences::setModel(const QString& provider, const QString& model) {
    if (model == this->model(provider))
        return;
    if (model.isEmpty())
        m_settings.remove(kModels + provider);
    else
        m_settings.setValue(kModels + provider, model);
    Q_EMIT engineChanged();
}

int Preferences::attempts() const {
    return std::clamp(m_settings.value(kAttempts, 3).toInt(), 1, kMaxAttempts);
}

void Preferences::setAttempts(int attempts) {
    if (attempts == this->attempts())
        return;
    m_settings.setValue(kAttempts, std::clamp(attempts, 1, kMaxAttempts));
    Q_EMIT engineChanged();
}

Theme Preferences::theme() const {
    return themeFromName(m_settings.value(kTheme).toString());
}

void Preferences::setTheme(Theme theme) {
    if (theme == this->theme())
        return;
    m_settings.setValue(kTheme, themeName(theme));
    Q_EMIT themeChanged();
}

QString Preferences::language() const {
    return m_settings.value(kLanguage).toString();
}

void Preferences::setLanguage(const QString& language) {
    m_settings.setValue(kLanguage, language);
}

int Preferences::largestMegapixels() const {
    return std::clamp(m_settings.value(kMegapixels, 400).toInt(), kMinMegapixels, kMaxMegapixels);
}

void Preferences::setLargestMegapixels(int megapixels) {
    m_settings.setValue(kMegapixels, std::clamp(megapixels, kMinMegapixels, kMaxMegapixels));
}

int Preferences::journalDays() const {
    return std::clamp(m_settings.value(kJournalDays, 30).toInt(), 0, kMaxJournalDays);
}

void Preferences::setJournalDays(int days) {
    m_settings.setValue(kJournalDays, std::clamp(days, 0, kMaxJournalDays));
}

int Preferences::journalGigabytes() const {
    return std::clamp(m_settings.value(kJournalGigabytes, 2).toInt(), 0, kMaxJournalGigabytes);
}

void Preferences::setJournalGigabytes(int gigabytes) {
    m_settings.setValue(kJournalGigabytes, std::clamp(gigabytes, 0, kMaxJournalGigabytes));
}

QString Preferences::fileFolder() const {
    return m_settings.value(kFileFolder).toString();
}

void Preferences::setFileFolder(const QString& folder) {
    m_settings.setValue(kFileFolder, folder);
}

quint16 Preferences::serverPort() const {
    return static_cast<quint16>(std::clamp(m_settings.value(kPort, 8000).toInt(), 1, 65535));
}

void Preferences::setServerPort(quint16 port) {
    m_settings.setValue(kPort, int(port));
}

QColor Preferences::maskColour() const {
    const QColor kept(m_settings.value(kMaskColour).toString());
    return kept.isValid() ? kept : QColor(255, 40, 80);
}

void Preferences::setMaskColour(const QColor& colour) {
    m_settings.setValue(kMaskColour, colour.name());
    Q_EMIT canvasChanged();
}

int Preferences::maskOpacity() const {
    return std::clamp(m_settings.value(kMaskOpacity, 50).toInt(), kMinOpacity, kMaxOpacity);
}

void Preferences::setMaskOpacity(int percent) {
    m_settings.setValue(kMaskOpacity, std::clamp(percent, kMinOpacity, kMaxOpacity));
    Q_EMIT canvasChanged();
}

bool Preferences::wheelZooms() const {
    return m_settings.value(kWheelZooms, true).toBool();
}

void Preferences::setWheelZooms(bool zooms) {
    m_settings.setValue(kWheelZooms, zooms);
    Q_EMIT canvasChanged();
}

bool Preferences::fingerPaints() const {
    return m_settings.value(kFingerPaints, false).toBool();
}

void Preferences::setFingerPaints(bool paints) {
    m_settings.setValue(kFingerPaints, paints);
    Q_EMIT canvasChanged();
}

bool Preferences::isTourSeen() const {
    return m_settings.value(kTour, false).toBool();
}

void Preferences::setTourSeen() {
    m_settings.setValue(kTour, true);
}

} // namespace nb::desktop
