#include "mooring/app/publishing/show_settings.hpp"

#include <algorithm>
#include <array>

#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/app/publishing/settings_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/feed/categories.hpp"
#include "mooring/feed/language.hpp"

namespace mooring::app::publishing {
namespace {

constexpr std::array media_kinds{"podcast",    "music", "video",     "film",  "audiobook",
                                 "newsletter", "blog",  "publisher", "course"};

template <class Value>
void take(const std::optional<Value>& wanted, Value& kept) {
    if (wanted) kept = *wanted;
}

bool is_http_url(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

Result<void> take_categories(const std::optional<std::vector<std::string>>& wanted, Show& show) {
    if (!wanted) return ok();
    if (wanted->size() > 3) return invalid("categories", "a show has at most three categories");
    show.categories.clear();
    for (const std::string& text : *wanted) {
        const auto category = feed::parse_category(text);
        if (!category) return invalid("categories", "'" + text + "' is not one of Apple's categories");
        show.categories.push_back(*category);
    }
    return ok();
}

Result<void> take_language(const std::optional<std::string>& wanted, Show& show) {
    if (!wanted) return ok();
    if (wanted->empty()) {
        show.language.clear();
        return ok();
    }
    const auto language = feed::parse_language(*wanted);
    if (!language) return invalid("language", "'" + *wanted + "' is not a language tag such as en or pt-br");
    show.language = *language;
    return ok();
}

/// What two addresses of one feed have in common.
std::string_view without_scheme(std::string_view url) {
    const auto scheme = url.find("://");
    url = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    while (url.ends_with('/')) url.remove_suffix(1);
    return url;
}

Result<void> take_redirect(const std::optional<domain::FeedRedirect>& wanted, const PublicUrls& urls, Show& show) {
    using State = domain::FeedRedirect::State;
    if (!wanted) return ok();
    if (wanted->state == State::none) {
        show.redirect = {};
        return ok();
    }
    if (!is_http_url(wanted->url)) return invalid("redirect", "a redirect needs an http or https address");
    if (!urls.is_plain_http() && !wanted->url.starts_with("https://")) {
        return invalid("redirect", "a feed served over https may only move to an https address");
    }
    const std::string own = urls.feed(show);
    const std::string_view target = without_scheme(wanted->url);
    // Our own addresses of this feed end in its key, whatever base they stand on.
    const bool is_ours = target == without_scheme(own) || target.find("/feeds/" + show.key) != std::string_view::npos;
    if (is_ours) return invalid("redirect", "a feed cannot move to itself");
    show.redirect = *wanted;
    return ok();
}

bool is_slug(std::string_view text) {
    return !text.empty() && text.size() <= 80 && !text.starts_with('-') && !text.ends_with('-') &&
           std::ranges::all_of(
               text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

Result<void> take_slug(CatalogTransaction& tx, const std::optional<std::string>& wanted, Show& show) {
    if (!wanted) return ok();
    show.is_slug_chosen = true;
    if (*wanted == show.slug) return ok();
    if (!is_slug(*wanted)) return invalid("slug", "a slug has lower-case letters, digits, hyphens and underscores");
    MOORING_TRY(const auto owner, tx.shows().find_by_slug(*wanted));
    if (owner && owner->id != show.id) return Error{Errc::conflict, "the slug '" + *wanted + "' is taken", "slug"};
    show.slug = *wanted;
    return ok();
}

Result<void> take_custom_domain(CatalogTransaction& tx, const std::optional<std::string>& wanted, Show& show) {
    if (!wanted) return ok();
    const std::string host = to_lower_ascii(*wanted);
    const bool is_host = std::ranges::all_of(
        host, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; });
    if (!host.empty() && (!is_host || host.find('.') == std::string::npos)) {
        return invalid("custom_domain", "'" + host + "' is not a host name");
    }
    if (!host.empty()) {
        MOORING_TRY(const auto owner, tx.shows().find_by_custom_domain(host));
        if (owner && owner->id != show.id) {
            return Error{Errc::conflict, "the domain '" + host + "' belongs to another show", "custom_domain"};
        }
    }
    show.custom_domain = host;
    return ok();
}

Result<void> take_limits(const ShowSettings& wanted, Show& show) {
    for (const auto& [value, field] :
         {std::pair{wanted.feed_item_limit, "feed_item_limit"}, std::pair{wanted.feed_page_size, "feed_page_size"}}) {
        if (value && *value && **value < 1) return invalid(field, std::string{field} + " must be 1 or more");
    }
    take(wanted.feed_item_limit, show.feed_item_limit);
    take(wanted.feed_page_size, show.feed_page_size);
    if (wanted.enclosure_prefixes) {
        if (wanted.enclosure_prefixes->size() > 3)
            return invalid("enclosure_prefixes", "a show has at most three prefixes");
        for (const auto& prefix : *wanted.enclosure_prefixes) {
            if (!is_http_url(prefix.url)) return invalid("enclosure_prefixes", "a prefix is an http or https address");
        }
        show.enclosure_prefixes = *wanted.enclosure_prefixes;
    }
    return ok();
}

}  // namespace

Result<Show> change_show_settings(CatalogTransaction& tx, const PublicUrls& urls, Instant now, ShowId id,
                                  const ShowSettings& wanted) {
    MOORING_TRY(const std::optional<Show> found, tx.shows().find(id));
    if (!found || found->deleted_at) return Error{Errc::not_found, "show not found", "show"};
    Show show = *found;
    MOORING_CHECK(take_text(wanted.author, show.author, "author"));
    MOORING_CHECK(take_text(wanted.owner_name, show.owner_name, "owner_name"));
    MOORING_CHECK(take_text(wanted.owner_email, show.owner_email, "owner_email"));
    MOORING_CHECK(take_text(wanted.copyright, show.copyright, "copyright"));
    MOORING_CHECK(take_text(wanted.apple_title, show.apple_title, "apple_title"));
    MOORING_CHECK(take_url(wanted.website_url, show.website_url, "website_url"));
    if (wanted.medium && std::ranges::find(media_kinds, *wanted.medium) == media_kinds.end()) {
        return invalid("medium", "'" + *wanted.medium + "' is not a medium of the podcast namespace");
    }
    take(wanted.medium, show.medium);
    take(wanted.hide_owner_email, show.hide_owner_email);
    take(wanted.is_explicit, show.is_explicit);
    take(wanted.is_suspended, show.is_suspended);
    take(wanted.is_complete, show.is_complete);
    take(wanted.is_locked, show.is_locked);
    take(wanted.block_directories, show.block_directories);
    take(wanted.type, show.type);
    take(wanted.tags, show.tags);
    take(wanted.distribution, show.distribution);
    take(wanted.money, show.money);
    MOORING_CHECK(take_markets(wanted.markets, show.markets, "markets"));
    MOORING_CHECK(take_language(wanted.language, show));
    MOORING_CHECK(take_categories(wanted.categories, show));
    MOORING_CHECK(take_limits(wanted, show));
    MOORING_CHECK(take_slug(tx, wanted.slug, show));
    MOORING_CHECK(take_custom_domain(tx, wanted.custom_domain, show));
    MOORING_CHECK(take_redirect(wanted.redirect, urls, show));
    if (show == *found) return show;

    const bool has_moved = show.redirect != found->redirect;
    show.updated_at = now;
    MOORING_CHECK(tx.show_writer().update(show));
    if (has_moved) {
        MOORING_CHECK(tx.outbox_writer().append({storage::EventKind::show_moved, id, std::nullopt, now}));
    }
    MOORING_CHECK(note_feed_change(tx, id, now));
    MOORING_TRY(std::optional<Show> stored, tx.shows().find(id));
    return std::move(*stored);
}

}  // namespace mooring::app::publishing
