#pragma once
// What a result's report says, in words for people: that nothing else was touched, how well the seam is
// hidden, how far the answer had been moved. A pure function of Layer::about.

#include <QJsonObject>
#include <QStringList>

namespace nb::desktop {

// One fact each, the most important first; facts that could not be measured are left out.
[[nodiscard]] QStringList reportWords(const QJsonObject& about);

// What a person should look at; empty = no region is misaligned.
[[nodiscard]] QString reportWarning(const QJsonObject& about);

} // namespace nb::desktop
