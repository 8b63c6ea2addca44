#include <array>

#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {
namespace {

using http::Method;
using Row = http::Route<Endpoint>;

// Before any of these, whatever the method: /v1/… belongs to the API families, and 404 says where they are.
constexpr std::array rows{
    Row{Method::get, "/feeds/{showKey}.xml", "feed", show_feed},
    Row{Method::get, "/feeds/{showKey}/{token}.xml", "private_feed", private_feed},
    Row{Method::get, "/media/{episodeKey}.{ext}", "media", episode_media},
    Row{Method::get, "/media/{episodeKey}.{ext}/;", "media", episode_media},
    Row{Method::get, "/media/{episodeKey}/{variant}.{ext}", "media_variant", media_variant},
    Row{Method::get, "/media/{episodeKey}/hls/{file...}", "stream_file", stream_file},
    Row{Method::get, "/chapters/{episodeKey}.json", "chapters", chapters},
    Row{Method::get, "/transcripts/{episodeKey}.{language}.{ext}", "transcript", transcript},
    Row{Method::get, "/img/{imageHash}/{size}.{ext}", "image", image},
    Row{Method::get, "/show/{slug}", "show_page", show_page},
    Row{Method::get, "/show/{slug}/{episodeSlug}", "episode_page", episode_page},
    Row{Method::get, "/embed/show/{showKey}", "show_embed", show_embed},
    Row{Method::get, "/embed/episode/{episodeKey}", "episode_embed", episode_embed},
    Row{Method::get, "/oembed", "oembed", oembed},
    Row{Method::get, "/opml/{workspaceKey}.opml", "opml", workspace_opml},
    Row{Method::get, "/sitemap.xml", "sitemap", sitemap},
    Row{Method::get, "/robots.txt", "robots", robots},
    Row{Method::get, "/s/{webStationId}/podcast/rss", "feed_alias", feed_alias},
    Row{Method::get, "/s/{webStationId}/podcast/play/{episodeId}/{anything...}", "media_alias", media_alias},
    Row{Method::get, "/s/{webStationId}/podcast/play/{episodeId}", "media_alias", media_alias},
    Row{Method::get, "/pod/show/{vanitySlug}/episodes/{name}", "share_link", share_link},
    Row{Method::get, "/l/{code}", "smartlink", smartlink},
    Row{Method::get, "/{vanitySlug}/embed/episodes/{name}", "embed_share_link", embed_share_link},
    Row{Method::get, "/{vanitySlug}/episodes/{name}", "share_link", share_link},
    Row{Method::get, "/{vanitySlug}", "vanity_link", vanity_link},
    Row{Method::get, "/", "landing_page", landing_page},
};

}  // namespace

std::span<const http::Route<Endpoint>> delivery_routes() {
    return rows;
}

}  // namespace mooring::delivery
