#include "mooring/api/graphql/paging.hpp"

#include <algorithm>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::api::graphql {
namespace {

constexpr std::size_t signature_length = 12;
constexpr std::string_view token_purpose = "graphql.page_token";
constexpr std::int64_t most_pages = 1'000'000'000;

std::string signature_of(const Context& context, std::string_view list, std::string_view position) {
    const std::string text = std::string{list} + "\n" + std::string{position};
    return context.services.secret.sign(token_purpose, text).substr(0, signature_length);
}

}  // namespace

Result<std::int64_t> read_page_size(const Value& size, std::int64_t default_size, std::int64_t most) {
    if (!size.is_integer()) return default_size;
    if (size.as_integer() < 1) return bad_input("pageSize must be at least 1");
    return std::min(size.as_integer(), most);
}

Result<Page> read_page(const Value& pagination, std::int64_t default_size, std::int64_t most) {
    Page page;
    MOORING_TRY(page.size, read_page_size(pagination["pageSize"], default_size, most));
    const Value& number = pagination["currentPage"];
    if (number.is_integer()) page.number = std::min(number.as_integer(), most_pages);
    if (page.number < 1) return bad_input("currentPage must be at least 1");
    return page;
}

Cell pagination(FieldCall& call, const Page& page, std::int64_t total) {
    const std::int64_t pages = std::max<std::int64_t>(1, (total + page.size - 1) / page.size);
    return record(call, {{"currentPage", Cell::integer(page.number)},
                         {"pageSize", Cell::integer(page.size)},
                         {"totalItems", Cell::integer(total)},
                         {"totalPages", Cell::integer(pages)}});
}

std::string page_token(const Context& context, std::string_view list, std::string_view position) {
    return to_base64url(position) + "." + signature_of(context, list, position);
}

Result<std::optional<std::string>> read_page_token(const Context& context, std::string_view list,
                                                   std::string_view token) {
    if (token.empty()) return std::optional<std::string>{};
    const std::size_t dot = token.find('.');
    const auto position = dot == std::string_view::npos ? std::nullopt : from_base64(token.substr(0, dot));
    if (!position || !equal_in_constant_time(signature_of(context, list, *position), token.substr(dot + 1))) {
        return bad_input("pageToken is not one of this list");
    }
    return position;
}

}  // namespace mooring::api::graphql
