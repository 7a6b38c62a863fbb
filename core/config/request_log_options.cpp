#include "core/config/request_log_options.h"

namespace nb::config {

using namespace Qt::StringLiterals;

QList<Option> requestLogOptions() {
    QList<Option> list{
        {.name = u"REQUEST_LOG_URL"_s,
         .type = Type::DatabaseUrl,
         .fileVariant = FileVariant::Supported,
         .help = u"The database in which each request to `/api/edit` leaves a row in the table `requests`: "
                 "sizes, times, engine and status, never a prompt, a picture or an address. SQLite for one "
                 "server, PostgreSQL for several. While the database is away edits go on without it. Empty "
                 "keeps no request log."_s,
         .apply = [](Settings& s, const QVariant& v) { s.requestLog.url = v.toString(); }},
        {.name = u"REQUEST_LOG_CLIENT_KEY"_s,
         .type = Type::Key,
         .secrecy = Secrecy::Secret,
         .fileVariant = FileVariant::Supported,
         .help =
             u"The key of the column `client_hash`, of 16 characters at least (`openssl rand -hex 32`). The "
             "same key makes the hashes of several servers, and of today and yesterday, comparable; whoever "
             "has it can find the address behind a hash. Empty takes a new random one at each start."_s,
         .apply = [](Settings& s, const QVariant& v) { s.requestLog.clientKey = v.toString(); }},
        {.name = u"REQUEST_LOG_RETENTION_DAYS"_s,
         .type = Type::Integer,
         .unit = u"days"_s,
         .defaultText = u"30"_s,
         .max = 3650,
         .help = u"After this time rows of the request log are deleted. 0 keeps them all."_s,
         .apply = [](Settings& s,
                     const QVariant& v) { s.requestLog.retention = std::chrono::days(v.toLongLong()); }},
    };
    for (Option& option : list)
        option.section = Section::RequestLog;
    return list;
}

} // namespace nb::config
