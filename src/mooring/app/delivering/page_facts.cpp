#include "mooring/app/delivering/page_facts.hpp"

#include <algorithm>
#include <utility>

#include "mooring/app/delivering/media_types.hpp"
#include "mooring/app/publisher.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/feed/html_filter.hpp"
#include "mooring/feed/opml.hpp"

namespace mooring::app::delivering {
namespace {

constexpr std::size_t summary_characters = 300;  // og:description (delivery.md, 8.1)

std::string summary_of(std::string_view html) {
    std::string text = feed::plain_text(html);
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    const auto is_pair = [](char left, char right) { return left == ' ' && right == ' '; };
    const auto tail = std::ranges::unique(text, is_pair);
    text.erase(tail.begin(), tail.end());
    return cut_to_code_points(trim(text), summary_characters);
}

Result<domain::Show> public_show(storage::CatalogSnapshot& view, domain::ShowId id) {
    MOORING_TRY(auto show, view.shows().find(id));
    if (!show) return Error{Errc::not_found, "no such show"};
    if (show->deleted_at) return Error{Errc::gone, "the show was deleted"};
    if (!domain::is_public(*show)) return Error{Errc::not_found, "the show is not public"};
    return std::move(*show);
}

}  // namespace

Pictures PageFacts::pictures_of(storage::CatalogSnapshot& view, const std::string& image_hash) const {
    Pictures pictures;
    if (image_hash.empty()) return pictures;
    const auto row = view.images().find(image_hash);
    if (!row || !*row) return pictures;  // a page without its picture is better than no page
    const auto form = [&](std::string_view size) -> std::optional<Picture> {
        for (const auto& variant : (*row)->variants) {
            if (variant.size == size && variant.extension == "jpg") {
                return Picture{settings_.urls.image(image_hash, size, "jpg"), variant.width, variant.height};
            }
        }
        return std::nullopt;
    };
    pictures.small = form("300");
    pictures.large = form("640");
    pictures.social = form("og");
    return pictures;
}

ShowFacts PageFacts::facts_of(storage::CatalogSnapshot& view, const domain::Show& show) const {
    ShowFacts facts;
    facts.show = show;
    facts.author = publisher_of(show, settings_.default_author);
    facts.language = show.language.empty() ? settings_.default_language : show.language;
    facts.notes_html = feed::filter_html(show.description);
    facts.summary = summary_of(facts.notes_html);
    facts.pictures = pictures_of(view, show.image_hash);
    facts.page_url = settings_.urls.show_page(show);
    facts.feed_url = settings_.urls.feed(show);
    facts.embed_url = settings_.urls.show_embed(show);
    return facts;
}

EpisodeFacts PageFacts::facts_of(storage::CatalogSnapshot& view, const ShowFacts& show,
                                 const domain::Episode& episode) const {
    EpisodeFacts facts;
    facts.episode = episode;
    facts.notes_html = feed::filter_html(episode.description);
    facts.summary = summary_of(facts.notes_html);
    if (!episode.image_hash.empty() && episode.image_hash != show.show.image_hash) {
        facts.pictures = pictures_of(view, episode.image_hash);
    }
    if (!facts.pictures.small && !facts.pictures.large) facts.pictures = show.pictures;
    facts.page_url = settings_.urls.episode_page(show.show, episode);
    facts.embed_url = settings_.urls.episode_embed(episode);
    facts.media_url = settings_.urls.media(episode);
    std::optional<std::chrono::milliseconds> duration;
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
        facts.media_type = stored->mime_type;
        facts.media_bytes = stored->size_bytes;
        duration = stored->duration;
    } else if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) {
        facts.is_external = true;
        facts.media_type = external->mime_type;
        facts.media_bytes = external->size_bytes;
        duration = external->duration;
    }
    if (facts.media_type.empty()) facts.media_type = media_type_of_extension(media_extension(episode));
    if (duration) facts.duration = std::chrono::round<std::chrono::seconds>(*duration);
    facts.is_video = facts.media_type.starts_with("video/");
    return facts;
}

