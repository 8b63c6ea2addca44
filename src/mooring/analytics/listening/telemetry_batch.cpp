#include "mooring/analytics/listening/telemetry_batch.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <optional>
#include <tuple>
#include <variant>

#include "mooring/base/encoding.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::analytics {

namespace {

namespace json = boost::json;

constexpr std::chrono::days oldest_event{7};
constexpr std::chrono::minutes skewed_from{10};
/// How much later than its batch an event may claim to be: clocks tick between the two.
constexpr std::chrono::seconds later_than_sent{60};
constexpr std::size_t longest_key = 64;
constexpr std::int64_t longest_media_ms = std::int64_t{1} << 40;

constexpr std::array<std::string_view, 9> type_names{"start",      "progress", "pause",  "seek",    "end",
                                                     "impression", "open",     "follow", "unfollow"};
constexpr std::array<std::string_view, 4> surfaces{"HOME", "SEARCH", "LIBRARY", "OTHER"};

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    if (member == nullptr || !member->is_string()) return {};
    return std::string{std::string_view{member->as_string()}.substr(0, 4096)};
}

std::optional<double> number_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    if (member == nullptr || !member->is_number()) return std::nullopt;
    boost::system::error_code failed;
    const auto number = member->to_number<double>(failed);
    return failed || !std::isfinite(number) ? std::nullopt : std::optional{number};
}

std::optional<TelemetryType> type_of(const json::object& object) {
    const auto name = std::ranges::find(type_names, text_of(object, "t"));
    if (name == type_names.end()) return std::nullopt;
    return static_cast<TelemetryType>(name - type_names.begin());
}

bool is_of_playback(TelemetryType type) {
    return type <= TelemetryType::end;
}

/// A bound of a stretch: whole milliseconds, none negative.
std::optional<std::int64_t> milliseconds_of(const json::value& value) {
    if (!value.is_number()) return std::nullopt;
    boost::system::error_code failed;
    const auto number = value.to_number<std::int64_t>(failed);
    if (failed || number < 0 || number > longest_media_ms) return std::nullopt;
    return number;
}

/// Stretches that are sorted, disjoint and not empty; unset otherwise.
std::optional<std::vector<Interval>> ranges_of(const json::object& object) {
    std::vector<Interval> stretches;
    const json::value* member = object.if_contains("ranges");
    if (member == nullptr) return stretches;
    if (!member->is_array() || member->as_array().size() > max_event_ranges) return std::nullopt;
    std::int64_t place = 0;
    for (const json::value& item : member->as_array()) {
        if (!item.is_array() || item.as_array().size() != 2) return std::nullopt;
        const auto from = milliseconds_of(item.as_array()[0]);
        const auto to = milliseconds_of(item.as_array()[1]);
        if (!from || !to || *from < place || *to <= *from) return std::nullopt;
        stretches.push_back({*from, *to});
        place = *to;
    }
    return stretches;
}

/// One batch being read.
struct Reading {
    Instant received;
    Instant sent;

    /// The event, or the reason why it is none.
    std::variant<TelemetryEvent, std::string> read(const json::object& object) const {
        TelemetryEvent event;
        const auto id = uuid_bytes(text_of(object, "id"));
        if (!id) return "bad_id";
        event.id = *id;
        const auto type = type_of(object);
        if (!type) return "bad_type";
        event.type = *type;
        event.playback_id = text_of(object, "pid");
        if (is_of_playback(*type) && !uuid_bytes(event.playback_id)) return "bad_id";
        const auto at = parse_iso8601(text_of(object, "at"));
        if (!at || *at > sent + later_than_sent) return "bad_time";
        const auto offset = received - sent;
        event.at = std::min(*at + offset, received);
        event.is_skewed = std::chrono::abs(offset) > skewed_from;
        if (event.at < received - oldest_event) return "bad_time";
        event.episode = text_of(object, "episode");
        event.show = text_of(object, "show");
        const bool has_subject = !event.episode.empty() || (!is_of_playback(*type) && !event.show.empty());
        if (!has_subject || event.episode.size() > longest_key || event.show.size() > longest_key) return "no_episode";
        auto ranges = ranges_of(object);
        if (!ranges) return "bad_range";
        event.heard_ms = std::move(*ranges);
        event.sequence =
            static_cast<std::uint32_t>(std::clamp(number_of(object, "seq").value_or(0), 0.0, 4294967295.0));
        event.rate = std::clamp(number_of(object, "rate").value_or(1.0), 0.25, 4.0);
        const json::value* foreground = object.if_contains("fg");
        event.is_foreground = foreground == nullptr || !foreground->is_bool() || foreground->as_bool();
        event.surface = text_of(object, "surface");
        if (std::ranges::find(surfaces, event.surface) == surfaces.end()) event.surface = "OTHER";
        return event;
    }
};

}  // namespace

Result<TelemetryBatch> parse_telemetry(std::string_view body, Instant received) {
    if (body.size() > max_telemetry_bytes) return Error{Errc::too_large, "a batch has at most 65536 bytes"};
    boost::system::error_code failed;
    const json::value parsed = json::parse(body, failed);
    if (failed || !parsed.is_object()) return invalid("", "a batch is a JSON object");
    const json::object& object = parsed.as_object();
    if (number_of(object, "v") != 1.0) return invalid("v", "v must be 1");
    const auto sent = parse_iso8601(text_of(object, "sent_at"));
    if (!sent) return invalid("sent_at", "sent_at must be a time");
    const json::value* events = object.if_contains("events");
    if (events == nullptr || !events->is_array()) return invalid("events", "events must be a list");
    if (events->as_array().size() > max_telemetry_events)
        return Error{Errc::too_large, "a batch has at most 200 events"};

    TelemetryBatch batch{.token = text_of(object, "token")};
    if (const json::value* client = object.if_contains("client"); client != nullptr && client->is_object()) {
        batch.client_kind = text_of(client->as_object(), "kind");
        batch.client_version = text_of(client->as_object(), "version");
    }
    const Reading reading{received, *sent};
    for (const json::value& item : events->as_array()) {
        if (!item.is_object()) {
            batch.rejected.push_back({"", "bad_id"});
            continue;
        }
        auto read = reading.read(item.as_object());
        if (auto* event = std::get_if<TelemetryEvent>(&read)) {
            batch.events.push_back(std::move(*event));
        } else {
            batch.rejected.push_back({text_of(item.as_object(), "id"), std::get<std::string>(read)});
        }
    }
    std::ranges::stable_sort(batch.events, [](const TelemetryEvent& left, const TelemetryEvent& right) {
        return std::tie(left.at, left.sequence) < std::tie(right.at, right.sequence);
    });
    return batch;
}

}  // namespace mooring::analytics
