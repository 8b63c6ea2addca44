#include <algorithm>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/fields/monetization.hpp"
#include "mooring/api/graphql/pictures.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/app/creators/texts.hpp"
#include "mooring/app/publisher.hpp"
#include "mooring/domain/visibility.hpp"

// What a show is: names, texts, picture, rights, counts of episodes.

namespace mooring::api::graphql::fields {
namespace {

std::string description_of(const ShowNode& node) {
    return app::creators::shown_description(node.show);
}

std::string_view provider_of(const Show& show) {
    switch (show.hosting) {
        case domain::Hosting::here: return "S4P";
        case domain::Hosting::megaphone: return "MEGAPHONE";
        case domain::Hosting::elsewhere: return "OTHER_THIRD_PARTY";
    }
    return "OTHER_THIRD_PARTY";
}

/// What a role allows (creators-graphql.md, 1.5).
void permissions(FieldCall& call, Parents<ShowNode> shows) {
    for (std::size_t index = 0; index < shows.size(); ++index) {
        std::vector<Cell> cells{Cell::text("VIEW_ANALYTICS")};
        if (shows[index].role >= domain::Role::editor) {
            cells.push_back(Cell::text("EDIT_EPISODES"));
            cells.push_back(Cell::text("MANAGE_COMMENTS"));
        }
        if (shows[index].role >= domain::Role::show_admin) {
            cells.push_back(Cell::text("EDIT_SHOW"));
            cells.push_back(Cell::text("MANAGE_MEMBERS"));
        }
        call.set(index, call.list_of(cells));
    }
}

void cover_art(FieldCall& call, Parents<ShowNode> shows) {
    const auto done = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (std::size_t index = 0; index < shows.size(); ++index) {
            MOORING_TRY(const Cell cell, image_set(call, catalog, shows[index].show.image_hash, cover_sides));
            call.set(index, cell);
        }
        return ok();
    });
    if (!done) call.fail_all(shown(done.error()));
}

Result<std::int64_t> count_published(CatalogSnapshot& catalog, ShowId show, Instant now) {
    MOORING_TRY(const auto outlines, catalog.episodes().outline(show));
    return std::ranges::count_if(outlines, [&](const auto& outline) {
        return outline.is_kept && (outline.status == domain::EpisodeStatus::published ||
                                   (outline.status == domain::EpisodeStatus::scheduled && outline.publish_at <= now));
    });
}

void published_episode_count(FieldCall& call, Parents<ShowNode> shows) {
    const auto done = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (std::size_t index = 0; index < shows.size(); ++index) {
            MOORING_TRY(const std::int64_t count, count_published(catalog, shows[index].show.id, context_of(call).now));
            call.set(index, Cell::integer(count));
        }
        return ok();
    });
    if (!done) call.fail_all(shown(done.error()));
}

/// Whether any episode that is neither archived nor deleted has a film.
Result<bool> has_video(CatalogSnapshot& catalog, ShowId show) {
    constexpr std::int64_t page = 500;
    for (std::int64_t offset = 0;; offset += page) {
        MOORING_TRY(const auto episodes, catalog.episodes().list_all(show, offset, page));
        const bool is_found = std::ranges::any_of(
            episodes, [](const Episode& episode) { return episode.video.has_value() && !episode.archived_at; });
        if (is_found || std::ssize(episodes) < page) return is_found;
    }
}

void has_video_episodes(FieldCall& call, Parents<ShowNode> shows) {
    const auto done = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (std::size_t index = 0; index < shows.size(); ++index) {
            MOORING_TRY(const bool found, has_video(catalog, shows[index].show.id));
            call.set(index, Cell::boolean(found));
        }
        return ok();
    });
    if (!done) call.fail_all(shown(done.error()));
}

void author_name(FieldCall& call, Parents<ShowNode> shows) {
    const std::string& fallback = context_of(call).services.settings.default_author;
    for (std::size_t index = 0; index < shows.size(); ++index) {
        call.set(index, call.copy_text(app::publisher_of(shows[index].show, fallback)));
    }
}

void feed_url(FieldCall& call, Parents<ShowNode> shows) {
    for (std::size_t index = 0; index < shows.size(); ++index) {
        call.set(index, call.copy_text(context_of(call).services.urls.feed(shows[index].show)));
    }
}

std::optional<std::string> set_text(std::string text) {
    return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

}  // namespace

void add_show_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.property<ShowNode>("Show.uri", [](const ShowNode& node) { return uri_of(node.show); });
    resolvers.property<ShowNode>("Show.showId", [](const ShowNode& node) { return Cell::text(node.show.opaque_id); });
    resolvers.property<ShowNode>("Show.stationId", [](const ShowNode& node) {
        return domain::is_hosted_here(node.show) ? std::optional{node.show.id.value} : std::nullopt;
    });
    resolvers.property<ShowNode>("Show.name", [](const ShowNode& node) { return Cell::text(node.show.title); });
    resolvers.batch<ShowNode>("Show.authorName", author_name);
    resolvers.property<ShowNode>("Show.description",
                                 [](const ShowNode& node) { return set_text(description_of(node)); });
    resolvers.property<ShowNode>(
        "Show.category", [](const ShowNode& node) { return set_text(app::creators::category_text(node.show)); });
    resolvers.property<ShowNode>("Show.language", [](const ShowNode& node) { return set_text(node.show.language); });
    resolvers.property<ShowNode>("Show.hostingProvider",
                                 [](const ShowNode& node) { return Cell::text(provider_of(node.show)); });
    resolvers.property<ShowNode>("Show.showType", [](const ShowNode& node) {
        return Cell::text(node.show.medium == "audiobook" ? "AUDIOBOOK" : "PODCAST");
    });
    resolvers.batch<ShowNode>("Show.coverArt", cover_art);
    resolvers.batch<ShowNode>("Show.createdOn", [](FieldCall& call, Parents<ShowNode> shows) {
        for (std::size_t index = 0; index < shows.size(); ++index) {
            call.set(index, timestamp(call, shows[index].show.created_at));
        }
    });
    resolvers.batch<ShowNode>("Show.permissionsV2", permissions);
    resolvers.batch<ShowNode>("Show.publishedEpisodeCount", published_episode_count);
    resolvers.batch<ShowNode>("Show.hasVideoEpisodes", has_video_episodes);
    resolvers.batch<ShowNode>("Show.monetizationLifecycleState", [](FieldCall& call, Parents<ShowNode> shows) {
        for (std::size_t index = 0; index < shows.size(); ++index) {
            const auto hosted = require_hosting(shows[index].show);
            if (hosted) {
                call.set(index, Cell::text(monetization_state(shows[index].show)));
            } else {
                call.fail(index, hosted.error());
            }
        }
    });
    resolvers.property<ShowNode>("HostedShow.webStationId",
                                 [](const ShowNode& node) { return domain::web_station_id(node.show.id); });
    resolvers.batch<ShowNode>("HostedShow.feedUrl", feed_url);
    resolvers.property<ShowNode>("NonHostedShow.feedUrl",
                                 [](const ShowNode& node) { return Cell::text(node.show.source_url); });
    add_records(resolvers, schema, {"Image", "ImageSet", "Timestamp"});
}

}  // namespace mooring::api::graphql::fields
