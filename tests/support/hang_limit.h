#pragma once
// How long a test waits for what has to come, in milliseconds: a hang ends it, a slow machine does not.

namespace nb::test {

inline constexpr int kHangLimitMs = 200'000;

} // namespace nb::test
