#include "core/config/settings.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;

class TestSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void demoModeIsTheAbsenceOfAKey() {
        config::Settings settings;
        QVERIFY(settings.demoMode());
        settings.provider.key = QStringLiteral("demo_key_placeholder");
        QVERIFY(settings.demoMode());
        settings.provider.key = QStringLiteral("sk-1");
        QVERIFY(!settings.demoMode());
    }
};

NB_TEST(TestSettings)
#include "tst_settings.moc"
