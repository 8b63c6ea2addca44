#include "mooring/app/publishing/client_urls.hpp"

#include "mooring/outbound/url_rules.hpp"

namespace mooring::app::publishing {

UrlRule public_urls_only() {
    return [](std::string_view url) { return outbound::is_acceptable_url(url); };
}

}  // namespace mooring::app::publishing
