#include "mooring/feed/render_samples.hpp"

#include <vector>

#include "mooring/feed/urls.hpp"

namespace mooring::feed::samples {
namespace {

using namespace std::chrono_literals;

domain::SharedTags shared_tags() {
    domain::SharedTags tags;
    tags.funding = {{"https://x.example/give", "Give & take"}};
    tags.persons = {
        {"Ines Varga", "", "", "", ""},
        {"Tom Reed", "Editor", "audio post-production", "https://x.example/tom.jpg", "https://x.example/tom"}};
    tags.locations = {{"Saltmarsh", "subject", "geo:52.9,0.5", "R113314", "GB"}, {"Harbour", "elsewhere", "", "", ""}};
    tags.license = {{"CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"}};
    tags.txt = {{"a1b2", "verify"}, {"no purpose", ""}};
    tags.social_interact = {
        {"activitypub", "https://social.example/@fog/1", "@fog@social.example", "https://social.example/@fog", 1}};
    tags.chat = {{"irc.x.example", "irc", "@ines", "#fog"}};
    tags.images = {{"https://old.example/art.jpg", "", "1/1", "image/jpeg", "artwork", 3000, 3000},
                   {"https://x.example/wide.png", "A \"wide\" marsh", "16/9", "image/png", "banner", 1600, 900}};
    domain::ValueTimeSplit split{
        .start_seconds = 60,
        .duration_seconds = 237.5,
        .remote_start_seconds = 174,
        .remote_percentage = 95,
        .remote_item = domain::RemoteItem{"a94f5cc9-8c58-55fc-91fe-a324087a655b", "https://y.example/feed.xml", "g-1",
                                          "music", "Song"},
        .recipients = {}};
    domain::ValueTimeSplit other{.start_seconds = 330,
                                 .duration_seconds = 53,
                                 .remote_start_seconds = {},
                                 .remote_percentage = {},
                                 .remote_item = {},
                                 .recipients = {{"wallet", "alice@x.example", "Alice", "", "", 85, false}}};
    tags.value = {{"lightning",
                   "keysend",
                   "0.00000005000",
                   {{"node", "02d5c1", "Host <1>", "112111100", "wal_hrDHs0", 90, false},
                    {"node", "032f4f", "App", "", "", 10, true}},
                   {split, other}}};
    return tags;
}

}  // namespace

FeedSettings settings() {
    return {.default_author = "Saltmarsh Radio",
            .base_url = "https://pods.example",
            .media_base_url = "https://media.pods.example",
            .hubs = {"https://hub.example/", "https://hub2.example/?a=1&b=2"},
            .podping_healthy = true};
}

domain::Show full_show() {
    domain::Show show;
    show.key = "shw7Qk2m00000001";
    show.slug = "low-water";
    show.guid = "4a092af5-3f70-55c8-9658-7ce50d5304d0";
    show.title = "Low Water & \"High\" <Tide>";
    show.apple_title = "Low Water";
    show.description = "<p>Ten minutes on the <em>mud</em>.</p>\n<p>]]&gt; and ]]> do no harm.<br></p>";
    show.presenter = "Somebody Else";
    show.author = "Ines Varga";
    show.owner_name = "Ines Varga";
    show.owner_email = "ines@x.example";
    show.copyright = "© 2026 Ines Varga";
    show.website_url = "https://münchen.example/ß?q=1&r=2";
    show.language = "en-GB";
    show.categories = {{"Society & Culture", "Places & Travel"},
                       {"Science", ""},
                       {"Not", "Known"},
                       {"History", ""},
                       {"Arts", "Books"}};
    show.is_explicit = true;
    show.type = domain::ShowType::serial;
    show.is_complete = true;
    show.block_directories = true;
    show.enclosure_prefixes = {{"https://op3.dev/e/", true}};
    static_cast<domain::SharedTags&>(show.tags) = shared_tags();
    show.tags.podroll = {{"9b024349-ccf0-5f69-a609-6b82873eab3c", "https://podnews.net/rss", "", "podcast", "Podnews"},
                         {"", "https://x.example", "", "", ""}};
    show.tags.publisher = {{"003af0a0-6a45-55cf-b765-68e3d349551a", "https://x.example/publisher.xml", "", "", ""}};
    show.tags.update_frequency = {{"Every Monday", "FREQ=WEEKLY;BYDAY=MO", "2026-03-02T08:00:00.000Z", true}};
    show.tags.service_blocks = {{"", true}, {"spotify", false}};
    show.tags.live_items = {{"pending", "2026-04-01T18:00:00Z", "2026-04-01T19:00:00Z",
                             "<title>Live &amp; well</title><!-- gone --><guid>live-1</guid><enclosure "
                             "url=\"https://x.example/live.mp3\" type=\"audio/mpeg\" length=\"0\"/>"}};
    show.tags.extra_xml =
        "<podcast:newTag a=\"1\">kept</podcast:newTag><?gone?><dc:rights "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">Ines</dc:rights>";
    return show;
}

domain::Episode full_episode() {
    domain::Episode episode;
    episode.key = "eps7Qk2m00000001";
    episode.slug = "fog-over-the-breakwater";
    episode.guid = "https://old.example/?p=1&q=<2>";
    episode.guid_is_permalink = true;
    episode.title = "Fog over the breakwater";
    episode.apple_title = "Fog";
    episode.description =
        "<p>Notes at <a href=\"https://notes.example/fog\">our page</a>.</p><script>alert(1)</script>" +
        std::string(4000, 'x');
    episode.author = "Tom Reed";
    episode.external_url = "https://x.example/fog";
    episode.is_explicit = false;
    episode.type = domain::EpisodeType::bonus;
    episode.season = 2;
    episode.season_name = "The Estuary";
    episode.number = "3";
    episode.number_display = "Ch.3";
    episode.block_directories = true;
    episode.status = domain::EpisodeStatus::published;
    episode.publish_at = from_unix_seconds(1772438400);
    episode.media = domain::StoredMedia{.sha256 = "",
                                        .size_bytes = 12345678,
                                        .mime_type = "audio/mp4",
                                        .extension = "m4a",
                                        .duration = 1843500ms,
                                        .bitrate_kbps = {},
                                        .since = {}};
    static_cast<domain::SharedTags&>(episode.tags) = shared_tags();
    episode.tags.persons = {{"Ada Guest", "Guest", "Cast", "", "https://x.example/ada"}};
    episode.tags.soundbites = {{73, 60.25, "A bite"}, {1800, 60, "past the end"}, {0, 0, "empty"}};
    episode.tags.content_links = {{"https://video.example/fog", "Watch"}};
    episode.tags.transcripts = {
        {"https://pods.example/transcripts/eps7Qk2m00000001.en.vtt", "text/vtt", "en", "captions"},
        {"https://pods.example/transcripts/eps7Qk2m00000001.en.txt", "text/plain", "en", ""}};
    episode.tags.chapters = {{"https://pods.example/chapters/eps7Qk2m00000001.json", "application/json+chapters"}};
    episode.tags.alternate_enclosures = {
        {.type = "video/mp4",
         .lang = "en",
         .title = "The picture of the fog, in colour",
         .rel = "alternate",
         .codecs = "avc1.64001f, mp4a.40.2",
         .integrity_sri = "sha384-abc=",
         .length = 987654321,
         .bitrate = 2500000,
         .height = 1080,
         .is_default = true,
         .sources = {{"https://media.pods.example/media/eps7Qk2m00000001/1080.mp4", "video/mp4"}}},
        {.type = "application/x-mpegURL",
         .lang = "",
         .title = "",
         .rel = "",
         .codecs = "",
         .integrity_sri = "sha384-never",
         .length = 0,
         .bitrate = {},
         .height = {},
         .is_default = false,
         .sources = {{"https://media.pods.example/media/eps7Qk2m00000001/hls/master.m3u8", ""}}},
        {.type = "audio/opus",
         .lang = "",
         .title = "no source",
         .rel = "",
         .codecs = "",
         .integrity_sri = "",
         .length = {},
         .bitrate = {},
         .height = {},
         .is_default = false,
         .sources = {}}};
    episode.tags.extra_xml =
        "<media:rating xmlns:media=\"http://search.yahoo.com/mrss/\" scheme=\"urn:x\">nonadult</media:rating>";
    return episode;
}

domain::Episode trailer() {
    domain::Episode episode;
    episode.key = "eps7Qk2m00000002";
    episode.slug = "trailer";
    episode.guid = "8f2d7f4e-52f0-4c3e-9b57-7c1b8b1a2f10";
    episode.title = "Coming soon";
    episode.type = domain::EpisodeType::trailer;
    episode.season = 2;
    episode.number = "0";
    episode.publish_at = from_unix_seconds(1772352000);
    episode.media = domain::StoredMedia{.sha256 = "",
                                        .size_bytes = 4242,
                                        .mime_type = "audio/mpeg",
                                        .extension = "mp3",
                                        .duration = 61499ms,
                                        .bitrate_kbps = {},
                                        .since = {}};
    return episode;
}

domain::Show least_show() {
    domain::Show show;
    show.key = "shw7Qk2m00000003";
    show.slug = "saltmarsh-stories";
    show.guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810";
    show.title = "Saltmarsh Stories";
    return show;
}

domain::Episode least_episode() {
    domain::Episode episode;
    episode.key = "eps7Qk2m00000003";
    episode.slug = "one";
    episode.guid = "0b0c0f4e-52f0-4c3e-9b57-7c1b8b1a2f10";
    episode.title = "One";
    episode.publish_at = from_unix_seconds(1772438400);
    episode.media = domain::ExternalMedia{
        .url = "https://x.example/one", .size_bytes = {}, .mime_type = "", .duration = {}, .since = {}};
    return episode;
}

FeedArtwork artwork() {
    return {.url = "https://pods.example/img/abcdefghijklmnopqrstuv/feed.jpg",
            .width = 3000,
            .height = 3000,
            .mime_type = "image/jpeg",
            .social_url = "https://pods.example/img/abcdefghijklmnopqrstuv/og.jpg"};
}

std::string feed_of(const FeedSettings& settings, const ChannelInput& channel, std::initializer_list<ItemInput> items) {
    std::vector<std::string> fragments;
    for (const ItemInput& item : items) {
        fragments.push_back(render_item(settings, item));
    }
    const std::vector<std::string_view> views(fragments.begin(), fragments.end());
    return render_feed(render_channel_head(settings, channel), views);
}

}  // namespace mooring::feed::samples
