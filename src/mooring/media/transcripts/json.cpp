#include <boost/json.hpp>
#include <cmath>

#include "mooring/base/utf8.hpp"
#include "mooring/media/transcripts/builder.hpp"
#include "mooring/media/transcripts/plain_text.hpp"

// Source: https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md, "JSON".
namespace mooring::media::transcripts {
namespace {

namespace json = boost::json;

const json::value* member(const json::object& object, std::string_view name) {
    const auto at = object.find(name);
    return at == object.end() ? nullptr : &at->value();
}

std::optional<milliseconds> seconds(const json::value* value) {
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const double number = value->to_number<double>();
    const double most = std::chrono::duration<double>(longest).count();
    if (!(number >= 0) || number > most) return std::nullopt;
    return milliseconds{std::llround(number * 1000)};
}

std::string_view text(const json::value* value) {
    return value != nullptr && value->is_string() ? std::string_view{value->get_string()} : std::string_view{};
}

std::string seconds_text(milliseconds time) {
    std::string fraction = std::to_string(time.count() % 1000);
    fraction.insert(0, 3 - fraction.size(), '0');
    while (fraction.size() > 1 && fraction.ends_with('0')) fraction.pop_back();
    return std::to_string(time.count() / 1000) + "." + fraction;
}

}  // namespace

Result<Transcript> parse_json(std::string_view bytes) {
    const auto corrupt = [](const std::string& what) { return Error{Errc::corrupt, what, "transcript"}; };
    json::error_code failed;
    const json::value root = json::parse(bytes, failed, {}, {.max_depth = 16});
    if (failed) return corrupt("this is not JSON: " + failed.message());
    const json::object* object = root.if_object();
    const json::value* list = object != nullptr ? member(*object, "segments") : nullptr;
    const json::array* segments = list != nullptr ? list->if_array() : nullptr;
    if (segments == nullptr) return corrupt("there is no list `segments`");

    Builder builder;
    int number = 0;
    for (const json::value& entry : *segments) {
        const std::string where = "segment " + std::to_string(++number);
        const json::object* segment = entry.if_object();
        if (segment == nullptr) return corrupt(where + ": not an object");
        const auto start = seconds(member(*segment, "startTime"));
        const auto end = seconds(member(*segment, "endTime"));
        if (!start) return corrupt(where + ": `startTime` is not a number of seconds");
        if (!end && member(*segment, "endTime") != nullptr)
            return corrupt(where + ": `endTime` is not a number of seconds");
        const std::string said = one_line(text(member(*segment, "body")));
        if (said.empty()) continue;
        MOORING_CHECK(
            builder.add(*start, end.value_or(*start), one_line(text(member(*segment, "speaker"))), said, where));
    }
    return builder.take();
}

std::string write_json(const Transcript& transcript) {
    std::string out = "{\"version\":\"1.0.0\",\"segments\":[";
    bool is_first = true;
    for (const Segment& segment : transcript.segments) {
        out += is_first ? "{" : ",{";
        is_first = false;
        if (!segment.speaker.empty()) out += "\"speaker\":" + json::serialize(json::string(segment.speaker)) + ",";
        out += "\"startTime\":" + seconds_text(segment.start) + ",\"endTime\":" + seconds_text(segment.end) +
               ",\"body\":" + json::serialize(json::string(segment.text)) + "}";
    }
    return out + "]}\n";
}

}  // namespace mooring::media::transcripts
