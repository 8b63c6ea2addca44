#include "mooring/app/publishing/episode_settings.hpp"

#include <algorithm>

#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/app/publishing/settings_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/feed/language.hpp"

namespace mooring::app::publishing {
namespace {

constexpr std::size_t longest_display = 32;  // the podcast namespace's, for `episode@display`

template <class Value>
void take(const std::optional<Value>& wanted, Value& kept) {
    if (wanted) kept = *wanted;
}

bool are_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_episode_number(std::string_view text) {
    const auto point = text.find('.');
    return are_digits(text.substr(0, point)) && (point == text.npos || are_digits(text.substr(point + 1)));
}

Result<void> take_number(const EpisodeSettings& wanted, Episode& episode) {
    if (wanted.season && wanted.season->value_or(0) < 0) return invalid("season", "season must be 0 or more");
    take(wanted.season, episode.season);
    MOORING_CHECK(take_text(wanted.season_name, episode.season_name, "season_name"));
    MOORING_CHECK(take_text(wanted.number, episode.number, "number"));
    if (wanted.number && !episode.number.empty() && !is_episode_number(episode.number)) {
        return invalid("number", "number must be a decimal number such as 12 or 3.5");
    }
    MOORING_CHECK(take_text(wanted.number_display, episode.number_display, "number_display"));
    if (wanted.number_display && code_point_count(episode.number_display) > longest_display) {
        return invalid("number_display", "number_display must be 32 characters or fewer");
    }
    return ok();
}

Result<void> take_languages(const std::optional<std::vector<std::string>>& wanted, Episode& episode) {
    if (!wanted) return ok();
    std::vector<std::string> languages;
    for (const std::string& text : *wanted) {
        const auto language = feed::parse_language(text);
        if (!language) return invalid("languages", "'" + text + "' is not a language code such as en");
        const std::string code = language->substr(0, language->find('-'));
        if (std::ranges::find(languages, code) == languages.end()) languages.push_back(code);
    }
    episode.languages = std::move(languages);
    return ok();
}

}  // namespace

Result<Episode> change_episode_settings(CatalogTransaction& tx, Instant now, EpisodeId id,
                                        const EpisodeSettings& wanted) {
    MOORING_TRY(const std::optional<Episode> found, tx.episodes().find(id));
    if (!found || found->deleted_at) return Error{Errc::not_found, "episode not found", "episode"};
    Episode episode = *found;
    MOORING_CHECK(take_text(wanted.author, episode.author, "author"));
    MOORING_CHECK(take_text(wanted.apple_title, episode.apple_title, "apple_title"));
    MOORING_CHECK(take_url(wanted.external_url, episode.external_url, "external_url"));
    MOORING_CHECK(take_number(wanted, episode));
    MOORING_CHECK(take_markets(wanted.markets, episode.markets, "markets"));
    MOORING_CHECK(take_languages(wanted.languages, episode));
    take(wanted.is_explicit, episode.is_explicit);
    take(wanted.type, episode.type);
    take(wanted.block_directories, episode.block_directories);
    take(wanted.tags, episode.tags);
    if (episode == *found) return episode;

    episode.updated_at = now;
    MOORING_CHECK(tx.episode_writer().update(episode));
    MOORING_TRY(const std::optional<Show> show, tx.shows().find(episode.show));
    if (show) MOORING_CHECK(tell_episode_change(tx, *show, &*found, episode, now));
    return episode;
}

}  // namespace mooring::app::publishing
