#pragma once
// Random numbers without a shared state: a number is a function of the seed, the pixel and the pass it is
// drawn for, so that a search gives the same result in any order and on any number of threads. Not for
// secrets.

#include <cstdint>

namespace nb::fill {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").
inline std::uint64_t mixBits(std::uint64_t bits) {
    bits += 0x9e3779b97f4a7c15U;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31);
}

// The sequence for one pixel in one pass.
class Random {
public:
    Random(std::uint64_t stream, int x, int y)
        : m_state(mixBits(stream ^ mixBits((static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32) |
                                           static_cast<std::uint32_t>(y)))) {}

    // Uniform in [low, high].
    int between(int low, int high) {
        m_state = mixBits(m_state);
        const std::uint64_t span = static_cast<std::uint64_t>(high - low) + 1;
        return low + static_cast<int>(((m_state >> 32) * span) >> 32);
    }

private:
    std::uint64_t m_state;
};

} // namespace nb::fill
