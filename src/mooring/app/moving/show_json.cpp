#include "mooring/app/moving/show_json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/storage/catalog/json_codec.hpp"

namespace mooring::app::moving {
namespace {

namespace json = boost::json;

Error broken(std::string_view name) {
    return Error{Errc::corrupt, "the archive's '" + std::string{name} + "' is not what it should be"};
}

/// The enumerators by their names, in order.
template <class Enum>
constexpr auto names_of();
template <>
constexpr auto names_of<domain::ShowType>() {
    return std::array{"episodic", "serial"};
}
template <>
constexpr auto names_of<domain::ShowVisibility>() {
    return std::array{"unpublished", "published"};
}
template <>
constexpr auto names_of<domain::FeedRedirect::State>() {
    return std::array{"none", "announce", "redirect"};
}
template <>
constexpr auto names_of<domain::EpisodeStatus>() {
    return std::array{"draft", "scheduled", "published"};
}
template <>
constexpr auto names_of<domain::EpisodeType>() {
    return std::array{"full", "trailer", "bonus"};
}
template <>
constexpr auto names_of<domain::DatePrecision>() {
    return std::array{"day", "month", "year"};
}

/// Writes members; what has its default of nothing is left out.
class Writer {
public:
    json::object object;

    void operator()(const char* name, const std::string& value) {
        if (!value.empty()) object[name] = value;
    }
    void operator()(const char* name, bool value) { object[name] = value; }
    void operator()(const char* name, int value) { object[name] = value; }
    void operator()(const char* name, Instant value) { object[name] = unix_micros(value); }
    void operator()(const char* name, const std::vector<std::string>& values) {
        if (!values.empty()) object[name] = json::array(values.begin(), values.end());
    }
    void operator()(const char* name, const domain::Markets& markets) {
        if (markets) object[name] = json::array(markets->begin(), markets->end());
    }
    template <class T>
    void operator()(const char* name, const std::optional<T>& value) {
        if (value) (*this)(name, *value);
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void operator()(const char* name, Enum value) {
        object[name] = names_of<Enum>()[static_cast<std::size_t>(value)];
    }
    /// A value that the catalog keeps as JSON too.
    template <class T>
    void composite(const char* name, const T& value) {
        const std::string text = storage::encode_json(value);
        if (!text.empty()) object[name] = json::parse(text);
    }
};

/// Reads members; the first that is wrong is kept.
class Reader {
public:
    explicit Reader(const json::object& object) : object_(object) {}

