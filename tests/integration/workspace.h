#pragma once
// A folder with a picture and a mask in it, and the real executable run there as a process, with no variable
// of the machine's in its environment: a key in one would spend money.

#include "core/image/decode.h"
#include "tests/support/hang_limit.h"
#include <QJsonObject>
#include <QMap>
#include <QRect>
#include <QStringList>
#include <QTemporaryDir>

class QProcess;

namespace nb::test {

struct Ended {
    int exitCode = -1; // -1: crashed
    QString out;
    QString err;

    [[nodiscard]] QJsonObject json() const;             // of the whole output
    [[nodiscard]] QList<QJsonObject> jsonLines() const; // one an output line
};

using Variables = QMap<QString, QString>;

class Workspace {
public:
    // photo.png, 64x48, textured with a spot in kSelection, and mask.png, which selects kSelection.
    Workspace();

    static constexpr QSize kSize{64, 48};
    static constexpr QRect kSelection{20, 12, 16, 10};

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    QString write(const QString& name, const QByteArray& bytes) const;
    [[nodiscard]] image::Decoded read(const QString& name) const;

    // Ends the test program if it hangs. The event loop of the test runs meanwhile.
    [[nodiscard]] Ended run(const QStringList& words, const Variables& environment = {}) const;
    void start(QProcess& process, const QStringList& words, const Variables& environment = {}) const;

    // edit --image … --mask mask.png --prompt … --output …
    [[nodiscard]] QStringList editWords(const QString& image, const QString& output) const;

private:
    QTemporaryDir m_folder;
};

// The process's environment: PATH, the sanitizers' settings and what is given.
void setEnvironment(QProcess& process, const Variables& variables);

// Textured, of any type that Picture allows.
[[nodiscard]] cv::Mat texturedPixels(QSize size, int type);
// The same with a dark spot in the middle of `selection`: something that filling it from around cannot bring
// back.
[[nodiscard]] cv::Mat spottedPixels(QSize size, int type, const QRect& selection);
[[nodiscard]] QByteArray maskPng(QSize size, const QRect& selection);

// The rectangle that holds all differing pixels; the pictures have one size and type.
[[nodiscard]] QRect difference(const cv::Mat& a, const cv::Mat& b);

} // namespace nb::test
