#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"
#include "mooring/domain/markets.hpp"
#include "mooring/domain/podcast_tags.hpp"

namespace mooring::domain {

/// One entry of Apple's closed list; `subcategory` is empty for a bare group.
struct Category {
    std::string group;
    std::string subcategory;
    bool operator==(const Category&) const = default;
};

enum class ShowType { episodic, serial };
enum class ShowVisibility { unpublished, published };

/// Who hosts a show. Of one that lives elsewhere there is what its feed says, and no media.
enum class Hosting { here, megaphone, elsewhere };

/// Where a show's listeners are sent (delivery.md, 2.9).
struct FeedRedirect {
    enum class State { none, announce, redirect };
    State state = State::none;
    std::string url;  ///< empty for `none`
    bool operator==(const FeedRedirect&) const = default;
};

/// A third-party measurement prefix of enclosure URLs (delivery.md, 2.4).
struct EnclosurePrefix {
    std::string url;            ///< such as `https://op3.dev/e/`
    bool strip_scheme = false;  ///< our URL follows without its `https://`
    bool operator==(const EnclosurePrefix&) const = default;
};

/// Whether a directory carries the show, as its owner says.
enum class DirectoryStatus { off, pending, on };

/// Where else a show is to be found, as its owner says (creators-rest.md, 1-O, X-12).
struct Distribution {
    std::map<std::string, std::string, std::less<>> links;  ///< by platform name, such as `itunes`; no empty ones
    DirectoryStatus spotify = DirectoryStatus::off;
    std::string itunes_owner_code;
    bool is_feed_disabled = false;  ///< its feed answers as if the show were unpublished
    bool operator==(const Distribution&) const = default;
};

/// What the operator knows of a show's money, which moves elsewhere (creators-rest.md, 1-R, 1-W). Amounts in cents.
struct Monetisation {
    std::string partner_program = "INELIGIBLE";
    std::vector<std::string> pending_requirements;
    std::string paywall = "NOT_ENROLLED";
    bool is_paywall_eligible = false, is_paywall_enabled = false, is_paywall_set_up = false;
    std::int64_t subscribers = 0;
    std::vector<std::string> wallet_obstacles{"NOT_SUPPORTED"};  ///< none: there is a wallet
    std::string currency = "USD";
    std::int64_t balance = 0, pending_balance = 0, lifetime_earnings = 0;
    bool operator==(const Monetisation&) const = default;
};

/// A podcast. Empty strings mean "not set"; what the feed shows instead is the feed's to say.
struct Show {
    // Names. `key` is the feed's, `opaque_id` the web catalogue's, `slug` the pages'; all unique.
    ShowId id;
    WorkspaceId workspace;
    Hosting hosting = Hosting::here;
    std::string source_url;       ///< the feed of a show that is hosted elsewhere; empty for those here
    std::string opaque_id;        ///< 22 base-62 characters
    std::string key;              ///< 16 base-62 characters
    std::string slug;             ///< `[a-z0-9-_]`, unique on the server
    bool is_slug_chosen = false;  ///< by a person: it stands for the show in the creators API too
    std::string guid;             ///< `podcast:guid`, lower-case UUID; never changes

    // What people read.
    std::string title;
    std::string apple_title;  ///< `itunes:title` when it differs
    std::string description;  ///< as written; the HTML filter runs on the way out
    std::string presenter;    ///< the publishing API's `presenter`
    std::string author;
    std::string owner_name;
    std::string owner_email;
    bool hide_owner_email = false;
    std::string copyright;
    std::string website_url;
    std::string language;              ///< BCP 47, lower case
    std::vector<Category> categories;  ///< at most three, the primary first
    bool is_explicit = false;
    ShowType type = ShowType::episodic;
    std::string medium = "podcast";

    // Artwork.
    std::string image_url;   ///< verbatim, as a client of the publishing API gave it
    std::string image_hash;  ///< 22 base-62 characters of a stored picture; empty until it is stored

    // Feed behaviour.
    ShowVisibility visibility = ShowVisibility::unpublished;
    bool is_suspended = false;
    bool is_complete = false;
    bool block_directories = false;
    Markets markets;  ///< where the web catalogue lists it
    bool is_locked = true;
    FeedRedirect redirect;
    std::optional<Instant> new_feed_until;  ///< `itunes:new-feed-url` names ourselves until then (after a move in)
    std::optional<int> feed_item_limit;
    std::optional<int> feed_page_size;
    std::vector<EnclosurePrefix> enclosure_prefixes;
    Distribution distribution;
    Monetisation money;
    std::string custom_domain;  ///< host of the show's own domain; empty for none
    ShowTags tags;

    // Times.
    Instant created_at;
    Instant updated_at;          ///< last change of any field
    Instant content_changed_at;  ///< last change of what the feed shows, publications by time apart
    std::optional<Instant> deleted_at;

    bool operator==(const Show&) const = default;
};

}  // namespace mooring::domain
