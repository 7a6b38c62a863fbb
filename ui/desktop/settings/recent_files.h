#pragma once
// The list of recently opened or saved files, newest first, stored in the settings. It accesses no file: one
// on a slow network drive would block the window.

#include <QAbstractListModel>
#include <QStringList>

class QSettings;

namespace nb::desktop {

class RecentFiles : public QAbstractListModel {
    Q_OBJECT

public:
    static constexpr int kMost = 12;

    // `settings` outlives it.
    explicit RecentFiles(QSettings& settings, QObject* parent = nullptr);

    [[nodiscard]] const QStringList& paths() const { return m_paths; } // absolute

    void add(const QString& path);    // to the front; resources (":/…") are ignored
    void remove(const QString& path); // it could not be opened any more
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    // Display: the file's name; tool tip: the path; user: the path.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void changed();

private:
    void set(const QStringList& paths);

    QSettings& m_settings;
    QStringList m_paths;
};

} // namespace nb::desktop
