#include "mooring/api/webapi/objects_of.hpp"

namespace mooring::api::webapi {
namespace {

using app::webcatalog::Artwork;
using app::webcatalog::EpisodeListing;
using app::webcatalog::ShowListing;

std::vector<ImageEntry> images_of(const Call& call, const Artwork& artwork) {
    return image_list(artwork.width, artwork.height,
                      [&](std::string_view size) { return call.services.urls.image(artwork.hash, size, "jpg"); });
}

std::chrono::milliseconds duration_of(const domain::Media& media) {
    std::optional<std::chrono::milliseconds> known;
    if (const auto* stored = std::get_if<domain::StoredMedia>(&media)) known = stored->duration;
    if (const auto* external = std::get_if<domain::ExternalMedia>(&media)) known = external->duration;
    return known.value_or(std::chrono::milliseconds{0});
}

}  // namespace

ShowObject show_object(const Call& call, const ShowListing& listing) {
    ShowObject object;
    object.id = listing.show.opaque_id;
    object.name = listing.show.title;
    object.publisher = listing.publisher;
    object.description = listing.text;
    object.html_description = listing.html;
    object.page_url = listing.page_url;
    object.markets = listing.show.markets;
    if (!listing.show.copyright.empty()) object.copyrights.push_back({listing.show.copyright, "C"});
    object.images = images_of(call, listing.artwork);
    object.languages = language_codes(listing.language);
    object.is_externally_hosted = external_hosting(listing.counts.total, listing.counts.external);
    object.is_explicit = listing.show.is_explicit;
    object.has_video = listing.counts.video > 0;
    object.total_episodes = listing.counts.total;
    return object;
}

EpisodeObject episode_object(const Call& call, const EpisodeListing& listing, const ShowObject& show) {
    const domain::Episode& episode = listing.episode;
    EpisodeObject object;
    object.id = episode.opaque_id;
    object.name = episode.title;
    object.description = listing.text;
    object.html_description = listing.html;
    object.page_url = listing.page_url;
    object.duration = duration_of(episode.media);
    object.is_explicit = episode.is_explicit;
    object.is_externally_hosted = std::holds_alternative<domain::ExternalMedia>(episode.media);
    object.images = images_of(call, listing.artwork);
    object.languages = episode.languages;
    object.published_at = episode.publish_at.value_or(episode.created_at);
    object.precision = episode.date_precision;
    inherit(object, show);
    object.restriction = restriction_of({.is_available = listing.is_available,
                                         .has_audio = domain::has_ready_media(episode),
                                         .is_explicit = object.is_explicit.value_or(false),
                                         .filters_explicit = call.filters_explicit()});
    if (listing.resume_point) {
        object.resume_point = ResumePoint{listing.resume_point->is_fully_played, listing.resume_point->position};
    }
    return object;
}

}  // namespace mooring::api::webapi
