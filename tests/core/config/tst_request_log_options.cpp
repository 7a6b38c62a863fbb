#include "core/config/loader.h"
#include "core/config/request_log_options.h"
#include "core/config/values.h"
#include "tests/support/test_main.h"

using namespace nb;
using namespace nb::config;

namespace {

Result<Loaded> loaded(const QMap<QString, QString>& environment) {
    return load({.environment = environment});
}

} // namespace

class TestRequestLogOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaults() {
        for (const Option& option : requestLogOptions())
            QCOMPARE(option.programs, Programs(Program::Serve));
        const auto none = loaded({});
        QVERIFY(none.has_value());
        QVERIFY(none->settings.requestLog.url.isEmpty() && none->settings.requestLog.clientKey.isEmpty());
        QCOMPARE(none->settings.requestLog.retention.count(), 30);
        QVERIFY(none->settings.requestLog.secrets().join(QString()).isEmpty());
    }

    void areTakenOver() {
        const auto all =
            loaded({{QStringLiteral("REQUEST_LOG_URL"),
                     QStringLiteral("postgresql://editor:hidden-word@db.example/log?sslmode=require")},
                    {QStringLiteral("REQUEST_LOG_CLIENT_KEY"), QStringLiteral("another-hidden-word")},
                    {QStringLiteral("REQUEST_LOG_RETENTION_DAYS"), QStringLiteral("0")}});
        QVERIFY(all.has_value());
        const RequestLogSettings& settings = all->settings.requestLog;
        QCOMPARE(settings.url,
                 QStringLiteral("postgresql://editor:hidden-word@db.example/log?sslmode=require"));
        QCOMPARE(settings.retention.count(), 0);
        QVERIFY(settings.secrets().contains(QStringLiteral("hidden-word")));
        QVERIFY(settings.secrets().contains(QStringLiteral("another-hidden-word")));
        for (const Value& value : all->values)
            if (value.option->section == Section::RequestLog)
                QVERIFY2(!shownValue(*value.option, value.value).contains(QStringLiteral("hidden-word")),
                         qPrintable(value.option->name));
    }

    // Wherever the password was put.
    void anErrorNamesTheVariableAndNoPassword() {
        for (const char* bad :
             {"postgresql://:hidden-word", "postgresql://u:hidden-word@", "postgresql:/u:hidden-word@host/db",
              "postgresql://u:hidden-word/x@host/db", "postgresql://hidden-word",
              "mysql://u:hidden-word@host/db", "postgresql://host/db?password=hidden-word",
              "postgresql://host/db#hidden-word", "host=db password=hidden-word",
              "postgresql://u:hid?den-word@host/db", "hidden-word",
              "postgresql://u:hid den-word@host:port/db", "sqlite:///hidden-word"}) {
            const auto refused = loaded({{QStringLiteral("REQUEST_LOG_URL"), QString::fromLatin1(bad)}});
            QVERIFY2(!refused, bad);
            QVERIFY2(refused.error().message.startsWith(QStringLiteral("REQUEST_LOG_URL=")), bad);
            QVERIFY2(!refused.error().message.contains(QStringLiteral("den-word")),
                     qPrintable(refused.error().message));
        }
    }
};

NB_TEST_APPLESS(TestRequestLogOptions)
#include "tst_request_log_options.moc"
