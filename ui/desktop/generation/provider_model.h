#pragma once
// The engines that can be picked for the next edit, as a list for a combo box. The caller decides what
// is in it; this knows no configuration and no keys.

#include "core/providers/provider.h"
#include <QAbstractListModel>
#include <memory>
#include <vector>

namespace nb::desktop {

struct ProviderChoice {
    QString id;    // stable, for settings: "gemini"
    QString label; // for people, translated: "Google Gemini"
    std::shared_ptr<providers::Provider> provider;
    QStringList models =
        {}; // to pick from, beside which others may be written; empty = there is nothing to pick
    QString fixedBy = {}; // the variable that sets the model and wins over a pick; empty = none
};

class ProviderModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    // The current one stays current if its id is still there, otherwise the first is. Running edits keep the
    // provider that they began with.
    void setChoices(std::vector<ProviderChoice> choices);
    void setCurrent(const QString& id); // an unknown id is ignored

    [[nodiscard]] int currentRow() const { return m_current; } // -1 = the list is empty
    [[nodiscard]] const ProviderChoice* current() const;       // nullptr = the list is empty

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override; // UserRole: the id

Q_SIGNALS:
    void currentChanged(); // also when it is another provider under the same id

private:
    std::vector<ProviderChoice> m_choices;
    int m_current = -1;
};

} // namespace nb::desktop
