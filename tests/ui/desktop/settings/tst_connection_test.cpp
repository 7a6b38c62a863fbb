// What the connection test says, and that it asks the provider which the settings describe.

#include "tests/support/fake_openai.h"
#include "tests/support/test_main.h"
#include "ui/desktop/settings/connection_test.h"
#include <QTest>

using namespace nb;
using namespace nb::desktop;
using providers::CheckResult;

namespace {

config::ProviderSettings settings(const QUrl& url, const QByteArray& key) {
    config::ProviderSettings result;
    result.provider = QStringLiteral("openai");
    result.url = url;
    result.key = QString::fromLatin1(key);
    return result;
}

} // namespace

class TestConnectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sentences_data() {
        using enum CheckResult::Verdict;
        QTest::addColumn<CheckResult>("result");
        QTest::addColumn<QString>("text");
        const QString host = QStringLiteral("api.example");
        const auto row = [](const char* name, const CheckResult& result, const char* text) {
            QTest::newRow(name) << result << QString::fromLatin1(text);
        };
        row("local", {}, "There is nothing to test: edits are done on this computer, offline");
        row("works", {Works, host, {}, 200}, "api.example is there and takes the key");
        row("key", {KeyRefused, host, {}, 401}, "api.example is there, but refuses the key");
        row("reached", {Reached, host, {}, 405},
            "api.example is there (it answered with 405). Whether it takes the key will be known at the "
            "first "
            "edit");
        row("silent", {Unreachable, host, {}, 0}, "Cannot reach api.example: it does not answer");
        row("refused", {Unreachable, host, QStringLiteral("connection refused"), 0},
            "Cannot reach api.example: connection refused");
    }
    void sentences() {
        QFETCH(CheckResult, result);
        QTEST(ConnectionTest::sentence(result), "text");
    }

    void theProviderOfTheSettingsIsAsked() {
        test::FakeOpenai fake;
        ConnectionTest test;
        std::optional<CheckResult> result;
        QVERIFY(test.start(settings(fake.server().url(), fake.key()), [&](const auto& r) { result = r; })
                    .has_value());
        QVERIFY(!result);
        QTRY_VERIFY(result);
        QCOMPARE(result->verdict, CheckResult::Verdict::Works);
    }

    void settingsThatNameNoProviderAreAnError() {
        ConnectionTest test;
        const auto started = test.start(settings(QUrl(QStringLiteral("ftp://api.example")), "key"), {});
        QCOMPARE(started.error().field, QStringLiteral("NANOBANANA_URL"));
    }

    void aNewTestReplacesTheOneUnderWay() {
        test::FakeServer silent;
        silent.setHandler([](const test::Received&) { return test::Reply{.fault = test::Fault::Silent}; });
        test::FakeOpenai fake;
        ConnectionTest test;
        bool first = false, second = false;
        QVERIFY(test.start(settings(silent.url(), "key"), [&](const auto&) { first = true; }).has_value());
        QTRY_COMPARE(silent.received().size(), 1);
        QVERIFY(test.start(settings(fake.server().url(), fake.key()), [&](const auto&) { second = true; })
                    .has_value());
        QTRY_VERIFY(second);
        QVERIFY(!first);
        QTRY_COMPARE(silent.abandoned(), 1);
    }
};

NB_TEST(TestConnectionTest)
#include "tst_connection_test.moc"
