#include "app/cli/arguments.h"

namespace nb::app {
namespace {

const QString kHelp = QStringLiteral("help");

Error usage(const QString& message) {
    return {ErrorCode::InvalidArgument, message};
}

} // namespace

Arguments::Arguments(QString synopsis, const QString& summary, QString epilogue)
    : m_parser(std::make_unique<QCommandLineParser>()), m_synopsis(std::move(synopsis)),
      m_epilogue(std::move(epilogue)) {
    m_parser->setApplicationDescription(summary);
    m_parser->addOption({{QStringLiteral("h"), kHelp}, QStringLiteral("Show this help.")});
}

void Arguments::addFlag(const QString& name, const QString& help) {
    m_names.append(name);
    m_parser->addOption({name, help});
}

void Arguments::addOption(const QString& name, const QString& valueName, const QString& help) {
    m_names.append(name);
    m_parser->addOption({name, help, valueName});
}

void Arguments::addPath(const QString& name, const QString& valueName, const QString& help) {
    m_paths.append(name);
    addOption(name, valueName, help);
}

void Arguments::addPositional(const QString& name, const QString& help) {
    m_positionalName = name;
    m_parser->addPositionalArgument(name, help);
}

Result<> Arguments::parse(const QStringList& arguments) {
    // QCommandLineParser takes the first argument for the program's name.
    if (!m_parser->parse(QStringList(QStringLiteral("nanobanana")) + arguments))
        return usage(storage::shown(m_parser->errorText()));
    const QStringList unnamed = m_parser->positionalArguments();
    const int taken = m_positionalName.isEmpty() ? 0 : 1;
    if (unnamed.size() > taken)
        return usage(QStringLiteral("Unexpected argument '%1'; options begin with --")
                         .arg(storage::shown(unnamed[taken])));
    if (taken > 0 && positional().isEmpty() && !helpRequested())
        return usage(QStringLiteral("%1 is required").arg(m_positionalName));
    return checkText();
}

// A text with bytes that are no text must not be sent, nor a path that goes through Qt be another one.
Result<> Arguments::checkText() const {
    const auto check = [](const QString& name, const QString& value) {
        return storage::isUtf8(value) ? Result<>()
                                      : usage(QStringLiteral("%1 must be UTF-8, which '%2' is not")
                                                  .arg(name, storage::shown(value)));
    };
    for (const QString& name : m_names)
        if (!m_paths.contains(name))
            if (Result<> checked = check(QStringLiteral("--") + name, value(name)); !checked)
                return checked;
    return check(m_positionalName, positional());
}

bool Arguments::helpRequested() const {
    return m_parser->isSet(kHelp);
}

QString Arguments::helpText() const {
    // The parser's own first line does not name our commands.
    QString text = m_parser->helpText();
    text.remove(0, text.indexOf(QLatin1Char('\n')) + 1);
    return QStringLiteral("Usage: nanobanana %1\n").arg(m_synopsis) + text + QLatin1Char('\n') + m_epilogue;
}

Result<QString> Arguments::required(const QString& name) const {
    if (!isSet(name) || value(name).isEmpty())
        return usage(QStringLiteral("--%1 is required").arg(name));
    return value(name);
}

Result<std::optional<qint64>> Arguments::integer(const QString& name) const {
    if (!isSet(name))
        return std::optional<qint64>();
    bool ok = false;
    const qint64 number = value(name).toLongLong(&ok);
    if (!ok)
        return usage(QStringLiteral("--%1 takes an integer, not '%2'").arg(name, value(name)));
    return std::optional<qint64>(number);
}

Result<std::optional<double>> Arguments::number(const QString& name) const {
    if (!isSet(name))
        return std::optional<double>();
    bool ok = false;
    const double number = value(name).toDouble(&ok);
    if (!ok)
        return usage(QStringLiteral("--%1 takes a number, not '%2'").arg(name, value(name)));
    return std::optional<double>(number);
}

} // namespace nb::app