Result<Freshness> PageFacts::freshness_of(storage::CatalogSnapshot& view, domain::ShowId show, std::uint64_t version,
                                          Instant now) const {
    Freshness freshness{version, std::nullopt, std::nullopt};
    MOORING_TRY(freshness.valid_until, view.episodes().next_publication(show, now));
    storage::VisibleEpisodesQuery newest;
    newest.show = show;
    newest.now = now;
    newest.limit = 1;
    MOORING_TRY(const auto first, view.episodes().list_visible(newest));
    if (!first.empty()) freshness.newest_publication = first.front().episode.publish_at;
    return freshness;
}

FoundShow PageFacts::found_as(const domain::Show& show, bool is_present_name) const {
    return {show.id,
            is_present_name,
            domain::is_public(show),
            show.deleted_at.has_value(),
            settings_.urls.show_page(show),
            settings_.urls.feed(show)};
}

Result<FoundShow> PageFacts::find_show(domain::ShowId id) {
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<FoundShow> {
        MOORING_TRY(const auto show, view.shows().find(id));
        if (!show) return Error{Errc::not_found, "no such show"};
        return found_as(*show, true);
    });
}

Result<FoundShow> PageFacts::find_show_by_slug(std::string_view slug) {
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<FoundShow> {
        MOORING_TRY(const auto show, view.shows().find_by_slug(slug));
        if (!show) return Error{Errc::not_found, "no such show"};
        return found_as(*show, show->slug == slug);
    });
}

Result<FoundShow> PageFacts::find_show_by_key(std::string_view key) {
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<FoundShow> {
        MOORING_TRY(const auto show, view.shows().find_by_key(key));
        if (!show) return Error{Errc::not_found, "no such show"};
        return found_as(*show, true);
    });
}

Result<FoundEpisode> PageFacts::find_episode_by_slug(domain::ShowId show, std::string_view slug) {
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<FoundEpisode> {
        MOORING_TRY(const auto episode, view.episodes().find_by_slug(show, slug));
        if (!episode) return Error{Errc::not_found, "no such episode"};
        return FoundEpisode{episode->show, episode->id, episode->slug == slug};
    });
}

Result<FoundEpisode> PageFacts::find_episode_by_key(std::string_view key) {
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<FoundEpisode> {
        MOORING_TRY(const auto episode, view.episodes().find_by_key(key));
        if (!episode) return Error{Errc::not_found, "no such episode"};
        return FoundEpisode{episode->show, episode->id, true};
    });
}

Result<FoundEpisode> PageFacts::find_episode(domain::EpisodeId id) {
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<FoundEpisode> {
        MOORING_TRY(const auto episode, view.episodes().find(id));
        if (!episode) return Error{Errc::not_found, "no such episode"};
        return FoundEpisode{episode->show, episode->id, true};
    });
}

Result<ShowPageFacts> PageFacts::show_page(domain::ShowId show, std::int64_t page, Instant now) {
    artwork_.ensure(show);
    const auto version = catalog_.versions().of(show);
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<ShowPageFacts> {
        MOORING_TRY(const auto found, public_show(view, show));
        ShowPageFacts facts;
        facts.show = facts_of(view, found);
        MOORING_TRY(facts.freshness, freshness_of(view, show, version, now));
        storage::VisibleEpisodesQuery query;
        query.show = show;
        query.now = now;
        query.limit = episodes_per_page;
        MOORING_TRY(facts.total, view.episodes().count_visible(query));
        facts.page = page;
        facts.pages = std::max<std::int64_t>(1, (facts.total + episodes_per_page - 1) / episodes_per_page);
        if (page < 1 || page > facts.pages) return Error{Errc::not_found, "no such page"};
        query.offset = (page - 1) * episodes_per_page;
        MOORING_TRY(const auto listed, view.episodes().list_visible(query));
        for (const auto& one : listed) facts.episodes.push_back(facts_of(view, facts.show, one.episode));
        return facts;
    });
}

