#include "mooring/server/admin/tags_file.hpp"

#include "mooring/server/files.hpp"
#include "mooring/storage/catalog/json_codec.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;

bool is_nothing(const json::value& value) {
    return value.is_null() || (value.is_bool() && !value.as_bool()) ||
           (value.is_string() && value.as_string().empty()) || (value.is_int64() && value.as_int64() == 0) ||
           (value.is_array() && value.as_array().empty()) || (value.is_object() && value.as_object().empty());
}

/// The first member of `given` that is not in `kept`, by path; "" when all are. What says nothing need not be kept.
std::string first_lost(const json::value& given, const json::value& kept, const std::string& path) {
    if (is_nothing(given)) return {};
    if (given.kind() != kept.kind()) return path;
    if (given.is_array()) {
        if (given.as_array().size() != kept.as_array().size()) return path;
        for (std::size_t i = 0; i < given.as_array().size(); ++i) {
            const std::string inner = path + "[" + std::to_string(i) + "]";
            if (auto lost = first_lost(given.as_array()[i], kept.as_array()[i], inner); !lost.empty()) return lost;
        }
        return {};
    }
    if (!given.is_object()) return given == kept ? std::string{} : path;
    for (const auto& member : given.as_object()) {
        const std::string inner = (path.empty() ? "" : path + ".") + std::string{member.key()};
        const json::value* found = kept.as_object().if_contains(member.key());
        if (auto lost = first_lost(member.value(), found ? *found : json::value(), inner); !lost.empty()) return lost;
    }
    return {};
}

template <class Tags>
json::value as_json(const Tags& tags) {
    const std::string text = storage::encode_json(tags);
    return text.empty() ? json::value(json::object{}) : json::parse(text);
}

template <class Tags>
Result<Tags> read_tags(const std::string& path) {
    MOORING_TRY(const std::string text, read_whole_file(path));
    json::error_code failed;
    const json::value given = json::parse(text, failed);
    if (failed || !given.is_object()) return invalid("file", "'" + path + "' is not a JSON object");
    Tags tags;
    const auto decoded = storage::decode_json(json::serialize(given), tags);
    const std::string lost = decoded ? first_lost(given, as_json(tags), "") : std::string{"a member"};
    if (!lost.empty()) return invalid("file", "'" + path + "': " + lost + " is not known or not of its kind");
    return tags;
}

}  // namespace

Result<domain::ShowTags> read_show_tags(const std::string& path) {
    return read_tags<domain::ShowTags>(path);
}

Result<domain::EpisodeTags> read_episode_tags(const std::string& path) {
    return read_tags<domain::EpisodeTags>(path);
}

json::value tags_json(const domain::ShowTags& tags) {
    return as_json(tags);
}

json::value tags_json(const domain::EpisodeTags& tags) {
    return as_json(tags);
}

}  // namespace mooring::server::admin
