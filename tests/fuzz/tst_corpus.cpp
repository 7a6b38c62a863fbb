#include "tests/fuzz/fuzz_target.h"
#include "tests/support/test_main.h"
#include <QDir>
#include <QFile>
#include <QTest>
#include <map>
#include <string>

namespace {

std::map<std::string, nb::fuzz::Target>& targets() {
    static std::map<std::string, nb::fuzz::Target> all;
    return all;
}

} // namespace

nb::fuzz::TargetRegistration::TargetRegistration(const char* name, Target run) {
    targets().emplace(name, run);
}

// Each committed file through its target, in the ordinary build and under every sanitizer. A target that
// finds something ends the process: Qt Test then names the file.
class TestCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTargetHasACorpus() {
        // A build without the studio has not all targets.
        for (const auto& [name, run] : targets())
            QVERIFY2(!QDir(QStringLiteral(NB_CORPUS "/%1").arg(QString::fromStdString(name))).isEmpty(),
                     name.c_str());
    }

    void holds_data() {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("path");
        for (const auto& [name, run] : targets()) {
            const QString target = QString::fromStdString(name);
            QTest::addRow("%s: nothing", name.c_str()) << target << QString();
            const QDir folder(QStringLiteral(NB_CORPUS "/") + target);
            const QStringList files = folder.entryList(QDir::Files);
            QVERIFY2(!files.isEmpty(), name.c_str());
            for (const QString& file : files)
                QTest::addRow("%s/%s", name.c_str(), qPrintable(file)) << target << folder.filePath(file);
        }
    }
    void holds() {
        QFETCH(QString, target);
        QFETCH(QString, path);
        QByteArray input;
        if (!path.isEmpty()) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            input = file.readAll();
        }
        targets().at(target.toStdString())(input);
    }
};

NB_TEST(TestCorpus)
#include "tst_corpus.moc"
