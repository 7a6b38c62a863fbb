#pragma once
// Keeps retries a small share of all calls, so that a struggling service is not drowned by them: a bucket of
// tokens that retries take from and successes fill again (the AWS SDKs' standard retry mode). Not
// thread-safe: it belongs to the provider's thread.

namespace nb::providers {

class RetryBudget {
public:
    // False, and nothing is taken, when a retry cannot be afforded.
    [[nodiscard]] bool tryTake();
    void deposit(); // after a success
    [[nodiscard]] int tokens() const { return m_tokens; }

private:
    static constexpr int kCapacity = 100;
    static constexpr int kRetryCost = 5;
    int m_tokens = kCapacity;
};

} // namespace nb::providers
