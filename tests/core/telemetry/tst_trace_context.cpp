#include "core/telemetry/trace_context.h"

#include "tests/support/test_main.h"
#include <QSet>
#include <QTest>

using namespace nb::telemetry;

// The rules and examples of W3C Trace Context, level 1, section 3.
class TestTraceContext : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aValidHeader() {
        const auto parent = parseTraceParent({"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
                                             {"congo=t61rcWkgMzE", "rojo=00f067aa0ba902b7"});
        QVERIFY(parent.has_value());
        QCOMPARE(parent->traceId.toHex(), QByteArray("4bf92f3577b34da6a3ce929d0e0e4736"));
        QCOMPARE(parent->spanId.toHex(), QByteArray("00f067aa0ba902b7"));
        QVERIFY(parent->sampled);
        QCOMPARE(parent->state, QByteArray("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7"));
    }

    void onlyTheLowestFlagSaysSampled_data() {
        QTest::addColumn<QByteArray>("flags");
        QTest::addColumn<bool>("sampled");
        QTest::newRow("none") << QByteArray("00") << false;
        QTest::newRow("sampled") << QByteArray("01") << true;
        QTest::newRow("random only") << QByteArray("02") << false;
        QTest::newRow("all") << QByteArray("ff") << true;
    }
    void onlyTheLowestFlagSaysSampled() {
        QFETCH(QByteArray, flags);
        QFETCH(bool, sampled);
        const auto parent =
            parseTraceParent({"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-" + flags}, {});
        QVERIFY(parent.has_value());
        QCOMPARE(parent->sampled, sampled);
    }

    void aLaterVersionMayHaveMore() {
        const QByteArray fields = "-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        QVERIFY(parseTraceParent({"cc" + fields}, {}).has_value());
        QVERIFY(parseTraceParent({"cc" + fields + "-what-comes-later"}, {}).has_value());
        QVERIFY(!parseTraceParent({"cc" + fields + ".what"}, {}).has_value());
        QVERIFY(!parseTraceParent({"00" + fields + "-more"}, {}).has_value());
    }

    void invalidOnesBeginANewTrace_data() {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const char* text) { QTest::newRow(name) << QByteArray(text); };
        row("empty", "");
        row("version ff", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        row("version is no number", "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        row("trace id zero", "00-00000000000000000000000000000000-00f067aa0ba902b7-01");
        row("span id zero", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01");
        row("upper case", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01");
        row("not hexadecimal", "00-4bf92f3577b34da6a3ce929d0e0e473x-00f067aa0ba902b7-01");
        row("flags not hexadecimal", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x");
        row("too short", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1");
        row("dashes elsewhere", "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01");
        row("no dash before flags", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7x01");
    }
    void invalidOnesBeginANewTrace() {
        QFETCH(QByteArray, text);
        QVERIFY(!parseTraceParent({text}, {"a=b"}).has_value());
    }

    void severalHeadersAreInvalid() {
        const QByteArray one = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        QVERIFY(!parseTraceParent({}, {}).has_value());
        QVERIFY(!parseTraceParent({one, one}, {}).has_value());
    }

    void aStateThatMayNotBePassedOnIsLeftOut() {
        const QByteArray one = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        QCOMPARE(parseTraceParent({one}, {"a=" + QByteArray(510, 'x')})->state.size(), 512);
        QVERIFY(parseTraceParent({one}, {"a=" + QByteArray(511, 'x')})->state.isEmpty());
        QVERIFY(parseTraceParent({one}, {"a=\xc3\xa4"})->state.isEmpty());
    }

    void writesWhatItReads() {
        const QByteArray text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        const auto parent = parseTraceParent({text}, {});
        QCOMPARE(traceParentText(parent->traceId, parent->spanId, true), text);
    }

    void newIdsDifferAndAreNotZero() {
        QSet<QByteArray> seen;
        for (int i = 0; i < 200; ++i) {
            QCOMPARE(newTraceId().size(), kTraceIdBytes);
            QCOMPARE(newSpanId().size(), kSpanIdBytes);
            seen << newTraceId() << newSpanId();
            QVERIFY(!idOfHex(newTraceId().toHex(), kTraceIdBytes).isEmpty());
        }
        QCOMPARE(seen.size(), 400);
    }
};

NB_TEST_APPLESS(TestTraceContext)
#include "tst_trace_context.moc"
