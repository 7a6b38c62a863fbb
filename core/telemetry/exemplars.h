#pragma once
// The latest trace of each time series and bucket, which OpenMetrics calls an exemplar: the way from a slow
// bucket to a request that was slow. There are at most as many as there are buckets.

#include <QByteArray>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nb::telemetry {

struct Exemplar {
    QByteArray traceId; // as text
    double value = 0;
    double unixTime = 0; // seconds
};

// Any thread.
class Exemplars {
public:
    using Labels = std::map<std::string, std::string>;

    // value was counted in the series; bounds: of its buckets, ascending, empty for a counter. An empty trace
    // id is nothing to keep.
    void keep(const std::string& metric, const Labels& labels, const std::vector<double>& bounds,
              double value, const QByteArray& traceId);

    // Of the bucket with this number, from 0; of a counter 0.
    [[nodiscard]] std::optional<Exemplar> find(const std::string& metric, const Labels& labels,
                                               size_t bucket) const;

private:
    using Series = std::pair<std::string, Labels>;

    mutable std::mutex m_mutex; // guards the map
    std::map<Series, std::map<size_t, Exemplar>> m_latest;
};

} // namespace nb::telemetry
