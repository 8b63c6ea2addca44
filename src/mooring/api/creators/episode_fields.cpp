#include "mooring/api/creators/episode_fields.hpp"

#include "mooring/app/creators/texts.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::creators {
namespace {

using app::creators::EpisodeChange;

constexpr std::int64_t greatest_number = 1'000'000'000;

/// C0 but tab, DEL and C1, which UTF-8 writes as C2 80 to C2 9F.
std::string without_control_characters(const std::string& text) {
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool is_c1 = byte == 0xc2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xa0;
        if (is_c1) {
            ++at;
        } else if ((byte >= 0x20 && byte != 0x7f) || byte == '\t') {
            kept += text[at];
        }
    }
    return kept;
}

Checked<std::optional<domain::EpisodeType>> read_type(const Body& body) {
    const std::string_view name = body.has("episodeType") ? "episodeType" : "podcastEpisodeType";
    MOORING_TRY(const std::optional<std::string> text, body.text(name));
    if (!text) return std::optional<domain::EpisodeType>{};
    if (*text == "full") return std::optional{domain::EpisodeType::full};
    if (*text == "trailer") return std::optional{domain::EpisodeType::trailer};
    if (*text == "bonus") return std::optional{domain::EpisodeType::bonus};
    return invalid_field("body", name, "must be full, trailer or bonus");
}

/// A number that null clears; `second` is another name of it.
Checked<std::optional<std::optional<std::int64_t>>> read_clearable(const Body& body, std::string_view first,
                                                                   std::string_view second) {
    const std::string_view name = body.has(first) || body.is_null(first) ? first : second;
    if (body.is_null(name)) return std::optional{std::optional<std::int64_t>{}};
    MOORING_TRY(const std::optional<std::int64_t> number, body.integer(name));
    if (!number) return std::optional<std::optional<std::int64_t>>{};
    if (*number < 0 || *number > greatest_number) return invalid_field("body", name, "must be 0 or more");
    return std::optional{number};
}

}  // namespace

Checked<std::optional<std::string>> read_title(const Body& body) {
    MOORING_TRY(std::optional<std::string> title, body.text("title"));
    if (!title) return title;
    if (code_point_count(*title) > app::creators::longest_title) {
        return Refusal{400, "title_too_long", "body.title must be at most 200 characters", "title"};
    }
    return std::optional{without_control_characters(*title)};
}

Checked<std::optional<std::string>> read_description(const Body& body) {
    MOORING_TRY(std::optional<std::string> text, body.text("description"));
    if (!text) return text;
    if (!app::creators::is_description_short_enough(*text)) {
        return Refusal{400, "description_too_long", "body.description must be at most 4000 characters", "description"};
    }
    return text;
}

Checked<domain::StateWish> read_state(const Body& body) {
    domain::StateWish wish;
    MOORING_TRY(const std::optional<bool> is_draft, body.flag("isDraft"));
    wish.back_to_draft = is_draft.value_or(false);
    MOORING_TRY(wish.is_published, body.flag("isPublished"));
    MOORING_TRY(wish.publish_at, body.time("publishOn"));
    wish.clears_time = body.is_null("publishOn");
    return wish;
}

Checked<EpisodeChange> read_episode_change(const Body& body) {
    EpisodeChange wanted;
    MOORING_TRY(wanted.title, read_title(body));
    MOORING_TRY(wanted.description, read_description(body));
    MOORING_TRY(wanted.type, read_type(body));
    MOORING_TRY(wanted.is_explicit, body.flag("podcastEpisodeIsExplicit"));
    MOORING_TRY(wanted.is_adult_video, body.flag("isVideoEighteenPlus"));
    MOORING_TRY(wanted.season, read_clearable(body, "seasonNumber", "podcastSeasonNumber"));
    MOORING_TRY(wanted.number, read_clearable(body, "episodeNumber", "podcastEpisodeNumber"));
    if (body.is_null("wizardDraftedToPublishOn")) {
        wanted.wizard_time.emplace();
    } else {
        MOORING_TRY(const std::optional<Instant> time, body.iso_time("wizardDraftedToPublishOn"));
        if (time) wanted.wizard_time = time;
    }
    MOORING_TRY(wanted.state, read_state(body));
    return wanted;
}

}  // namespace mooring::api::creators
