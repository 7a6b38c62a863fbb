#include "core/config/describe.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTest>

using namespace nb;
using namespace nb::config;

class TestDescribe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCommittedReferenceIsUpToDate() {
        QFile file(QStringLiteral(NB_SOURCE_DIR "/docs/configuration.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(QString::fromUtf8(file.readAll()) == configurationMarkdown(),
                 "run: build/bin/nanobanana config --markdown > docs/configuration.md");
    }

    void everyOptionHasARowAndALine() {
        const QString reference = configurationMarkdown();
        const QString effective = effectiveText(*load({}));
        for (const Option& option : options()) {
            QVERIFY2(reference.contains(QStringLiteral("| `%1`").arg(option.name)), qPrintable(option.name));
            QVERIFY2(effective.contains(option.name + QLatin1Char('=')), qPrintable(option.name));
        }
    }
};

NB_TEST(TestDescribe)
#include "tst_describe.moc"
