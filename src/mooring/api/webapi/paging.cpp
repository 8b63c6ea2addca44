#include "mooring/api/webapi/paging.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::api::webapi {
namespace {

constexpr std::int64_t greatest_limit = 50;

}  // namespace

Result<Page> parse_page(std::optional<std::string_view> limit, std::optional<std::string_view> offset) {
    Page page;
    if (limit && !limit->empty()) {
        const auto number = parse_decimal(*limit);
        if (!number || *number < 1 || *number > greatest_limit) return invalid("limit", "Invalid limit");
        page.limit = *number;
    }
    if (offset && !offset->empty()) {
        const auto number = parse_decimal(*offset);
        // So that offset + limit cannot overflow.
        if (!number || *number < 0 || *number > INT64_MAX - greatest_limit) return invalid("offset", "Invalid offset");
        page.offset = *number;
    }
    return page;
}

std::string page_link(std::string_view url, const Page& page, const Market& market) {
    std::string link{url};
    link += url.find('?') == std::string_view::npos ? '?' : '&';
    link += "offset=" + std::to_string(page.offset) + "&limit=" + std::to_string(page.limit);
    if (market.is_asked) link += "&market=" + market.country;
    return link;
}

}  // namespace mooring::api::webapi
