#include "core/providers/retry_budget.h"

#include <algorithm>

namespace nb::providers {

bool RetryBudget::tryTake() {
    if (m_tokens < kRetryCost)
        return false;
    m_tokens -= kRetryCost;
    return true;
}

void RetryBudget::deposit() {
    m_tokens = std::min(kCapacity, m_tokens + 1);
}

} // namespace nb::providers
