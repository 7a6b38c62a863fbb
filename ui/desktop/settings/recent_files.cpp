#include "ui/desktop/settings/recent_files.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace nb::desktop {
namespace {

const QString kKey = QStringLiteral("files/recent");

} // namespace

RecentFiles::RecentFiles(QSettings& settings, QObject* parent)
    : QAbstractListModel(parent), m_settings(settings),
      m_paths(settings.value(kKey).toStringList().mid(0, kMost)) {
    m_paths.removeAll(QString());
}

void RecentFiles::add(const QString& path) {
    if (path.isEmpty() || path.startsWith(QLatin1Char(':')))
        return;
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList paths = m_paths;
    paths.removeAll(absolute);
    paths.prepend(absolute);
    set(paths.mid(0, kMost));
}

void RecentFiles::remove(const QString& path) {
    QStringList paths = m_paths;
    paths.removeAll(QFileInfo(path).absoluteFilePath());
    set(paths);
}

void RecentFiles::clear() {
    set({});
}

int RecentFiles::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_paths.size());
}

QVariant RecentFiles::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString& path = m_paths[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return QFileInfo(path).fileName();
    case Qt::ToolTipRole:
        return QDir::toNativeSeparators(path);
    case Qt::UserRole:
        return path;
    default:
        return {};
    }
}

void RecentFiles::set(const QStringList& paths) {
    if (paths == m_paths)
        return;
    beginResetModel();
    m_paths = paths;
    endResetModel();
    m_settings.setValue(kKey, m_paths);
    Q_EMIT changed();
}

} // namespace nb::desktop
