#include "mooring/api/webapi/ids.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "mooring/base/utf8.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::api::webapi {
namespace {

constexpr std::size_t ids_at_most = 50;
constexpr std::size_t deepest_body = 8;

Error ids_missing() {
    return invalid("ids", "Missing required field: ids");
}

/// The array of ids in a body; null when there is none.
const boost::json::array* ids_in(const boost::json::value& body) {
    if (const auto* object = body.if_object()) {
        const boost::json::value* member = object->if_contains("ids");
        return member != nullptr ? member->if_array() : nullptr;
    }
    return body.if_array();
}

}  // namespace

bool is_id(std::string_view text) {
    return domain::is_opaque_id(text);
}

Result<std::string> check_id(std::string_view text) {
    if (!is_id(text)) return invalid("id", "Invalid base62 id");
    return std::string{text};
}

Result<std::vector<std::string>> parse_ids(std::string_view text) {
    if (trim_ascii(text).empty()) return ids_missing();
    std::vector<std::string> ids;
    for (bool more = true; more;) {
        const auto comma = text.find(',');
        more = comma != std::string_view::npos;
        if (ids.size() == ids_at_most) return invalid("ids", "Too many ids requested");
        MOORING_TRY(std::string id, check_id(trim_ascii(text.substr(0, comma))));
        ids.push_back(std::move(id));
        text.remove_prefix(more ? comma + 1 : text.size());
    }
    return ids;
}

Result<std::vector<std::string>> read_ids(std::optional<std::string_view> query_ids, std::string_view body) {
    if (query_ids) return parse_ids(*query_ids);
    boost::json::parse_options options;
    options.max_depth = deepest_body;
    boost::system::error_code error;
    const boost::json::value parsed = boost::json::parse({body.data(), body.size()}, error, {}, options);
    const boost::json::array* given = error ? nullptr : ids_in(parsed);
    if (given == nullptr || given->empty()) return ids_missing();
    if (given->size() > ids_at_most) return invalid("ids", "Too many ids requested");
    std::vector<std::string> ids;
    for (const boost::json::value& value : *given) {
        const auto* text = value.if_string();
        MOORING_TRY(std::string id, check_id(text != nullptr ? std::string_view{*text} : std::string_view{}));
        ids.push_back(std::move(id));
    }
    return ids;
}

std::string show_uri(std::string_view id) {
    return "spotify:show:" + std::string{id};
}

std::string episode_uri(std::string_view id) {
    return "spotify:episode:" + std::string{id};
}

}  // namespace mooring::api::webapi
