#pragma once
// The studio's language: our texts from resources/translations, and Qt's own where they are installed. It is
// chosen once, before the first text is shown.

#include <QStringList>

namespace nb::desktop {

// "en", "de", "zh_CN": what there are translations for.
[[nodiscard]] QStringList languages();

// language: one of languages(); empty = the first of the system's languages that there is. Call it after the
// application has been made. An unknown one is English.
void applyLanguage(const QString& language);

} // namespace nb::desktop
