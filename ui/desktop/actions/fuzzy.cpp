#include "ui/desktop/actions/fuzzy.h"

#include <algorithm>
#include <vector>

namespace nb::desktop {
namespace {

constexpr int kLetter = 1;
constexpr int kInARow = 4;
constexpr int kBeginsWord = 6;
constexpr int kNone = -1'000'000;

bool beginsWord(const QString& name, qsizetype i) {
    return i == 0 || !name.at(i - 1).isLetterOrNumber();
}

} // namespace

// Row by row: best[j] is the best score of the letters so far with the last of them at place j.
std::optional<int> fuzzyScore(const QString& typed, const QString& name) {
    QString letters = typed.toCaseFolded();
    letters.removeIf([](QChar c) { return c.isSpace(); });
    if (letters.isEmpty())
        return 0;
    const QString text = name.toCaseFolded();
    std::vector<int> best(static_cast<size_t>(text.size()), kNone);
    for (qsizetype i = 0; i < letters.size(); ++i) {
        std::vector<int> next(best.size(), kNone);
        int bestBefore = i == 0 ? 0 : kNone; // of best[0] to best[j - 2]
        for (qsizetype j = 0; j < text.size(); ++j) {
            const auto at = static_cast<size_t>(j);
            const int inARow = i > 0 && j > 0 ? best[at - 1] : kNone;
            if (text.at(j) == letters.at(i)) {
                const int from = std::max(bestBefore, inARow == kNone ? kNone : inARow + kInARow);
                if (from > kNone)
                    next[at] = from + kLetter + (beginsWord(text, j) ? kBeginsWord : 0);
            }
            bestBefore = std::max(bestBefore, inARow);
        }
        best = std::move(next);
    }
    const int score = best.empty() ? kNone : *std::ranges::max_element(best);
    if (score <= 0)
        return std::nullopt;
    return score * 100 - static_cast<int>(std::min<qsizetype>(text.size(), 99));
}

} // namespace nb::desktop
