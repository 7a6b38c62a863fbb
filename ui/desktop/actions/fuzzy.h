#pragma once
// How well a few typed letters fit a name, for the command palette.

#include <QString>
#include <optional>

namespace nb::desktop {

// The letters of `typed`, without its blanks, have to appear in `name` in their order, whatever their case;
// nullopt if they do not. Higher is better: letters that begin words count most, letters in a row more than
// scattered ones, and a short name more than a long one.
[[nodiscard]] std::optional<int> fuzzyScore(const QString& typed, const QString& name);

} // namespace nb::desktop
