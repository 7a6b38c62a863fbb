#include "core/server/http/accept_encoding.h"
#include "core/server/http/http_syntax.h"
#include <QHash>
#include <algorithm>
#include <optional>

namespace nb::server {

namespace {

using Weights = QHash<QByteArray, int>; // in thousandths, by coding

// In thousandths: "0.25" is 250. nullopt if it is no weight of the grammar.
std::optional<int> weightOf(const QByteArray& text) {
    const QByteArray fraction = text.mid(2);
    if (text.isEmpty() || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.') ||
        fraction.size() > 3 || !std::all_of(fraction.begin(), fraction.end(), isDigit))
        return std::nullopt;
    const int thousandths = (text[0] - '0') * 1000 + fraction.leftJustified(3, '0').toInt();
    return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

// What is not of the grammar is passed over, entry by entry.
Weights weightsOf(const QByteArray& acceptEncoding) {
    Weights weights;
    const QByteArrayList entries = acceptEncoding.toLower().split(',');
    for (const QByteArray& entry : entries) {
        const QByteArrayList parts = entry.split(';');
        QByteArray coding = parts.first().trimmed();
        if (coding == "x-gzip")
            coding = "gzip"; // its old name
        std::optional<int> weight = 1000;
        for (const QByteArray& part : parts.mid(1)) {
            const QByteArray parameter = part.trimmed();
            weight = parameter.startsWith("q=") ? weightOf(parameter.mid(2)) : std::nullopt;
        }
        if (isToken(coding) && weight)
            weights.insert(coding, *weight);
    }
    return weights;
}

} // namespace

QByteArray chooseCoding(const QByteArray& acceptEncoding, const QByteArrayList& codings) {
    const Weights weights = weightsOf(acceptEncoding);
    const int ofOthers = weights.value("*", 0);
    // 1: it need not be named to be acceptable.
    int best = weights.value("identity", weights.contains("*") ? ofOthers : 1);
    QByteArray chosen;
    for (const QByteArray& coding : codings) {
        const int weight = weights.value(coding, ofOthers);
        // The first one also wins against plain bytes of the same weight.
        if (weight > best || (weight == best && weight > 0 && chosen.isEmpty())) {
            best = weight;
            chosen = coding;
        }
    }
    return chosen;
}

} // namespace nb::server
