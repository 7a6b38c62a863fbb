#pragma once
// Many pictures at once, by the program that does it on the command line: `nanobanana batch` as a process of
// its own, so that a batch of hours neither blocks the studio nor ends with it by accident of memory. The key
// goes along in the environment, where other users do not see it, never as an argument.

#include "core/config/settings.h"
#include <QObject>
#include <QProcess>

namespace nb::desktop {

struct BatchRequest {
    QString input;          // a folder of pictures, or a CSV file of image, mask, prompt
    QString masks;          // a folder; empty = photo-mask.png beside photo.jpg. Of a folder only
    QString output;         // a folder
    QString prompt;         // may be empty for a CSV file that has one in each row
    int jobs = 2;           // 1 to 64
    bool overwrite = false; // also edit pictures that have an output already
};

struct BatchItem {
    QString image;
    QString output;  // empty if it failed
    QString error;   // empty if it did not
    QString skipped; // why nothing was to be done; empty = something was
};

class BatchProcess : public QObject {
    Q_OBJECT

public:
    explicit BatchProcess(QObject* parent = nullptr);
    ~BatchProcess() override; // ends the process

    // The program beside this one, or on the PATH; empty = there is none.
    [[nodiscard]] static QString program();
    [[nodiscard]] static QStringList arguments(const BatchRequest& request);
    // This process's, with that provider, and without what the studio could not use and has said so: the
    // program would refuse to start.
    [[nodiscard]] static QProcessEnvironment environment(const config::ProviderSettings& provider);
    // About how many files will be reported, skipped ones included; 0 = not known beforehand.
    [[nodiscard]] static int expected(const BatchRequest& request);

    void start(const BatchRequest& request, const config::ProviderSettings& provider);
    void cancel(); // stops running edits; outputs are whole or not there
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

Q_SIGNALS:
    void itemDone(const nb::desktop::BatchItem& item);
    void finished(const QString& summary); // translated; also says why it stopped early

private:
    void readOutput();
    void handleFinished(int code, QProcess::ExitStatus status);

    QProcess m_process;
    QString m_summary;
    bool m_cancelled = false;
};

} // namespace nb::desktop
