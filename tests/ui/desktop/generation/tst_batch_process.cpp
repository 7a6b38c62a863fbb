// What the batch program of the dialog is given, and how many reports are expected of it.

#include "tests/support/test_main.h"
#include "ui/desktop/generation/batch_process.h"
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;
using namespace nb::desktop;

class TestBatchProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void batchArguments() {
        const QTemporaryDir folder;
        BatchRequest request;
        request.input = folder.path();
        request.output = QStringLiteral("out");
        request.prompt = QStringLiteral("clear sky");
        request.jobs = 3;
        const QStringList arguments = BatchProcess::arguments(request);
        const auto text = [](const char* argument) { return QString::fromLatin1(argument); };
        const QStringList expected{text("batch"),    text("--input"),  folder.path(), text("--output"),
                                   text("out"),      text("--jobs"),   text("3"),     text("--json"),
                                   text("--prompt"), text("clear sky")};
        QCOMPARE(arguments, expected);
    }

    // What the program would refuse is not handed on, nor is a second way to the key.
    void batchEnvironment() {
        qputenv("WORKERS", "many");
        qputenv("LOG_LEVEL", "warning");
        qputenv("HOST", "x86_64-conda-linux-gnu");
        qputenv("NANOBANANA_KEY_FILE", "/nonexistent");
        config::ProviderSettings provider;
        provider.key = QStringLiteral("sk-1");
        provider.url = QUrl(QStringLiteral("https://a.example/"));
        const QProcessEnvironment environment = BatchProcess::environment(provider);
        for (const char* name : {"WORKERS", "LOG_LEVEL", "HOST", "NANOBANANA_KEY_FILE"})
            qunsetenv(name);
        QCOMPARE(environment.value(QStringLiteral("WORKERS")), QStringLiteral("0"));
        QCOMPARE(environment.value(QStringLiteral("LOG_LEVEL")), QStringLiteral("warning"));
        QCOMPARE(environment.value(QStringLiteral("HOST")),
                 QStringLiteral("x86_64-conda-linux-gnu")); // not read
        QCOMPARE(environment.value(QStringLiteral("NANOBANANA_KEY")), QStringLiteral("sk-1"));
        QVERIFY(!environment.contains(QStringLiteral("NANOBANANA_KEY_FILE")));
    }

    // A picture each, the folder and the text, which are skipped; not the mask of the photo.
    void expectsAReportForEachFileButMasks() {
        const QTemporaryDir folder;
        for (const char* name : {"photo.jpg", "photo-mask.png", "face-mask.png", "face-mask.jpg", "a.txt"}) {
            QFile file(folder.filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("more")));
        BatchRequest request;
        request.input = folder.path();
        QCOMPARE(BatchProcess::expected(request), 5);
        request.masks = folder.filePath(QStringLiteral("more"));
        QCOMPARE(BatchProcess::expected(request), 6);
        request.input = folder.filePath(QStringLiteral("a.txt")); // a list
        QCOMPARE(BatchProcess::expected(request), 0);
    }
};

NB_TEST_WIDGETS(TestBatchProcess)
#include "tst_batch_process.moc"
