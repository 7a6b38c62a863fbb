#include "core/config/describe.h"

#include "core/config/values.h"

namespace nb::config {
namespace {

const char* const kIntroduction =
    "# Configuration\n"
    "\n"
    "Made from the option table by `nanobanana config --markdown > "
    "docs/configuration.md`; a test fails when it is\n"
    "stale. A value comes from, later ones winning: the default, `.env` in the "
    "working directory, the file of\n"
    "`--config FILE`, the environment, a flag. A bad value is an error at "
    "start that names all bad ones at once.\n"
    "`nanobanana config` prints what is in force for `serve`.\n"
    "\n"
    "Each program reads only the options that the column \"read by\" names it for; for the others it has the "
    "default,\n"
    "whatever is set: `HOST`, `PORT` or `DEBUG` in the environment are often another program's. The studio "
    "has a window\n"
    "to say what is wrong: it goes on with the default of an option that it cannot use. `.env` may be "
    "another program's\n"
    "file: only `serve` takes a line in it for a fault that sets none of the options it reads.\n"
    "\n"
    "Both files have one `NAME=value` to a line. `#` begins a comment, `export ` "
    "may stand before a name. Single\n"
    "quotes keep everything as it is; double quotes understand `\\n`, `\\\"`, "
    "`\\\\` and `\\$`. Variables are not\n"
    "expanded. A name that is no option is a warning. The `_FILE` variants are for "
    "mounted secrets: the line end\n"
    "behind the secret does not count, and setting both in one place is an error.\n";

QString code(const QString& text) {
    return text.isEmpty() ? QStringLiteral("empty") : QStringLiteral("`%1`").arg(text);
}

QString row(const Option& option) {
    QString name = code(option.name);
    if (!option.flag.isEmpty())
        name += QStringLiteral(", `--%1`").arg(option.flag);
    if (option.fileVariant == FileVariant::Supported)
        name += QStringLiteral(", or `%1`: the path of a file with it").arg(option.fileName());
    QString help = option.help;
    if (option.support == Support::Planned)
        help += QStringLiteral(" **Not in this version: setting it logs a warning.**");
    const QString unit = option.unit.isEmpty() ? QString() : QLatin1Char(' ') + option.unit;
    return QStringLiteral("| %1 | %2%3 | %4 | %5 | %6 |\n")
        .arg(name, code(option.defaultText), option.defaultText.isEmpty() ? QString() : unit, rule(option),
             programNames(option.programs), help);
}

} // namespace

QString configurationMarkdown() {
    QString text = QString::fromUtf8(kIntroduction);
    for (const Section section : {Section::Provider, Section::Server, Section::RateLimit, Section::Images,
                                  Section::Cache, Section::Logs, Section::RequestLog, Section::Tracing}) {
        text += QStringLiteral("\n## %1\n\n| name | default | must be | read by | |\n|---|---|---|---|---|\n")
                    .arg(sectionTitle(section));
        for (const Option& option : options())
            if (option.section == section)
                text += row(option);
    }
    return text;
}

QString effectiveText(const Loaded& loaded) {
    QString text;
    for (const Value& value : loaded.values)
        text += QStringLiteral("%1=%2  # %3\n")
                    .arg(value.option->name, shownValue(*value.option, value.value), value.origin);
    return text;
}

QJsonObject effectiveJson(const Loaded& loaded) {
    QJsonObject object;
    for (const Value& value : loaded.values)
        object.insert(value.option->name,
                      QJsonObject{{QStringLiteral("value"), shownValue(*value.option, value.value)},
                                  {QStringLiteral("source"), value.origin}});
    return object;
}

} // namespace nb::config
