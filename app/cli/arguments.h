#pragma once
// The arguments of a command, on top of QCommandLineParser: typed values, required options, one way to report
// what is wrong. Bytes that are no UTF-8 get through in paths (storage::toText) and are an error everywhere
// else.

#include "core/base/result.h"
#include "core/storage/file_path.h"
#include <QCommandLineParser>
#include <memory>
#include <optional>

namespace nb::app {

class Arguments {
public:
    // `synopsis` is what follows the program's name, for example "edit --image FILE". `epilogue` is printed
    // after the options: examples, exit codes.
    Arguments(QString synopsis, const QString& summary, QString epilogue);

    void addFlag(const QString& name, const QString& help);
    void addOption(const QString& name, const QString& valueName, const QString& help);
    // An option whose value is the path of a file or a folder; its name may be any bytes.
    void addPath(const QString& name, const QString& valueName, const QString& help);
    // A required argument without a name, one at most; its value is positional().
    void addPositional(const QString& name, const QString& help);

    // `arguments` begin after the command, as storage::toText() has them. Error: InvalidArgument.
    Result<> parse(const QStringList& arguments);

    [[nodiscard]] bool helpRequested() const;
    [[nodiscard]] QString helpText() const;

    // Whether this command takes the option at all.
    [[nodiscard]] bool takes(const QString& name) const { return m_names.contains(name); }
    [[nodiscard]] bool isSet(const QString& name) const { return m_parser->isSet(name); }
    [[nodiscard]] QString value(const QString& name) const { return m_parser->value(name); }
    // Of an option that addPath() described; empty if it was not given.
    [[nodiscard]] storage::FilePath path(const QString& name) const { return storage::toPath(value(name)); }
    // Empty if it was not given, which parse() lets pass for --help only.
    [[nodiscard]] QString positional() const { return m_parser->positionalArguments().value(0); }

    // Errors: InvalidArgument with a message that names the option.
    Result<QString> required(const QString& name) const;
    Result<std::optional<qint64>> integer(const QString& name) const;
    Result<std::optional<double>> number(const QString& name) const;

private:
    [[nodiscard]] Result<> checkText() const;

    std::unique_ptr<QCommandLineParser> m_parser; // which cannot be moved, so that this can
    QStringList m_names;
    QStringList m_paths;      // those of the names whose values are paths
    QString m_positionalName; // empty = none is taken
    QString m_synopsis;
    QString m_epilogue;
};

} // namespace nb::app