    void operator()(const char* name, std::string& value) {
        const auto* member = find(name);
        if (member == nullptr) return;
        if (!member->is_string() || !is_valid_utf8(member->get_string())) return fail(name);
        value.assign(member->get_string());
    }
    void operator()(const char* name, bool& value) {
        if (const auto* member = find(name)) member->is_bool() ? void(value = member->get_bool()) : fail(name);
    }
    void operator()(const char* name, int& value) {
        std::int64_t number = value;
        read_number(name, number);
        if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) return fail(name);
        value = static_cast<int>(number);
    }
    void operator()(const char* name, Instant& value) {
        std::int64_t micros = unix_micros(value);
        read_number(name, micros);
        // From the year 1 to 9999: whatever writes a date later must be able to.
        if (micros < -62'135'596'800'000'000 || micros > 253'402'300'799'000'000) return fail(name);
        value = from_unix_micros(micros);
    }
    void operator()(const char* name, std::vector<std::string>& values) {
        const auto* member = find(name);
        if (member == nullptr) return;
        if (!member->is_array()) return fail(name);
        for (const json::value& one : member->get_array()) {
            if (!one.is_string() || !is_valid_utf8(one.get_string())) return fail(name);
            values.emplace_back(one.get_string());
        }
    }
    void operator()(const char* name, domain::Markets& markets) {
        const auto* member = find(name);
        if (member == nullptr) return;
        if (!member->is_array()) return fail(name);
        markets.emplace();
        for (const json::value& one : member->get_array()) {
            if (!one.is_string() || !domain::is_market(one.get_string())) return fail(name);
            markets->emplace(one.get_string());
        }
    }
    template <class T>
    void operator()(const char* name, std::optional<T>& value) {
        if (find(name) != nullptr) (*this)(name, value.emplace());
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void operator()(const char* name, Enum& value) {
        std::string text;
        (*this)(name, text);
        if (text.empty()) return;
        const auto names = names_of<Enum>();
        const auto found = std::ranges::find(names, text);
        if (found == names.end()) return fail(name);
        value = static_cast<Enum>(found - names.begin());
    }
    template <class T>
    void composite(const char* name, T& value) {
        const auto* member = find(name);
        if (member != nullptr && !storage::decode_json(json::serialize(*member), value)) fail(name);
    }

    void check(bool holds, const char* name) {
        if (!holds) fail(name);
    }
    std::optional<Error> error;

private:
    const json::value* find(const char* name) const { return object_.if_contains(name); }
    void read_number(const char* name, std::int64_t& value) {
        if (const auto* member = find(name)) member->is_int64() ? void(value = member->get_int64()) : fail(name);
    }
    void fail(const char* name) {
        if (!error) error = broken(name);
    }

    const json::object& object_;
};

template <class Archive, class Show>
void show_members(Archive& a, Show& v) {
    a("opaque_id", v.opaque_id);
    a("key", v.key);
    a("slug", v.slug);
    a("is_slug_chosen", v.is_slug_chosen);
    a("guid", v.guid);
    a("title", v.title);
    a("apple_title", v.apple_title);
    a("description", v.description);
    a("presenter", v.presenter);
    a("author", v.author);
    a("owner_name", v.owner_name);
    a("owner_email", v.owner_email);
    a("hide_owner_email", v.hide_owner_email);
    a("copyright", v.copyright);
    a("website_url", v.website_url);
    a("language", v.language);
    a.composite("categories", v.categories);
    a("is_explicit", v.is_explicit);
    a("type", v.type);
    a("medium", v.medium);
    a("image_url", v.image_url);
    a("image_hash", v.image_hash);
    a("visibility", v.visibility);
    a("is_suspended", v.is_suspended);
    a("is_complete", v.is_complete);
    a("block_directories", v.block_directories);
    a("markets", v.markets);
    a("is_locked", v.is_locked);
    a("redirect_state", v.redirect.state);
    a("redirect_url", v.redirect.url);
    a("new_feed_until", v.new_feed_until);
    a("feed_item_limit", v.feed_item_limit);
    a("feed_page_size", v.feed_page_size);
    a.composite("enclosure_prefixes", v.enclosure_prefixes);
    a.composite("distribution", v.distribution);
    a.composite("money", v.money);
    a("custom_domain", v.custom_domain);
    a.composite("tags", v.tags);
    a("created_at", v.created_at);
    a("updated_at", v.updated_at);
    a("content_changed_at", v.content_changed_at);
}

template <class Archive, class Episode>
void episode_members(Archive& a, Episode& v) {
    a("opaque_id", v.opaque_id);
    a("key", v.key);
    a("guid", v.guid);
    a("guid_is_permalink", v.guid_is_permalink);
    a("slug", v.slug);
    a("title", v.title);
    a("apple_title", v.apple_title);
    a("description", v.description);
    a("author", v.author);
    a("external_url", v.external_url);
    a("image_url", v.image_url);
    a("image_hash", v.image_hash);
    a("is_explicit", v.is_explicit);
    a("type", v.type);
    a("season", v.season);
    a("season_name", v.season_name);
    a("number", v.number);
    a("number_display", v.number_display);
    a("block_directories", v.block_directories);
    a("markets", v.markets);
    a("languages", v.languages);
    a.composite("tags", v.tags);
    a("status", v.status);
    a("publish_at", v.publish_at);
    a("date_precision", v.date_precision);
    a("archived_at", v.archived_at);
    a("archived_by", v.archived_by);
    a.composite("video", v.video);
    a.composite("companions", v.companions);
    a.composite("notes", v.notes);
    a("created_at", v.created_at);
    a("updated_at", v.updated_at);
}

template <class Archive, class External>
void external_members(Archive& a, External& v) {
    a("url", v.url);
    a("mime_type", v.mime_type);
    a("since", v.since);
}

bool is_word(std::string_view text, std::string_view others, std::size_t most) {
    return !text.empty() && text.size() <= most && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || others.find(c) != std::string_view::npos;
    });
}

bool is_sha256(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_sound_media(const domain::StoredMedia& media) {
    return is_sha256(media.sha256) && media.size_bytes > 0 && is_word(media.extension, "", 8) &&
           is_word(media.mime_type, "/-+.", 64) && media.media_begin >= 0 && media.media_begin <= media.media_end &&
           media.media_end <= media.size_bytes;
}

void put_media(json::object& object, const domain::Media& media) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&media)) {
        object["media"] = json::parse(storage::encode_json(std::optional{*stored}));
    } else if (const auto* external = std::get_if<domain::ExternalMedia>(&media)) {
        Writer writer;
        external_members(writer, *external);
        if (external->size_bytes) writer.object["size_bytes"] = *external->size_bytes;
        if (external->duration) writer.object["duration_ms"] = external->duration->count();
        object["external_media"] = std::move(writer.object);
    }
}

