#include "core/server/api/metrics_format.h"
#include <QByteArrayList>
#include <algorithm>

namespace nb::server {

namespace {

struct MediaRange {
    QByteArray type; // lower case
    QByteArray version;
    double weight = 1;
};

MediaRange rangeOf(const QByteArray& entry) {
    const QByteArrayList parts = entry.toLower().split(';');
    MediaRange range{parts.first().trimmed(), {}, 1};
    for (const QByteArray& part : parts.mid(1)) {
        const QByteArray parameter = part.trimmed();
        if (parameter.startsWith("version="))
            range.version = parameter.mid(8);
        else if (parameter.startsWith("q="))
            range.weight = parameter.mid(2).toDouble(); // what is no number is 0: not wanted
    }
    return range;
}

} // namespace

bool prefersOpenMetrics(const QByteArray& accept) {
    double openMetrics = 0, text = 0;
    const QByteArrayList entries = accept.split(',');
    for (const QByteArray& entry : entries) {
        const MediaRange range = rangeOf(entry);
        const bool isOurVersion =
            range.version.isEmpty() || range.version == "1.0.0" || range.version == "1.0";
        if (range.type == "application/openmetrics-text" && isOurVersion)
            openMetrics = std::max(openMetrics, range.weight);
        else if (range.type == "text/plain")
            text = std::max(text, range.weight);
    }
    return openMetrics > 0 && openMetrics >= text;
}

} // namespace nb::server
