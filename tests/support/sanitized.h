#pragma once
// Whether a sanitizer watches this build: it keeps what is freed and brings its own malloc().

namespace nb::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kIsSanitized = true;
#else
inline constexpr bool kIsSanitized = false;
#endif

} // namespace nb::test
