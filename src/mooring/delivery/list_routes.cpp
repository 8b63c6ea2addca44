#include <algorithm>
#include <string>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/page_answer.hpp"
#include "mooring/delivery/route_table.hpp"
#include "mooring/http/html_writer.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::SiteAddress;
using app::delivering::SiteAddresses;

constexpr std::int64_t urls_per_sitemap = 50000;  // sitemaps.org, and delivery.md, 8.1
constexpr std::string_view xml_type = "application/xml; charset=utf-8";
constexpr std::string_view sitemap_namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

std::string sitemap_text(const SiteAddresses& site, std::int64_t page) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"" + std::string{sitemap_namespace} + "\">\n";
    const auto first = (page - 1) * urls_per_sitemap;
    const auto last = std::min<std::int64_t>(std::ssize(site.addresses), first + urls_per_sitemap);
    for (std::int64_t at = first; at < last; ++at) {
        const SiteAddress& address = site.addresses[static_cast<std::size_t>(at)];
        xml += "<url><loc>" + http::html_escaped(address.url) + "</loc><lastmod>" +
               iso8601_seconds(address.changed_at) + "</lastmod></url>\n";
    }
    return xml + "</urlset>\n";
}

std::string sitemap_index(const std::string& base, std::int64_t pages) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"" + std::string{sitemap_namespace} + "\">\n";
    for (std::int64_t page = 1; page <= pages; ++page) {
        xml += "<sitemap><loc>" + http::html_escaped(base) + "/sitemap.xml?page=" + std::to_string(page) +
               "</loc></sitemap>\n";
    }
    return xml + "</sitemapindex>\n";
}

}  // namespace

Response workspace_opml(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& key = parameters.at(0);
    const bool is_all = key == "all";
    if (is_all ? !delivering.settings.is_public : !domain::is_public_key(key)) return not_found();
    const TextRules rules{"opml " + key, "text/x-opml; charset=utf-8", {{"Access-Control-Allow-Origin", "*"}}};
    return answer_text(delivering, request, rules, [&]() -> Result<FreshText> {
        MOORING_TRY(auto list, delivering.facts.opml(is_all ? std::nullopt : std::optional<std::string_view>{key}));
        FreshText fresh;
        fresh.text = std::move(list.text);
        fresh.freshness = list.freshness;
        return fresh;
    });
}

Response sitemap(Delivering& delivering, const Request& request, const PathParameters&) {
    const auto parameters = request.parameters();
    const auto asked = parameters.find("page");
    const auto page = asked ? parse_decimal(*asked).value_or(-1) : 0;  // 0: the sitemap itself, or its index
    const TextRules rules{"sitemap " + std::to_string(page), std::string{xml_type}, {}};
    return answer_text(delivering, request, rules, [&]() -> Result<FreshText> {
        MOORING_TRY(const auto site, delivering.facts.site_addresses(delivering.now()));
        const auto pages =
            std::max<std::int64_t>(1, (std::ssize(site.addresses) + urls_per_sitemap - 1) / urls_per_sitemap);
        if (page < 0 || page > pages) return Error{Errc::not_found, "no such page"};
        FreshText fresh;
        fresh.text = page == 0 && pages > 1 ? sitemap_index(delivering.settings.urls.base, pages)
                                            : sitemap_text(site, std::max<std::int64_t>(page, 1));
        fresh.freshness = site.freshness;
        return fresh;
    });
}

Response robots(Delivering& delivering, const Request&, const PathParameters&) {
    Response response = Response::text(200, "text/plain; charset=utf-8",
                                       "User-agent: *\nDisallow: /media/\nDisallow: /embed/\nDisallow: /oembed\n"
                                       "Allow: /\n\nSitemap: " +
                                           delivering.settings.urls.base + "/sitemap.xml\n");
    response.header("Cache-Control", "public, max-age=3600");
    return response;
}

}  // namespace mooring::delivery
