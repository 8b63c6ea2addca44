#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/api/webapi/markets.hpp"
#include "mooring/base/result.hpp"

namespace mooring::api::webapi {

/// A stretch of a list (webapi-v1.md, section 4).
struct Page {
    std::int64_t limit = 20;
    std::int64_t offset = 0;
};

/// The page inside a show object, whatever was asked.
inline constexpr Page embedded_page{50, 0};

/// Of the parameters `limit` (1 to 50) and `offset` (0 or more), as they came. Empty counts as absent.
/// Errors: invalid_argument, with the message of the error object.
Result<Page> parse_page(std::optional<std::string_view> limit, std::optional<std::string_view> offset);

/// The link to a page of the list at `url`: `?offset=…&limit=…`, and the market if it was asked for. A query that `url`
/// has already stays in front.
std::string page_link(std::string_view url, const Page& page, const Market& market);

/// The seven members of a paging object around `items`, which writes the values of the array.
template <class Items>
void write_page(JsonWriter& json, std::string_view url, const Page& page, const Market& market, std::int64_t total,
                Items&& items) {
    const auto link = [&](std::string_view name, bool is_there, std::int64_t offset) {
        json.name(name);
        if (is_there) {
            json.text(page_link(url, {page.limit, offset}, market));
        } else {
            json.null();
        }
    };
    json.begin_object().member("href", page_link(url, page, market));
    json.name("items").begin_array();
    items();
    json.end_array().member("limit", page.limit);
    link("next", page.offset < total - page.limit, page.offset + page.limit);
    json.member("offset", page.offset);
    link("previous", page.offset > 0, page.offset > page.limit ? page.offset - page.limit : 0);
    json.member("total", total).end_object();
}

}  // namespace mooring::api::webapi
