#include "mooring/base/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

#include "mooring/base/assert.hpp"

namespace mooring {
namespace {

/// Prometheus text format 0.0.4: HELP text escapes the backslash and the line feed.
std::string escaped_help(std::string_view help) {
    std::string text;
    text.reserve(help.size());
    for (const char c : help) {
        if (c == '\\') {
            text += "\\\\";
        } else if (c == '\n') {
            text += "\\n";
        } else {
            text.push_back(c);
        }
    }
    return text;
}

std::string number_text(double value) {
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "+Inf" : "-Inf";
    }
    return fmt::format("{}", value);
}

void append_sample(std::string& text, std::string_view name, std::string_view labels, std::string_view value) {
    if (labels.empty()) {
        fmt::format_to(std::back_inserter(text), "{} {}\n", name, value);
    } else {
        fmt::format_to(std::back_inserter(text), "{}{{{}}} {}\n", name, labels, value);
    }
}

void append_histogram(std::string& text, std::string_view name, std::string_view labels,
                      const LatencyHistogram& histogram) {
    const std::string_view comma = labels.empty() ? "" : ",";
    std::uint64_t count = 0;
    for (std::size_t index = 0; index <= LatencyHistogram::bounds_seconds.size(); ++index) {
        count += histogram.bucket(index);
        const bool is_last = index == LatencyHistogram::bounds_seconds.size();
        const std::string bound = is_last ? "+Inf" : number_text(LatencyHistogram::bounds_seconds[index]);
        fmt::format_to(std::back_inserter(text), "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, bound, count);
    }
    append_sample(text, fmt::format("{}_sum", name), labels, number_text(histogram.sum_seconds()));
    append_sample(text, fmt::format("{}_count", name), labels, fmt::format("{}", count));
}

}  // namespace

void LatencyHistogram::observe(double seconds) {
    const double known = seconds > 0 ? seconds : 0.0;  // a clock that stepped back, or NaN, counts as nothing
    const auto bound = std::lower_bound(bounds_seconds.begin(), bounds_seconds.end(), known);
    const auto index = static_cast<std::size_t>(std::distance(bounds_seconds.begin(), bound));
    buckets_[index].fetch_add(1, std::memory_order_relaxed);
    constexpr double longest_seconds = 1e9;  // keeps the conversion below within its type
    const auto micros = static_cast<std::uint64_t>(std::llround(std::min(known, longest_seconds) * 1e6));
    sum_micros_.fetch_add(micros, std::memory_order_relaxed);
}

MetricRegistry::Entry& MetricRegistry::entry(std::string_view name, std::string_view help, std::string_view labels,
                                             std::string_view type) {
    for (Entry& known : entries_) {
        if (known.name == name) {
            MOORING_ASSERT(known.type == type, "a metric name has one type");
            if (known.labels == labels) {
                return known;
            }
        }
    }
    Entry& added = entries_.emplace_back();
    added.name = name;
    added.help = help;
    added.labels = labels;
    added.type = type;
    return added;
}

Counter& MetricRegistry::counter(std::string_view name, std::string_view help, std::string_view labels) {
    const std::lock_guard lock{mutex_};
    return entry(name, help, labels, "counter").counter;
}

Gauge& MetricRegistry::gauge(std::string_view name, std::string_view help, std::string_view labels) {
    const std::lock_guard lock{mutex_};
    return entry(name, help, labels, "gauge").gauge;
}

LatencyHistogram& MetricRegistry::histogram(std::string_view name, std::string_view help, std::string_view labels) {
    const std::lock_guard lock{mutex_};
    return entry(name, help, labels, "histogram").histogram;
}

void MetricRegistry::gauge_function(std::string_view name, std::string_view help, std::function<double()> read) {
    const std::lock_guard lock{mutex_};
    entry(name, help, {}, "gauge").read = std::move(read);
}

std::string MetricRegistry::render() const {
    struct Sample {
        const Entry* entry;
        std::function<double()> read;  // called without the lock, so that it may take locks of its own
    };
    std::vector<std::vector<Sample>> groups;  // one per name, in the order in which names were first asked for
    {
        const std::lock_guard lock{mutex_};
        std::unordered_map<std::string_view, std::size_t> group_of_name;
        for (const Entry& known : entries_) {
            const auto [group, is_new] = group_of_name.try_emplace(known.name, groups.size());
            if (is_new) {
                groups.emplace_back();
            }
            groups[group->second].push_back({&known, known.read});
        }
    }
    std::string text;
    for (const std::vector<Sample>& group : groups) {
        const Entry& first = *group.front().entry;
        fmt::format_to(std::back_inserter(text), "# HELP {} {}\n# TYPE {} {}\n", first.name, escaped_help(first.help),
                       first.name, first.type);
        for (const auto& [known, read] : group) {
            if (known->type == "counter") {
                append_sample(text, known->name, known->labels, fmt::format("{}", known->counter.value()));
            } else if (known->type == "histogram") {
                append_histogram(text, known->name, known->labels, known->histogram);
            } else if (read) {
                append_sample(text, known->name, known->labels, number_text(read()));
            } else {
                append_sample(text, known->name, known->labels, fmt::format("{}", known->gauge.value()));
            }
        }
    }
    return text;
}

}  // namespace mooring
