#include "mooring/media/chapters/chapters.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "mooring/base/utf8.hpp"

namespace mooring::media::chapters {
namespace {

namespace json = boost::json;

constexpr milliseconds longest{std::chrono::hours{1000}};
constexpr std::size_t most_location_bytes = 512;

Error wrong(std::size_t number, const std::string& what) {
    return invalid("chapters", "chapter " + std::to_string(number) + ": " + what);
}

const json::value* member(const json::object& object, std::string_view name) {
    const auto at = object.find(name);
    return at == object.end() || at->value().is_null() ? nullptr : &at->value();
}

/// White space and control characters as single blanks.
std::string one_line(std::string_view text) {
    std::string line;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool is_c1 = byte == 0xc2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xa0;
        if (is_c1) ++at;
        if (byte > 0x20 && byte != 0x7f && !is_c1) {
            line.push_back(text[at]);
        } else if (!line.empty() && line.back() != ' ') {
            line.push_back(' ');
        }
    }
    return std::string{trim(line)};
}

/// Reads the members of one chapter; the first that is wrong is kept.
class Reader {
public:
    Reader(const json::object& object, std::size_t number) : object_(object), number_(number) {}

    std::optional<milliseconds> seconds(std::string_view name) {
        const json::value* value = member(object_, name);
        if (value == nullptr) return std::nullopt;
        const double number = value->is_number() ? value->to_number<double>() : -1;
        if (!(number >= 0) || number > std::chrono::duration<double>(longest).count()) {
            return fail(name, "is not a number of seconds"), std::nullopt;
        }
        return milliseconds{std::llround(number * 1000)};
    }
    std::string text(std::string_view name) { return text_of(object_, name); }
    bool flag(std::string_view name, bool otherwise) {
        const json::value* value = member(object_, name);
        if (value == nullptr) return otherwise;
        if (!value->is_bool()) return fail(name, "is neither true nor false"), otherwise;
        return value->get_bool();
    }
    std::optional<domain::ChapterPlace> location() {
        const json::value* value = member(object_, "location");
        if (value == nullptr) return std::nullopt;
        const json::object* place = value->if_object();
        if (place == nullptr) return fail("location", "is not an object"), std::nullopt;
        domain::ChapterPlace location{text_of(*place, "name"), text_of(*place, "geo"), text_of(*place, "osm")};
        return location == domain::ChapterPlace{} ? std::nullopt : std::optional{std::move(location)};
    }
    Result<void> result() const {
        if (problem_) return *problem_;
        return ok();
    }

private:
    std::string text_of(const json::object& object, std::string_view name) {
        const json::value* value = member(object, name);
        if (value == nullptr) return {};
        if (!value->is_string()) return fail(name, "is not a text"), std::string{};
        return one_line(value->get_string());
    }
    void fail(std::string_view name, const char* what) {
        if (!problem_) problem_ = wrong(number_, "`" + std::string{name} + "` " + what);
    }

    const json::object& object_;
    std::size_t number_;
    std::optional<Error> problem_;
};

Result<Chapter> read_chapter(const json::value& value, std::size_t number) {
    const json::object* object = value.if_object();
    if (object == nullptr) return wrong(number, "not an object");
    Reader reader(*object, number);
    const auto start = reader.seconds("startTime");
    Chapter chapter{.start = start.value_or(milliseconds{0}),
                    .end = reader.seconds("endTime"),
                    .title = reader.text("title"),
                    .url = reader.text("url"),
                    .image_url = reader.text("img"),
                    .is_listed = reader.flag("toc", true),
                    .location = reader.location()};
    MOORING_CHECK(reader.result());
    if (!start) return wrong(number, "`startTime` is missing");
    return chapter;
}

bool is_web_address(std::string_view url) {
    const std::string lower = to_lower_ascii(url.substr(0, 8));
    const std::size_t scheme = lower.starts_with("https://") ? 8 : lower.starts_with("http://") ? 7 : 0;
    return scheme > 0 && url.size() > scheme && url[scheme] != '/' && url.size() <= most_url_bytes &&
           url.find_first_of(" \"<>\\^`{|}") == std::string_view::npos;
}

bool is_clean(std::string_view text) {
    return is_valid_utf8(text) && !has_control_character(text);
}

Result<void> check(const Chapter& chapter, std::size_t number) {
    if (!is_clean(chapter.title) || code_point_count(chapter.title) > most_title_code_points) {
        return wrong(number, "`title` may have " + std::to_string(most_title_code_points) + " characters in one line");
    }
    for (const auto& [name, url] : {std::pair{"url", &chapter.url}, std::pair{"img", &chapter.image_url}}) {
        if (!url->empty() && (!is_clean(*url) || !is_web_address(*url))) {
            return wrong(number, "`" + std::string{name} + "` is not an address that begins with http or https");
        }
    }
    if (chapter.location) {
        for (const std::string* text : {&chapter.location->name, &chapter.location->geo, &chapter.location->osm}) {
            if (!is_clean(*text) || text->size() > most_location_bytes) return wrong(number, "`location` is too long");
        }
    }
    if (chapter.start < milliseconds{0} || chapter.start > longest) return wrong(number, "`startTime` is out of range");
    if (chapter.end && *chapter.end < chapter.start) return wrong(number, "it ends before it begins");
    return ok();
}

std::string seconds_text(milliseconds time) {
    const auto millis = time.count();
    std::string text = std::to_string(millis / 1000);
    if (millis % 1000 == 0) return text;
    std::string fraction = std::to_string(millis % 1000);
    fraction.insert(0, 3 - fraction.size(), '0');
    while (fraction.ends_with('0')) fraction.pop_back();
    return text + "." + fraction;
}

}  // namespace

