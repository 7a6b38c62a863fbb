#include "core/telemetry/open_metrics.h"

#include <charconv>
#include <cmath>
#include <string_view>

namespace nb::telemetry {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

constexpr std::string_view kTotal = "_total";

std::string numberText(double value) {
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    char buffer[32];
    // The shortest form of 0.0005 is 5e-04, but its canonical one has no exponent.
    const bool isFraction = std::abs(value) >= 1e-4 && std::abs(value) < 1;
    const auto end =
        isFraction ? std::to_chars(std::begin(buffer), std::end(buffer), value, std::chars_format::fixed).ptr
                   : std::to_chars(std::begin(buffer), std::end(buffer), value).ptr;
    return {std::begin(buffer), end};
}

// Bounds are label values, and compared as text: the canonical form of 1 is 1.0.
std::string boundText(double bound) {
    std::string text = numberText(bound);
    if (text.find_first_not_of("0123456789") == std::string::npos)
        text += ".0";
    return text;
}

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '\\' || c == '"')
            result += '\\';
        c == '\n' ? result += "\\n" : result += c;
    }
    return result;
}

const char* typeName(MetricType type) {
    switch (type) {
    case MetricType::Counter:
        return "counter";
    case MetricType::Gauge:
        return "gauge";
    case MetricType::Histogram:
        return "histogram";
    default:
        return "unknown";
    }
}

class Writer {
public:
    Writer(const MetricFamily& family, const Exemplars& exemplars, std::string& out)
        : m_family(family), m_exemplars(exemplars), m_out(out) {}

    void write() {
        // A counter's family is called without the "_total" of its samples.
        std::string name = m_family.name;
        if (m_family.type == MetricType::Counter && name.ends_with(kTotal))
            name.resize(name.size() - kTotal.size());
        m_out += "# TYPE " + name + ' ' + typeName(m_family.type) + '\n';
        m_out += "# HELP " + name + ' ' + escaped(m_family.help) + '\n';
        for (const ClientMetric& metric : m_family.metric)
            write(name, metric);
    }

private:
    void write(const std::string& name, const ClientMetric& metric) {
        m_labels = textOf(metric);
        switch (m_family.type) {
        case MetricType::Counter:
            sample(name + "_total", {}, metric.counter.value);
            exemplar(metric, 0);
            m_out += '\n';
            return;
        case MetricType::Histogram:
            writeHistogram(name, metric);
            return;
        case MetricType::Gauge:
            sample(name, {}, metric.gauge.value);
            break;
        default:
            sample(name, {}, metric.untyped.value);
        }
        m_out += '\n';
    }

    void writeHistogram(const std::string& name, const ClientMetric& metric) {
        size_t index = 0;
        for (const ClientMetric::Bucket& bucket : metric.histogram.bucket) {
            sample(name + "_bucket", "le=\"" + boundText(bucket.upper_bound) + '"',
                   static_cast<double>(bucket.cumulative_count));
            exemplar(metric, index++);
            m_out += '\n';
        }
        sample(name + "_count", {}, static_cast<double>(metric.histogram.sample_count));
        m_out += '\n';
        sample(name + "_sum", {}, metric.histogram.sample_sum);
        m_out += '\n';
    }

    static std::string textOf(const ClientMetric& metric) {
        std::string text;
        for (const ClientMetric::Label& label : metric.label) {
            text += text.empty() ? "" : ",";
            text += label.name + "=\"" + escaped(label.value) + '"';
        }
        return text;
    }

    void sample(const std::string& name, const std::string& moreLabels, double value) {
        m_out += name;
        if (!m_labels.empty() || !moreLabels.empty()) {
            m_out += '{';
            m_out += m_labels;
            if (!m_labels.empty() && !moreLabels.empty())
                m_out += ',';
            m_out += moreLabels;
            m_out += '}';
        }
        m_out += ' ';
        m_out += numberText(value);
    }

    void exemplar(const ClientMetric& metric, size_t bucket) {
        Exemplars::Labels labels;
        for (const ClientMetric::Label& label : metric.label)
            labels[label.name] = label.value;
        const std::optional<Exemplar> found = m_exemplars.find(m_family.name, labels, bucket);
        if (!found)
            return;
        char time[32]; // milliseconds are enough, and no exponent is allowed to surprise anybody
        const auto end =
            std::to_chars(std::begin(time), std::end(time), found->unixTime, std::chars_format::fixed, 3).ptr;
        m_out += " # {trace_id=\"" + found->traceId.toStdString() + "\"} " + numberText(found->value) + ' ';
        m_out.append(std::begin(time), end);
    }

    const MetricFamily& m_family;
    const Exemplars& m_exemplars;
    std::string& m_out;
    std::string m_labels; // of the present series
};

} // namespace

QByteArray openMetricsText(const std::vector<MetricFamily>& families, const Exemplars& exemplars) {
    std::string out;
    for (const MetricFamily& family : families)
        Writer(family, exemplars, out).write();
    out += "# EOF\n";
    return QByteArray::fromStdString(out);
}

} // namespace nb::telemetry
