#pragma once
// The seeds of several results for one request. Who runs them (a list of edits on the command line, the queue
// of the desktop) decides how many at a time; each is an edit of its own, so that one that fails takes
// nothing from the others.

namespace nb::providers {

inline constexpr int kMaxVariants = 8;

// The seed of the variant with this index, from 0: counts up and wraps after 2147483647.
[[nodiscard]] int variantSeed(int first, int index);

// 0 to 2147483646; safe from any thread.
[[nodiscard]] int randomSeed();

} // namespace nb::providers
