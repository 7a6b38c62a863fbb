#pragma once
// Stores the API key in the system's keyring (through QtKeychain) or, where there is none, in a file that
// only its owner may read. The key is never in the settings.

#include "core/base/result.h"
#include <QObject>
#include <functional>

namespace nb::desktop {

class KeyStore : public QObject {
    Q_OBJECT

public:
    enum class Place { Unknown, Keyring, File };

    // filePath: of the fallback; its folder need not exist.
    explicit KeyStore(QString filePath, QObject* parent = nullptr);

    // Where the key is, or would be stored; known after the first read() or write().
    [[nodiscard]] Place place() const { return m_place; }
    [[nodiscard]] const QString& filePath() const { return m_filePath; }

    // done is called later, once, unless the store is gone by then; an empty key = there is none. Error:
    // FileUnreadable.
    void read(std::function<void(Result<QString>)> done);
    // An empty key removes it everywhere. Error: FileUnwritable.
    void write(const QString& key, std::function<void(Result<>)> done);

Q_SIGNALS:
    void placeChanged();

private:
    void setPlace(Place place);
    [[nodiscard]] Result<QString> readFile() const;
    [[nodiscard]] Result<> writeFile(const QString& key) const;

    QString m_filePath;
    Place m_place = Place::Unknown;
};

} // namespace nb::desktop
