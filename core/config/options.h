#pragma once
// The table of everything that can be configured: the only place that defines the name, default, range and
// explanation of a setting. The loader, the error texts, `nanobanana config` and docs/configuration.md are
// derived from it. The values themselves are in core/config/settings.h.

#include "core/config/settings.h"
#include <QFlags>
#include <QList>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace nb::config {

enum class Section { Provider, Server, RateLimit, Images, Cache, Logs, RequestLog, Tracing };

// How the text of a value is parsed; core/config/values.h has the rules. In brackets the resulting type.
enum class Type {
    Text,        // [QString] no control characters
    Word,        // [QString] letters, digits, ".", "_" and "-"; lower case
    Boolean,     // [bool]
    Integer,     // [qlonglong] within min and max
    Fraction,    // [double] 0 to 1
    Choice,      // [QString] one of choices, in the table's spelling whatever the case of the input
    Url,         // [QUrl] http or https, with a host
    RedisUrl,    // [QUrl]
    DatabaseUrl, // [QString] core/config/database_address.h
    Address,     // [QString] an IP address; "localhost" becomes 127.0.0.1
    Origins,     // [QStringList] as browsers send them, or just "*"
    Subnets,     // [QStringList] CIDR
    Key,         // [QString] printable ASCII without blanks
    Tokens,      // [QStringList] of such
    Pairs,       // [QString] name=value, comma separated
};

enum class Secrecy { Public, Secret }; // a secret's value is never shown anywhere
// Whether NAME_FILE, the path of a file that contains the value, is read too (mounted secrets).
enum class FileVariant { None, Supported };
// Planned: the value is checked, and a warning says that this version does not use it.
enum class Support { Served, Planned };

// Who reads options. What a program does not read does not exist for it, whatever its value: HOST, PORT and
// DEBUG are names that others set as well.
enum class Program {
    Serve = 1,  // `serve`, and `config`, which shows what `serve` would do: everything
    Edit = 2,   // `edit`, `batch` and `replay`
    Studio = 4, // with its embedded server, which has an address and a token of its own
    Health = 8, // `health`
};
Q_DECLARE_FLAGS(Programs, Program)
Q_DECLARE_OPERATORS_FOR_FLAGS(Programs)

struct Option {
    QString name;      // environment variable and name in files
    QString flag = {}; // without the dashes; empty = none
    Programs programs = Program::Serve;
    Section section = Section::Server;
    Type type = Type::Text;
    QString unit = {};        // "seconds", …; empty = none
    QString defaultText = {}; // an empty value is allowed only if it is the default, or for a list
    qint64 min = 0;           // of an Integer
    qint64 max = 0;
    QStringList choices = {};
    Secrecy secrecy = Secrecy::Public;
    FileVariant fileVariant = FileVariant::None;
    Support support = Support::Served;
    QString help = {};                                   // full sentences, Markdown
    void (*apply)(Settings&, const QVariant&) = nullptr; // sets the member; null if Planned

    [[nodiscard]] QString fileName() const { return name + QStringLiteral("_FILE"); }
};

// All options in the order of the documentation. Built once; lives as long as the process.
[[nodiscard]] const QList<Option>& options();

// Null if there is none of that name.
[[nodiscard]] const Option* findOption(const QString& name);

[[nodiscard]] QString sectionTitle(Section section);

// The names of programs, as people call them: "serve, studio".
[[nodiscard]] QString programNames(Programs programs);

} // namespace nb::config
