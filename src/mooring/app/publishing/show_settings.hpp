#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mooring/app/public_urls.hpp"
#include "mooring/app/publishing/ports.hpp"

namespace mooring::app::publishing {

/// What an owner may set of a show beyond the publishing API's members: how its feed looks and behaves. Unset
/// members stay; empty texts clear.
struct ShowSettings {
    std::optional<std::string> author, owner_name, owner_email, copyright, website_url, apple_title, medium;
    std::optional<std::string> language;                 ///< BCP 47
    std::optional<std::vector<std::string>> categories;  ///< `Group|Sub` or `Group`, at most three
    std::optional<bool> hide_owner_email, is_explicit, is_suspended, is_complete, is_locked, block_directories;
    std::optional<domain::Markets> markets;  ///< where the web catalogue lists it
    std::optional<domain::ShowType> type;
    std::optional<std::string> slug;           ///< `[a-z0-9-_]`, chosen by a person; the old one keeps working
    std::optional<std::string> custom_domain;  ///< a host name
    std::optional<std::optional<int>> feed_item_limit, feed_page_size;
    std::optional<std::vector<domain::EnclosurePrefix>> enclosure_prefixes;  ///< at most three
    std::optional<domain::FeedRedirect> redirect;
    std::optional<domain::ShowTags> tags;  ///< all of them at once
    std::optional<domain::Distribution> distribution;
    std::optional<domain::Monetisation> money;
};

/// Change a show's settings. A patch that changes nothing leaves no trace; an invalid value changes nothing.
/// Errors: not_found, invalid_argument (the field is named; a redirect to ourselves or from https to http is one),
/// conflict (slug, custom_domain: taken).
Result<Show> change_show_settings(CatalogTransaction& tx, const PublicUrls& urls, Instant now, ShowId id,
                                  const ShowSettings& wanted);

}  // namespace mooring::app::publishing
