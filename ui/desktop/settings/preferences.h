#pragma once
// The user's preferences, stored in QSettings. Options of core/config are stored as text, so that the option
// table checks them; an environment variable overrides a preference. The key is not here but in KeyStore.

#include "core/config/loader.h"
#include "ui/desktop/theme/theme.h"
#include <QColor>
#include <QObject>
#include <QSettings>

namespace nb::desktop {

class Preferences : public QObject {
    Q_OBJECT

public:
    // settings: outlives it. base: the configuration without preferences.
    Preferences(QSettings& settings, config::Sources base, QObject* parent = nullptr);

    [[nodiscard]] QSettings& settings() { return m_settings; }

    // Sets the model of every provider; from the environment or a file only, see model().
    inline static const QString kModelOption = QStringLiteral("NANOBANANA_MODEL");

    // ---- options of core/config that the preferences know: NANOBANANA_PROVIDER, NANOBANANA_URL,
    // NANOBANANA_LOCAL_METHOD, REQUEST_TIMEOUT, WORKERS
    [[nodiscard]] static QStringList optionNames();
    [[nodiscard]] QString option(const QString& name) const; // the effective value
    // Stores it; an empty text or the default removes it.
    void setOption(const QString& name, const QString& text);
    // Set by the environment or a file: a preference would have no effect.
    [[nodiscard]] bool isFixed(const QString& name) const;

    // The model of a provider (Provider::name()), in place of NANOBANANA_MODEL, which is one for all;
    // empty = its own default.
    [[nodiscard]] QString model(const QString& provider) const;
    void setModel(const QString& provider, const QString& model);

    // The whole configuration with these preferences and that key, unless the environment has one. `instead`:
    // options to try without storing them. Error: InvalidArgument, all faults at once.
    [[nodiscard]] Result<config::Loaded> configuration(const QString& key,
                                                       const QMap<QString, QString>& instead = {}) const;

    // ---- the rest; each setter stores the value and signals a change
    [[nodiscard]] int attempts() const; // at the provider, for one edit: 1 to 10, default 3
    void setAttempts(int attempts);
    [[nodiscard]] Theme theme() const;
    void setTheme(Theme theme);
    [[nodiscard]] QString language() const; // "de", "zh_CN", "en"; empty = the system's; read at the start
    void setLanguage(const QString& language);
    [[nodiscard]] int largestMegapixels() const; // limit for opening: 10 to 1000, default 400
    void setLargestMegapixels(int megapixels);
    // Limits of the journal of edits, enforced once at every start. 0 = no limit.
    [[nodiscard]] int journalDays() const; // 0 to 3650, default 30
    void setJournalDays(int days);
    [[nodiscard]] int journalGigabytes() const; // of 10^9 bytes: 0 to 1000, default 2
    void setJournalGigabytes(int gigabytes);
    [[nodiscard]] QString fileFolder() const; // where the dialogs for files begin: that of the last one
    void setFileFolder(const QString& folder);
    [[nodiscard]] quint16 serverPort() const; // of "Serve on this computer": default 8000
    void setServerPort(quint16 port);
    [[nodiscard]] QColor maskColour() const;
    void setMaskColour(const QColor& colour);
    [[nodiscard]] int maskOpacity() const; // percent: 10 to 90, default 50
    void setMaskOpacity(int percent);
    [[nodiscard]] bool wheelZooms() const; // without modifiers; default true; false = it scrolls
    void setWheelZooms(bool zooms);
    // Whether one finger on a touch screen paints; default false: it moves the picture.
    [[nodiscard]] bool fingerPaints() const;
    void setFingerPaints(bool paints);
    [[nodiscard]] bool isTourSeen() const;
    void setTourSeen();

Q_SIGNALS:
    void engineChanged(); // the provider has to be made again
    void themeChanged();
    void canvasChanged(); // mask colour and opacity, wheel, finger

private:
    QSettings& m_settings;
    config::Sources m_base;
};

} // namespace nb::desktop
