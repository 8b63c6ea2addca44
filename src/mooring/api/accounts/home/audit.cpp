#include "mooring/app/managing/audit_log.hpp"

#include <string>

#include "mooring/api/accounts/home/endpoints.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::accounts::home {
namespace {

constexpr int entries_a_page = 50;

/// A positive number of the query.
std::optional<std::int64_t> number_of(const Form& query, std::string_view name) {
    const auto number = parse_decimal(query.get(name));
    return number && *number > 0 && *number <= domain::max_wire_id ? number : std::nullopt;
}

void entry_row(HtmlWriter& html, const domain::AuditEntry& entry) {
    html.open("li").open("div").element("strong", {}, entry.action).text(" " + entry.subject);
    if (entry.account) html.text(" (account:" + std::to_string(entry.account->value) + ")");
    html.open("br").open("span", {{"class", "soft"}}).text(time_text(entry.at) + " by " + entry.actor);
    if (!entry.address.empty()) html.text(" from " + entry.address);
    html.close("span").close("div").close("li");
}

}  // namespace

http::Response show_audit(const Visit& visit) {
    const Form query = Form::of_query(visit.request.query);
    const auto workspace = number_of(query, "workspace");
    const auto entries = visit.read([&](CatalogSnapshot& catalog) {
        return list_audit(catalog, visit.asker,
                          workspace ? std::optional{domain::WorkspaceId{*workspace}} : std::nullopt,
                          number_of(query, "before").value_or(domain::max_wire_id), entries_a_page);
    });
    if (!entries) return failure_page(entries.error());
    HtmlWriter html;
    begin_visit(html, visit, "Audit log", {});
    html.open("ul", {{"class", "rows"}});
    for (const domain::AuditEntry& entry : *entries) entry_row(html, entry);
    if (entries->empty()) html.element("li", {{"class", "soft"}}, "Nothing yet.");
    html.close("ul");
    if (entries->size() == static_cast<std::size_t>(entries_a_page)) {
        std::string older = "/home/audit?before=" + std::to_string(entries->back().id);
        if (workspace) older += "&workspace=" + std::to_string(*workspace);
        link(html, visit.facts, older, "Older");
    }
    return end_page(200, html);
}

}  // namespace mooring::api::accounts::home