Result<std::vector<Chapter>> parse_json(std::string_view bytes) {
    if (bytes.size() > most_bytes) return Error{Errc::too_large, "chapters may have 2 MiB", "chapters"};
    json::error_code failed;
    const json::value root = json::parse(bytes, failed, {}, {.max_depth = 16});
    if (failed) return Error{Errc::corrupt, "this is not JSON: " + failed.message(), "chapters"};
    const json::object* object = root.if_object();
    const json::value* list = object != nullptr ? member(*object, "chapters") : nullptr;
    const json::array* entries = list != nullptr ? list->if_array() : nullptr;
    if (entries == nullptr) return Error{Errc::corrupt, "there is no list `chapters`", "chapters"};
    const json::value* version = member(*object, "version");
    if (version != nullptr && !(version->is_string() && std::string_view{version->get_string()}.starts_with("1."))) {
        return Error{Errc::corrupt, "`version` is not 1.x", "chapters"};
    }
    if (entries->size() > most_chapters) return Error{Errc::too_large, "there are more than 1000 chapters", "chapters"};

    std::vector<Chapter> chapters;
    for (const json::value& entry : *entries) {
        MOORING_TRY(Chapter chapter, read_chapter(entry, chapters.size() + 1));
        MOORING_CHECK(check(chapter, chapters.size() + 1));
        chapters.push_back(std::move(chapter));
    }
    std::stable_sort(chapters.begin(), chapters.end(),
                     [](const Chapter& left, const Chapter& right) { return left.start < right.start; });
    return chapters;
}

Result<void> validate(const std::vector<Chapter>& chapters, std::optional<milliseconds> duration) {
    if (chapters.size() > most_chapters) return Error{Errc::too_large, "there are more than 1000 chapters", "chapters"};
    for (std::size_t index = 0; index < chapters.size(); ++index) {
        const Chapter& chapter = chapters[index];
        MOORING_CHECK(check(chapter, index + 1));
        if (index > 0 && chapter.start < chapters[index - 1].start) {
            return wrong(index + 1, "it begins before the one before it");
        }
        if (duration && chapter.start > *duration) return wrong(index + 1, "it begins after the episode has ended");
    }
    return ok();
}

std::string write_json(const std::vector<Chapter>& chapters) {
    std::string out = "{\"version\":\"1.2.0\",\"chapters\":[";
    const auto add = [&](const char* name, const std::string& text) {
        if (!text.empty()) out += std::string{",\""} + name + "\":" + json::serialize(json::string(text));
    };
    for (std::size_t index = 0; index < chapters.size(); ++index) {
        const Chapter& chapter = chapters[index];
        out += (index == 0 ? "{\"startTime\":" : ",{\"startTime\":") + seconds_text(chapter.start);
        add("title", chapter.title);
        add("img", chapter.image_url);
        add("url", chapter.url);
        if (!chapter.is_listed) out += ",\"toc\":false";
        if (chapter.end) out += ",\"endTime\":" + seconds_text(*chapter.end);
        if (chapter.location) {
            out += ",\"location\":{\"name\":" + json::serialize(json::string(chapter.location->name));
            add("geo", chapter.location->geo);
            add("osm", chapter.location->osm);
            out += "}";
        }
        out += "}";
    }
    return out + "]}\n";
}

}  // namespace mooring::media::chapters
