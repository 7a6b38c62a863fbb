#include "core/base/retry_after.h"

#include <QLocale>
#include <QTimeZone>
#include <algorithm>
#include <cmath>

namespace nb {

using std::chrono::milliseconds;

std::optional<milliseconds> parseRetryAfter(const QByteArray& header, const QDateTime& now) {
    const QByteArray text = header.trimmed();
    bool isNumber = false;
    const double asSeconds = text.toDouble(&isNumber);
    double wait = 0;
    if (isNumber) {
        wait = asSeconds * 1000;
    } else {
        const QDateTime local = QLocale::c().toDateTime(QString::fromLatin1(text),
                                                        QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
        if (!local.isValid())
            return {};
        wait = double(now.msecsTo(QDateTime(local.date(), local.time(), QTimeZone::utc())));
    }
    // Beyond a year is no wait but nonsense, and would overflow further on.
    constexpr double kYearMs = 365.0 * 24 * 3600 * 1000;
    if (!std::isfinite(wait) || wait <= 0)
        return {};
    return milliseconds(static_cast<qint64>(std::ceil(std::min(wait, kYearMs))));
}

} // namespace nb