Result<domain::Media> read_media(const json::object& object) {
    if (const auto* stored = object.if_contains("media")) {
        std::optional<domain::StoredMedia> media;
        const auto read = storage::decode_json(json::serialize(*stored), media);
        if (!read || !media || !is_sound_media(*media)) return broken("media");
        return domain::Media{*std::move(media)};
    }
    const auto* given = object.if_contains("external_media");
    if (given == nullptr) return domain::Media{};
    if (!given->is_object()) return broken("external_media");
    Reader reader{given->get_object()};
    domain::ExternalMedia external;
    external_members(reader, external);
    if (const auto* size = given->get_object().if_contains("size_bytes"); size != nullptr && size->is_int64()) {
        external.size_bytes = size->get_int64();
    }
    if (const auto* length = given->get_object().if_contains("duration_ms"); length != nullptr && length->is_int64()) {
        external.duration = std::chrono::milliseconds{length->get_int64()};
    }
    if (reader.error || external.url.empty()) return broken("external_media");
    return domain::Media{std::move(external)};
}

bool is_image_hash(std::string_view text) {
    return text.empty() || domain::is_opaque_id(text);
}

}  // namespace

json::object to_object(const domain::Show& show) {
    Writer writer;
    show_members(writer, show);
    return std::move(writer.object);
}

json::object to_object(const domain::Episode& episode) {
    Writer writer;
    episode_members(writer, episode);
    put_media(writer.object, episode.media);
    return std::move(writer.object);
}

Result<domain::Show> show_from(const json::object& object) {
    Reader reader{object};
    domain::Show show;
    show_members(reader, show);
    reader.check(domain::is_opaque_id(show.opaque_id), "opaque_id");
    reader.check(domain::is_public_key(show.key), "key");
    reader.check(is_word(show.slug, "-_", 200), "slug");
    reader.check(!show.guid.empty() && show.guid.size() <= 256, "guid");
    reader.check(!show.title.empty(), "title");
    reader.check(is_image_hash(show.image_hash), "image_hash");
    reader.check(show.categories.size() <= 3, "categories");
    if (reader.error) return *reader.error;
    return show;
}

Result<domain::Episode> episode_from(const json::object& object) {
    Reader reader{object};
    domain::Episode episode;
    episode_members(reader, episode);
    reader.check(domain::is_opaque_id(episode.opaque_id), "opaque_id");
    reader.check(domain::is_public_key(episode.key), "key");
    reader.check(!episode.slug.empty() && episode.slug.size() <= 400, "slug");
    reader.check(!episode.guid.empty() && episode.guid.size() <= 4096, "guid");
    reader.check(is_image_hash(episode.image_hash), "image_hash");
    const bool is_draft = episode.status == domain::EpisodeStatus::draft;
    reader.check(is_draft || (episode.publish_at && !episode.title.empty()), "publish_at");
    reader.check(!episode.video || (is_sha256(episode.video->sha256) && episode.video->size_bytes > 0), "video");
    if (reader.error) return *reader.error;
    MOORING_TRY(episode.media, read_media(object));
    return episode;
}

Result<json::object> parse_object(std::string_view text) {
    boost::system::error_code failure;
    json::parse_options options;
    options.max_depth = 32;
    json::value value = json::parse({text.data(), text.size()}, failure, {}, options);
    if (failure || !value.is_object()) return Error{Errc::corrupt, "a part of the archive is no JSON object"};
    return std::move(value.get_object());
}

}  // namespace mooring::app::moving
