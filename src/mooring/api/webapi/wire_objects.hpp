#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/api/webapi/image_list.hpp"
#include "mooring/api/webapi/links.hpp"
#include "mooring/api/webapi/markets.hpp"
#include "mooring/api/webapi/playability.hpp"
#include "mooring/api/webapi/release_date.hpp"
#include "mooring/base/clock.hpp"

namespace mooring::api::webapi {

// The objects of webapi-v1.md, section 5. What they are made from is gathered by the caller; what is written here has
// every member of the contract, always. Texts are UTF-8.

struct Copyright {
    std::string text;
    std::string type;  ///< `C` or `P`
};

struct ShowObject {
    std::string id;  ///< the opaque one
    std::string name;
    std::string publisher;
    std::string description;       ///< plain text: tags removed, entities resolved
    std::string html_description;  ///< the same with its sanitised HTML
    std::string page_url;          ///< the public page
    domain::Markets markets;
    std::vector<Copyright> copyrights;
    std::vector<ImageEntry> images;
    std::vector<std::string> languages;        ///< the main one first: see `language_codes`
    std::optional<bool> is_externally_hosted;  ///< see `external_hosting`
    bool is_explicit = false;
    bool has_video = false;           ///< an episode has video
    std::int64_t total_episodes = 0;  ///< available in the request's market
};

struct ResumePoint {
    bool is_fully_played = false;
    std::chrono::milliseconds position{0};
};

struct EpisodeObject {
    std::string id;  ///< the opaque one
    std::string name;
    std::string description;       ///< as of a show
    std::string html_description;  ///< as of a show
    std::string page_url;          ///< the public page
    std::optional<std::string> audio_preview_url;
    std::chrono::milliseconds duration{0};  ///< 0 while unknown
    std::optional<bool> is_explicit;        ///< unset: the show's
    bool is_externally_hosted = false;      ///< audio given by URL
    std::vector<ImageEntry> images;         ///< none: the show's
    std::vector<std::string> languages;     ///< none: the show's
    Instant published_at;
    domain::DatePrecision precision = domain::DatePrecision::day;
    std::optional<Restriction> restriction;   ///< unset: it is playable
    std::optional<ResumePoint> resume_point;  ///< set for a user token with `user-read-playback-position`, else never
};

/// `languages` of a BCP 47 tag: `en` of `en-gb`. Empty for an empty tag.
std::vector<std::string> language_codes(std::string_view bcp47);

/// `is_externally_hosted` of a show with so many episodes, of which so many have external audio: true when all have,
/// nothing when there are none.
std::optional<bool> external_hosting(std::int64_t episodes, std::int64_t external);

/// Give an episode what it has not of its own: the show's images, languages and explicit flag.
void inherit(EpisodeObject& episode, const ShowObject& show);

/// A show without `episodes`, and with it. `episodes` are the first 50 available in `market`, newest first; the paging
/// object around them counts `total_episodes`.
void write_simplified_show(JsonWriter& json, const ShowObject& show, const Links& links);
void write_full_show(JsonWriter& json, const ShowObject& show, std::span<const EpisodeObject> episodes,
                     const Market& market, const Links& links);

/// An episode without `show`, and with it. What it inherits it has to have by now.
void write_simplified_episode(JsonWriter& json, const EpisodeObject& episode, const Links& links);
void write_full_episode(JsonWriter& json, const EpisodeObject& episode, const ShowObject& show, const Links& links);

/// An item of `/v1/me/shows` and of `/v1/me/episodes` (sections 7.5 and 7.6).
void write_saved_show(JsonWriter& json, Instant added_at, const ShowObject& show, const Links& links);
void write_saved_episode(JsonWriter& json, Instant added_at, const EpisodeObject& episode, const ShowObject& show,
                         const Links& links);

}  // namespace mooring::api::webapi
