#include "ui/desktop/generation/provider_model.h"

#include <algorithm>

namespace nb::desktop {

void ProviderModel::setChoices(std::vector<ProviderChoice> choices) {
    const QString id = current() != nullptr ? current()->id : QString();
    beginResetModel();
    m_choices = std::move(choices);
    const auto found = std::ranges::find(m_choices, id, &ProviderChoice::id);
    m_current = m_choices.empty() ? -1 : found == m_choices.end() ? 0 : int(found - m_choices.begin());
    endResetModel();
    Q_EMIT currentChanged();
}

void ProviderModel::setCurrent(const QString& id) {
    const auto found = std::ranges::find(m_choices, id, &ProviderChoice::id);
    if (found == m_choices.end() || found - m_choices.begin() == m_current)
        return;
    m_current = int(found - m_choices.begin());
    Q_EMIT currentChanged();
}

const ProviderChoice* ProviderModel::current() const {
    return m_current < 0 ? nullptr : &m_choices[size_t(m_current)];
}

int ProviderModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_choices.size());
}

QVariant ProviderModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ProviderChoice& choice = m_choices[size_t(index.row())];
    if (role == Qt::DisplayRole)
        return choice.label;
    return role == Qt::UserRole ? QVariant(choice.id) : QVariant();
}

} // namespace nb::desktop
