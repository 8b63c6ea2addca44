#include "mooring/api/accounts/home/visit.hpp"

#include "mooring/api/accounts/answers.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::accounts::home {

PageFacts Visit::facts_with(std::string error) const {
    PageFacts all = facts;
    all.error = std::move(error);
    return all;
}

std::int64_t Visit::path_number(std::size_t index) const {
    const auto number = parse_decimal(parameters.at(index));
    return number && *number > 0 ? *number : 0;
}

http::Response Visit::go_to(std::string_view path) const {
    return see_other(facts.prefix + std::string{path});
}

void begin_visit(HtmlWriter& html, const Visit& visit, std::string_view title, const std::string& error) {
    begin_page(html, title, PageWidth::wide);
    html.open("nav");
    link(html, visit.facts, "/home", "Overview");
    html.close("nav");
    show_error(html, visit.facts_with(error));
}

http::Response failure_page(const Error& error) {
    switch (error.code) {
        case Errc::not_found: return notice_page(404, "Not found", "There is nothing here, or not for you.");
        case Errc::gone: return notice_page(410, "Gone", "This is not here any more.");
        case Errc::unauthenticated:
        case Errc::forbidden: return notice_page(403, "Not allowed", "Your role or your session does not allow this.");
        case Errc::conflict: return notice_page(409, "That did not work", error.message);
        case Errc::invalid_argument:
        case Errc::too_large:
        case Errc::unsupported:
        case Errc::corrupt: return notice_page(400, "That did not work", error.field + " " + error.message);
        case Errc::rate_limited:
        case Errc::timeout:
        case Errc::unavailable:
        case Errc::no_space:
        case Errc::internal: return away(error);
    }
    return away(error);
}

std::optional<Refusal> refusal_of(const Error& error) {
    if (error.code == Errc::invalid_argument) {
        return Refusal{400, error.field.empty() ? error.message : error.field + " " + error.message};
    }
    if (error.code == Errc::conflict)
        return Refusal{409, error.field.empty() ? error.message : error.field + " " + error.message};
    return std::nullopt;
}

std::string time_text(Instant instant) {
    std::string text = iso8601_seconds(instant);  // 2031-05-04T10:00:00Z
    text[10] = ' ';
    return text.substr(0, 16) + " UTC";
}

std::string_view role_text(domain::Role role) {
    switch (role) {
        case domain::Role::analyst: return "Analyst";
        case domain::Role::editor: return "Editor";
        case domain::Role::show_admin: return "Show admin";
        case domain::Role::owner: return "Owner";
    }
    return "";
}

}  // namespace mooring::api::accounts::home