Result<EpisodePageFacts> PageFacts::episode_page(domain::ShowId show, domain::EpisodeId episode, Instant now,
                                                 Audience audience, std::int64_t newest) {
    artwork_.ensure(show);
    const auto version = catalog_.versions().of(show);
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<EpisodePageFacts> {
        MOORING_TRY(const auto its_show, view.shows().find(show));
        MOORING_TRY(const auto found, view.episodes().find(episode));
        if (!its_show || !found) return Error{Errc::not_found, "no such episode"};
        if (its_show->deleted_at || found->deleted_at) return Error{Errc::gone, "the episode was deleted"};
        if (audience == Audience::strangers && !domain::visible(*its_show, *found, now)) {
            return Error{Errc::not_found, "the episode is not public"};
        }
        EpisodePageFacts facts;
        facts.show = facts_of(view, *its_show);
        facts.episode = facts_of(view, facts.show, *found);
        MOORING_TRY(facts.freshness, freshness_of(view, show, version, now));
        if (newest == 0) return facts;
        storage::VisibleEpisodesQuery query;
        query.show = show;
        query.now = now;
        query.limit = newest + 1;
        MOORING_TRY(const auto listed, view.episodes().list_visible(query));
        for (const auto& one : listed) {
            if (one.episode.id == episode || std::ssize(facts.newest) == newest) continue;
            facts.newest.push_back(facts_of(view, facts.show, one.episode));
        }
        return facts;
    });
}

Result<PublicShows> PageFacts::public_shows(std::optional<domain::WorkspaceId> workspace) {
    const auto version = catalog_.versions().of_everything();
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<PublicShows> {
        PublicShows list;
        list.freshness.version = version;
        MOORING_TRY(const auto shows, view.shows().list(workspace));
        for (const auto& show : shows) {
            if (domain::is_public(show)) list.shows.push_back(facts_of(view, show));
        }
        std::ranges::stable_sort(list.shows, {}, [](const ShowFacts& facts) { return fold_case(facts.show.title); });
        return list;
    });
}

Result<OpmlText> PageFacts::opml(std::optional<std::string_view> workspace_key) {
    const auto version = catalog_.versions().of_everything();
    feed::OpmlList list;
    list.title = settings_.site_name;
    std::optional<domain::WorkspaceId> workspace;
    if (workspace_key) {
        MOORING_TRY(const auto found, catalog_.read([&](storage::CatalogSnapshot& view) {
            return view.workspaces().find_by_key(*workspace_key);
        }));
        if (!found) return Error{Errc::not_found, "no such workspace"};
        workspace = found->id;
        list.title = list.owner_name = found->name;
        list.created = found->created_at;
    }
    MOORING_TRY(const auto shows, public_shows(workspace));
    for (const ShowFacts& facts : shows.shows) {
        list.created = std::max(list.created, facts.show.content_changed_at);
        list.shows.push_back(
            {facts.show.title, facts.feed_url, facts.page_url, facts.show.description, facts.language});
    }
    return OpmlText{feed::render_opml(std::move(list)), Freshness{version, std::nullopt, std::nullopt}};
}

Result<SiteAddresses> PageFacts::site_addresses(Instant now) {
    constexpr std::int64_t batch = 500;
    const auto version = catalog_.versions().of_everything();
    return catalog_.read([&](storage::CatalogSnapshot& view) -> Result<SiteAddresses> {
        SiteAddresses site;
        site.freshness.version = version;
        MOORING_TRY(site.freshness.valid_until, view.episodes().next_publication(std::nullopt, now));
        MOORING_TRY(const auto shows, view.shows().list(std::nullopt));
        for (const auto& show : shows) {
            if (!domain::is_public(show)) continue;
            site.addresses.push_back({settings_.urls.show_page(show), std::min(show.content_changed_at, now)});
            storage::VisibleEpisodesQuery query;
            query.show = show.id;
            query.now = now;
            query.limit = batch;
            for (;;) {
                MOORING_TRY(const auto listed, view.episodes().list_visible(query));
                for (const auto& one : listed) {
                    // Edited before it was out: what counts is when it could first be seen.
                    const auto changed = std::max(one.episode.updated_at, one.episode.publish_at.value_or(Instant{}));
                    site.addresses.push_back({settings_.urls.episode_page(show, one.episode), std::min(changed, now)});
                }
                if (std::ssize(listed) < batch) break;
                query.offset += batch;
            }
        }
        return site;
    });
}

}  // namespace mooring::app::delivering
