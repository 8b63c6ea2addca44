#include "mooring/media/processing/ffprobe_report.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "mooring/base/utf8.hpp"

namespace mooring::media::processing {
namespace {

namespace json = boost::json;

constexpr std::size_t most_streams = 64;
constexpr std::size_t most_chapters = 1000;
constexpr std::size_t most_title = 1024;
constexpr double longest_seconds = 1e7;  // more than a hundred days

const json::value* find(const json::object& object, std::string_view name) {
    const auto at = object.find(name);
    return at == object.end() ? nullptr : &at->value();
}

std::string text(const json::object& object, std::string_view name) {
    const json::value* value = find(object, name);
    return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// An integer, written as a number or as text.
std::int64_t number(const json::object& object, std::string_view name, std::int64_t most) {
    const json::value* value = find(object, name);
    if (value == nullptr) return 0;
    const std::int64_t found = value->is_int64()    ? value->get_int64()
                               : value->is_string() ? parse_decimal(std::string_view{value->get_string()}).value_or(0)
                                                    : 0;
    return found > 0 && found <= most ? found : 0;
}

double decimal(std::string_view digits) {
    double value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return failed == std::errc{} && end == digits.data() + digits.size() && std::isfinite(value) ? value : 0;
}

microseconds seconds(const json::object& object, std::string_view name) {
    const double value = decimal(text(object, name));
    return value > 0 && value < longest_seconds ? microseconds{std::llround(value * 1e6)} : microseconds{0};
}

/// `30000/1001`.
double ratio(std::string_view fraction) {
    const auto slash = fraction.find('/');
    if (slash == std::string_view::npos) return 0;
    const double above = decimal(fraction.substr(0, slash)), below = decimal(fraction.substr(slash + 1));
    return above > 0 && below > 0 && above / below < 1000 ? above / below : 0;
}

std::string color(const json::object& stream, std::string_view name) {
    std::string word = text(stream, name);
    return word == "unknown" || word == "reserved" || word == "unspecified" ? std::string{} : word;
}

bool is_picture(const json::object& stream) {
    const json::value* disposition = find(stream, "disposition");
    const json::object* flags = disposition != nullptr ? disposition->if_object() : nullptr;
    return flags != nullptr && (number(*flags, "attached_pic", 1) != 0 || number(*flags, "still_image", 1) != 0);
}

/// Phones film upright by turning what lies.
bool is_turned(const json::object& stream) {
    const json::value* list = find(stream, "side_data_list");
    const json::array* entries = list != nullptr ? list->if_array() : nullptr;
    if (entries == nullptr) return false;
    for (const json::value& entry : *entries) {
        const json::object* object = entry.if_object();
        const json::value* rotation = object != nullptr ? find(*object, "rotation") : nullptr;
        if (rotation != nullptr && rotation->is_int64()) return rotation->get_int64() % 180 != 0;
    }
    return false;
}

std::string clean_title(std::string_view title) {
    if (!is_valid_utf8(title)) return {};
    std::string clean;
    for (const char next : title) {
        const auto byte = static_cast<unsigned char>(next);
        clean.push_back(byte < 0x20 || byte == 0x7f ? ' ' : next);
    }
    if (has_control_character(clean)) return {};  // C1
    if (clean.size() > most_title) clean = cut_to_code_points(clean, most_title / 4);
    return std::string{trim(clean)};
}

void add_stream(const json::object& stream, MediaFacts& facts) {
    const std::string kind = text(stream, "codec_type");
    const int index = static_cast<int>(number(stream, "index", 10'000));
    if (kind == "audio") {
        facts.audio.push_back({.stream = index,
                               .codec = text(stream, "codec_name"),
                               .sample_rate_hz = static_cast<int>(number(stream, "sample_rate", 1'000'000)),
                               .channels = static_cast<int>(number(stream, "channels", 64)),
                               .bit_rate_bps = number(stream, "bit_rate", std::int64_t{1} << 40),
                               .duration = seconds(stream, "duration")});
    } else if (kind == "video" && !is_picture(stream)) {
        VideoTrack track{.stream = index,
                         .codec = text(stream, "codec_name"),
                         .pixel_format = text(stream, "pix_fmt"),
                         .width = static_cast<int>(number(stream, "width", 65'536)),
                         .height = static_cast<int>(number(stream, "height", 65'536)),
                         .frames_per_second = ratio(text(stream, "avg_frame_rate")),
                         .bit_rate_bps = number(stream, "bit_rate", std::int64_t{1} << 40),
                         .duration = seconds(stream, "duration"),
                         .color = {.range = color(stream, "color_range"),
                                   .space = color(stream, "color_space"),
                                   .transfer = color(stream, "color_transfer"),
                                   .primaries = color(stream, "color_primaries")}};
        if (is_turned(stream)) std::swap(track.width, track.height);
        facts.video.push_back(std::move(track));
    }
}

void add_chapters(const json::array& chapters, MediaFacts& facts) {
    for (const json::value& entry : chapters) {
        const json::object* chapter = entry.if_object();
        if (chapter == nullptr || facts.chapters.size() >= most_chapters) continue;
        const json::value* tags = find(*chapter, "tags");
        facts.chapters.push_back({.start = seconds(*chapter, "start_time"),
                                  .end = seconds(*chapter, "end_time"),
                                  .title = tags != nullptr && tags->is_object()
                                               ? clean_title(text(tags->get_object(), "title"))
                                               : std::string{}});
    }
    std::stable_sort(facts.chapters.begin(), facts.chapters.end(),
                     [](const FileChapter& left, const FileChapter& right) { return left.start < right.start; });
}

const json::array* array(const json::object& object, std::string_view name) {
    const json::value* value = find(object, name);
    return value != nullptr ? value->if_array() : nullptr;
}

}  // namespace

Result<MediaFacts> read_ffprobe_report(std::string_view text_of_report) {
    json::error_code failed;
    const json::value report = json::parse(text_of_report, failed, {}, {.max_depth = 16});
    const json::object* root = failed ? nullptr : report.if_object();
    const json::array* streams = root != nullptr ? array(*root, "streams") : nullptr;
    if (streams == nullptr) return Error{Errc::corrupt, "ffprobe gave no report"};

    MediaFacts facts;
    for (const json::value& entry : *streams) {
        if (facts.audio.size() + facts.video.size() >= most_streams) break;
        if (const json::object* stream = entry.if_object()) add_stream(*stream, facts);
    }
    if (const json::array* chapters = array(*root, "chapters")) add_chapters(*chapters, facts);
    const json::value* format = find(*root, "format");
    const microseconds whole =
        format != nullptr && format->is_object() ? seconds(format->get_object(), "duration") : microseconds{0};
    for (AudioTrack& track : facts.audio) {
        if (track.duration.count() == 0) track.duration = whole;
    }
    for (VideoTrack& track : facts.video) {
        if (track.duration.count() == 0) track.duration = whole;
    }
    facts.duration = !facts.audio.empty()   ? facts.audio.front().duration
                     : !facts.video.empty() ? facts.video.front().duration
                                            : whole;
    return facts;
}

}  // namespace mooring::media::processing
