#include "core/server/http/descriptors.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <sys/resource.h>

using namespace nb::server;

class TestDescriptors : public QObject {
    Q_OBJECT

    rlimit m_before{};

private Q_SLOTS:
    void init() { QCOMPARE(::getrlimit(RLIMIT_NOFILE, &m_before), 0); }
    void cleanup() { ::setrlimit(RLIMIT_NOFILE, &m_before); }

    void theSoftLimitIsRaised() {
        rlimit low = m_before;
        low.rlim_cur = 100;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
        QCOMPARE(descriptorLimit(), 100);
        raiseDescriptorLimit();
        QCOMPARE(descriptorLimit(),
                 static_cast<int>(qMin<rlim_t>(m_before.rlim_max, static_cast<rlim_t>(kMaxDescriptors))));
    }

    void aHigherOneStays() {
        if (m_before.rlim_max <= static_cast<rlim_t>(kMaxDescriptors) + 1)
            QSKIP("the hard limit is too low here");
        rlimit high = m_before;
        high.rlim_cur = static_cast<rlim_t>(kMaxDescriptors) + 1;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &high), 0);
        raiseDescriptorLimit();
        rlimit after{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &after), 0);
        QCOMPARE(after.rlim_cur, high.rlim_cur);
        QCOMPARE(descriptorLimit(), kMaxDescriptors);
    }

    void theCapLeavesRoom_data() {
        QTest::addColumn<int>("limit");
        QTest::addColumn<int>("cap");
        QTest::newRow("plenty") << 65'536 << 1024;
        QTest::newRow("just enough") << 1024 + 128 << 1024;
        QTest::newRow("usual") << 1024 << 896;
        QTest::newRow("low") << 64 << 32;
        QTest::newRow("hardly any") << 1 << 1;
    }
    void theCapLeavesRoom() {
        QFETCH(int, limit);
        QTEST(connectionCap(1024, limit), "cap");
    }
};

NB_TEST(TestDescriptors)
#include "tst_descriptors.moc"
