#include "ui/desktop/settings/key_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QSaveFile>
#include <qt6keychain/keychain.h>

namespace nb::desktop {
namespace {

const QString kService = QStringLiteral("NanoBanana Studio");
const QString kEntry = QStringLiteral("api-key");
constexpr qint64 kMaxKeyBytes = 4096;
constexpr QFile::Permissions kOwnerOnly = QFile::ReadOwner | QFile::WriteOwner;

} // namespace

KeyStore::KeyStore(QString filePath, QObject* parent) : QObject(parent), m_filePath(std::move(filePath)) {}

void KeyStore::read(std::function<void(Result<QString>)> done) {
    auto* job = new QKeychain::ReadPasswordJob(kService, this);
    job->setKey(kEntry);
    connect(job, &QKeychain::Job::finished, this, [this, job, done = std::move(done)] {
        const bool keyring = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
        const QString inKeyring = job->error() == QKeychain::NoError ? job->textData() : QString();
        if (!inKeyring.isEmpty()) {
            setPlace(Place::Keyring);
            done(inKeyring);
            return;
        }
        const Result<QString> inFile = readFile();
        setPlace(keyring && inFile && inFile->isEmpty() ? Place::Keyring : Place::File);
        done(inFile);
    });
    job->start();
}

void KeyStore::write(const QString& key, std::function<void(Result<>)> done) {
    QKeychain::Job* job = nullptr;
    if (key.isEmpty()) {
        job = new QKeychain::DeletePasswordJob(kService, this);
    } else {
        auto* writing = new QKeychain::WritePasswordJob(kService, this);
        writing->setTextData(key);
        job = writing;
    }
    job->setKey(kEntry);
    connect(job, &QKeychain::Job::finished, this, [this, job, key, done = std::move(done)] {
        const bool kept =
            job->error() == QKeychain::NoError || (key.isEmpty() && job->error() == QKeychain::EntryNotFound);
        setPlace(kept ? Place::Keyring : Place::File);
        done(writeFile(kept ? QString() : key));
    });
    job->start();
}

void KeyStore::setPlace(Place place) {
    if (std::exchange(m_place, place) != place)
        Q_EMIT placeChanged();
}

Result<QString> KeyStore::readFile() const {
    QFile file(m_filePath);
    if (!file.exists())
        return QString();
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileUnreadable,
                     tr("Cannot read the file with the key, %1: %2").arg(m_filePath, file.errorString())};
    return QString::fromUtf8(file.read(kMaxKeyBytes)).trimmed();
}

Result<> KeyStore::writeFile(const QString& key) const {
    if (key.isEmpty()) {
        if (QFile::exists(m_filePath) && !QFile::remove(m_filePath))
            return Error{ErrorCode::FileUnwritable,
                         tr("Cannot remove the file with the key, %1").arg(m_filePath)};
        return {};
    }
    const auto failure = [this](const QString& why) {
        return Error{ErrorCode::FileUnwritable,
                     tr("Cannot write the file with the key, %1: %2").arg(m_filePath, why)};
    };
    if (!QDir().mkpath(QFileInfo(m_filePath).absolutePath()))
        return failure(tr("its folder cannot be made"));
    // Only the owner may read QSaveFile's temporary file, from its creation on.
    QSaveFile file(m_filePath);
    const QByteArray bytes = key.toUtf8() + '\n';
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(kOwnerOnly) ||
        file.write(bytes) != bytes.size() || !file.commit())
        return failure(file.errorString());
    QFile::setPermissions(m_filePath, kOwnerOnly); // an existing file would keep its permissions
    return {};
}

} // namespace nb::desktop
