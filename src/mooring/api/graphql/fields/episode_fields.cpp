#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/pictures.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/app/creators/texts.hpp"
#include "mooring/domain/visibility.hpp"

// What an episode is: names, texts, state, media, pictures.

namespace mooring::api::graphql::fields {
namespace {

std::string_view type_of(const EpisodeNode& node) {
    switch (node.episode.type) {
        case domain::EpisodeType::full: return "EPISODE_TYPE_FULL";
        case domain::EpisodeType::trailer: return "EPISODE_TYPE_TRAILER";
        case domain::EpisodeType::bonus: return "EPISODE_TYPE_BONUS";
    }
    return "EPISODE_TYPE_FULL";
}

std::string_view content_type_of(const EpisodeNode& node) {
    return node.episode.video ? "EPISODE_CONTENT_TYPE_VIDEO" : "EPISODE_CONTENT_TYPE_AUDIO";
}

struct MediaFacts {
    std::int64_t length_ms = 0;
    std::string mime_type;
    std::optional<std::int64_t> size_bytes;
};

std::optional<MediaFacts> facts_of(const domain::Media& media) {
    const auto milliseconds = [](const auto& duration) { return duration ? duration->count() : 0; };
    if (const auto* stored = std::get_if<domain::StoredMedia>(&media)) {
        return MediaFacts{milliseconds(stored->duration), stored->mime_type, stored->size_bytes};
    }
    if (const auto* external = std::get_if<domain::ExternalMedia>(&media)) {
        return MediaFacts{milliseconds(external->duration), external->mime_type, external->size_bytes};
    }
    return std::nullopt;
}

Cell media_file(FieldCall& call, std::string_view type, std::string_view mime, std::optional<std::int64_t> size) {
    return record(call, {{"mediaType", Cell::text(type)},
                         {"mimeType", text_or_null(call, mime)},
                         {"sizeBytes", size ? Cell::integer(*size) : Cell::null()}});
}

Cell asset_of(FieldCall& call, const Episode& episode) {
    const auto facts = facts_of(episode.media);
    if (!facts) return Cell::null();
    std::vector<Cell> files{media_file(call, "MEDIA_TYPE_AUDIO", facts->mime_type, facts->size_bytes)};
    if (episode.video) files.push_back(media_file(call, "MEDIA_TYPE_VIDEO", "video/mp4", episode.video->size_bytes));
    const Cell length = Cell::integer(facts->length_ms);
    return record(call, {{"lengthMs", length},
                         {"durationMs", length},
                         {"downloadUrl", call.copy_text(context_of(call).services.urls.media(episode))},
                         {"mediaFiles", call.list_of(files)}});
}

/// Pictures of all episodes in one reading; an episode without its own has the show's.
void picture(FieldCall& call, Parents<EpisodeNode> episodes, std::span<const int> sides) {
    const auto done = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            const EpisodeNode& node = episodes[index];
            const std::string& own = node.episode.image_hash;
            MOORING_TRY(const Cell cell,
                        image_set(call, catalog, own.empty() ? node.show->show.image_hash : own, sides));
            call.set(index, cell);
        }
        return ok();
    });
    if (!done) call.fail_all(shown(done.error()));
}

template <class Get>
void add_timestamp(Resolvers& resolvers, std::string field, Get get) {
    resolvers.batch<EpisodeNode>(std::move(field), [get](FieldCall& call, Parents<EpisodeNode> episodes) {
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            call.set(index, timestamp(call, get(episodes[index].episode)));
        }
    });
}

/// When it was, or is to be, published; a draft has no such time, whatever was asked for once.
std::optional<Instant> published_on(const Episode& episode) {
    return episode.status == domain::EpisodeStatus::draft ? std::nullopt : episode.publish_at;
}

std::optional<std::string> title_of(const EpisodeNode& node) {
    return node.episode.title.empty() ? std::nullopt : std::optional{node.episode.title};
}

void is_published(FieldCall& call, Parents<EpisodeNode> episodes) {
    for (std::size_t index = 0; index < episodes.size(); ++index) {
        call.set(index, Cell::boolean(episodes[index].is_published(context_of(call).now)));
    }
}

}  // namespace

void add_episode_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.property<EpisodeNode>("Episode.uri", [](const EpisodeNode& node) { return uri_of(node.episode); });
    resolvers.property<EpisodeNode>("Episode.episodeId", [](const EpisodeNode& node) {
        return domain::is_hosted_here(node.show->show) ? std::optional{node.episode.id.value} : std::nullopt;
    });
    resolvers.property<EpisodeNode>("Episode.title", title_of);
    resolvers.property<EpisodeNode>("Episode.description", [](const EpisodeNode& node) {
        std::string text = app::creators::shown_description(node.episode);
        return text.empty() ? std::nullopt : std::optional{std::move(text)};
    });
    resolvers.property<EpisodeNode>("Episode.episodeType",
                                    [](const EpisodeNode& node) { return Cell::text(type_of(node)); });
    resolvers.property<EpisodeNode>("Episode.contentType",
                                    [](const EpisodeNode& node) { return Cell::text(content_type_of(node)); });
    add_timestamp(resolvers, "Episode.publishedOn", published_on);
    add_timestamp(resolvers, "Episode.createdOn", [](const Episode& episode) { return episode.created_at; });
    resolvers.batch<EpisodeNode>("Episode.isPublished", is_published);
    resolvers.property<EpisodeNode>("Episode.isSpotifyExclusive",
                                    [](const EpisodeNode&) { return Cell::boolean(false); });
    resolvers.property<EpisodeNode>("Episode.membershipTiers", [](const EpisodeNode&) { return Cell::list({}); });
    resolvers.batch<EpisodeNode>("Episode.asset", [](FieldCall& call, Parents<EpisodeNode> episodes) {
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            call.set(index, asset_of(call, episodes[index].episode));
        }
    });
    resolvers.batch<EpisodeNode>("Episode.coverArt", [](FieldCall& call, Parents<EpisodeNode> episodes) {
        picture(call, episodes, cover_sides);
    });
    resolvers.batch<EpisodeNode>("Episode.thumbnail", [](FieldCall& call, Parents<EpisodeNode> episodes) {
        picture(call, episodes, thumbnail_sides);
    });
    resolvers.batch<EpisodeNode>("Episode.show", [](FieldCall& call, Parents<EpisodeNode> episodes) {
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            call.set(index, show_cell(call, *episodes[index].show));
        }
    });
    resolvers.property<EpisodeNode>("HostedEpisode.webEpisodeId",
                                    [](const EpisodeNode& node) { return domain::web_episode_id(node.episode.id); });
    add_records(resolvers, schema, {"EpisodeAsset", "MediaFile", "MembershipTier"});
}

}  // namespace mooring::api::graphql::fields
