#include "mooring/api/webapi/ids.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"

namespace mooring::api::webapi {
namespace {

constexpr std::size_t id_length = 22;
constexpr std::size_t ids_at_most = 50;

}  // namespace

bool is_id(std::string_view text) {
    return text.size() == id_length && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
}

Result<std::string> check_id(std::string_view text) {
    if (!is_id(text)) return invalid("id", "Invalid base62 id");
    return std::string{text};
}

Result<std::vector<std::string>> parse_ids(std::string_view text) {
    if (trim_ascii(text).empty()) return invalid("ids", "Missing required field: ids");
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

std::string show_uri(std::string_view id) {
    return "spotify:show:" + std::string{id};
}

std::string episode_uri(std::string_view id) {
    return "spotify:episode:" + std::string{id};
}

}  // namespace mooring::api::webapi
