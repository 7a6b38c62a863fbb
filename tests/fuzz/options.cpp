// The values of options, from the environment and from files. Byte 0 chooses the option; the rest is text.

#include "core/config/env_file.h"
#include "core/config/loader.h"
#include "core/config/values.h"
#include "tests/fuzz/fuzz_target.h"

namespace nb::fuzz {
namespace {

// In front of a secret, so that a message that repeats it is found out.
const QString kMark = QStringLiteral("zQ7xK9wV");

bool isSecret(const config::Option& option) {
    return option.secrecy == config::Secrecy::Secret;
}

void checkValue(const config::Option& option, const QString& text) {
    const QString shownText = config::shownText(option, text);
    require(!shownText.contains(QLatin1Char('\n')) && shownText.size() <= 100,
            "a bad value is shown in one short line");
    const Result<QVariant> value = config::parseValue(option, text);
    if (!value) {
        require(value.error().message.startsWith(QStringLiteral("must be ")), "a fault says what is allowed");
        require(value.error().message == QStringLiteral("must be ") + config::rule(option),
                "and nothing of the value");
    } else {
        const QString shown = config::shownValue(option, *value);
        require(!(isSecret(option) && shown.contains(kMark)), "a secret is never shown");
        const bool isUnset = value->toString().isEmpty(); // where the default is empty too
        if (option.type == config::Type::Integer && !isUnset)
            require(value->toLongLong() >= option.min && value->toLongLong() <= option.max,
                    "a number is in its range");
        if (option.type == config::Type::Choice && !isUnset)
            require(option.choices.contains(value->toString()), "a choice is one of those");
    }
    require(!(isSecret(option) && shownText.contains(kMark)), "a secret is never shown");
}

void checkLoading(const config::Sources& sources, const config::Option& option) {
    const Result<config::Loaded> loaded = config::load(sources);
    const auto isClean = [&](const QString& text) { return !isSecret(option) || !text.contains(kMark); };
    if (loaded)
        for (const QString& warning : loaded->warnings)
            require(isClean(warning), "no warning shows a secret");
    else
        require(isClean(loaded.error().message) && !loaded.error().message.isEmpty(),
                "no error shows a secret");
    const config::Usable usable = config::usable(sources);
    for (const QString& fault : usable.faults)
        require(isClean(fault), "no fault shows a secret");
    require(config::load(usable.sources).has_value(), "what is usable can be loaded");
}

void options(QByteArrayView input) {
    Parts parts(input);
    const auto& all = config::options();
    const config::Option& option = all[parts.byte() % all.size()];
    const QByteArrayView rest = parts.rest();
    QString text = QString::fromUtf8(rest);
    if (isSecret(option) && !text.trimmed().isEmpty())
        text.prepend(kMark);
    checkValue(option, text);

    config::Sources sources;
    sources.environment.insert(option.name, text);
    if (config::parseValue(option, text))
        checkLoading(sources, option);
    const config::EnvFile file = config::parseEnvFile(text);
    for (const config::EnvFault& fault : file.faults)
        require(fault.text.startsWith(QStringLiteral("line ")), "a fault names its line");
    if (file.lines.isEmpty() && file.faults.isEmpty())
        return; // loading takes a hundred times as long as the rest
    sources.environment.clear();
    sources.configFile = memoryFile(isSecret(option) ? QByteArray(option.name.toUtf8() + '=' + text.toUtf8())
                                                     : rest.toByteArray());
    checkLoading(sources, option);
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(options, nb::fuzz::options)
