#include "ui/desktop/theme/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

// The macro must be used outside of any namespace.
static void initTranslations() {
    Q_INIT_RESOURCE(translations);
}

namespace nb::desktop {
namespace {

// The file for a locale, by its language and, for Chinese, its script: zh_TW is no simplified Chinese.
QString bestFor(const QLocale& locale) {
    if (locale.language() == QLocale::German)
        return QStringLiteral("de");
    if (locale.language() == QLocale::Chinese && locale.script() == QLocale::SimplifiedChineseScript)
        return QStringLiteral("zh_CN");
    return QStringLiteral("en");
}

QLocale localeOf(const QString& language) {
    if (language.isEmpty())
        return QLocale::system();
    // English as the system's country writes it: only the words are asked for.
    const QLocale system = QLocale::system();
    return language == QLatin1String("en") && system.language() == QLocale::English ? system
                                                                                    : QLocale(language);
}

void install(const QString& name, const QString& folder) {
    auto* translator = new QTranslator(QCoreApplication::instance());
    if (translator->load(name, folder))
        QCoreApplication::installTranslator(translator);
    else
        delete translator;
}

} // namespace

QStringList languages() {
    return {QStringLiteral("en"), QStringLiteral("de"), QStringLiteral("zh_CN")};
}

void applyLanguage(const QString& language) {
    initTranslations();
    const QLocale locale = localeOf(language);
    QLocale::setDefault(locale);
    const QString best = bestFor(locale);
    install(QStringLiteral("qtbase_") + best, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QStringLiteral("nanobanana_") + best, QStringLiteral(":/translations"));
}

} // namespace nb::desktop
