#include "catalog_samples.hpp"

#include <atomic>
#include <limits>

namespace mooring::contract {
namespace {

using std::chrono::milliseconds;

std::int64_t next_number() {
    static std::atomic<std::int64_t> counter{0};
    return ++counter;
}

const Instant odd_instant{std::chrono::microseconds{1'234'567'890'123'456}};

domain::Value full_value() {
    domain::Value value{
        .type = "lightning", .method = "keysend", .suggested = "0.00000015000", .recipients = {}, .time_splits = {}};
    value.recipients.push_back({.type = "node",
                                .address = "02d5",
                                .name = "Ines",
                                .custom_key = "696969",
                                .custom_value = "x",
                                .split = 95,
                                .fee = false});
    value.recipients.push_back({.type = "node",
                                .address = "03ab",
                                .name = "Host",
                                .custom_key = {},
                                .custom_value = {},
                                .split = 5,
                                .fee = true});
    domain::ValueTimeSplit split;
    split.start_seconds = 0.1;
    split.duration_seconds = 1.0 / 3.0;
    split.remote_start_seconds = std::numeric_limits<double>::denorm_min();
    split.remote_percentage = 95;
    split.remote_item = domain::RemoteItem{"guid", "https://f.example/f", "item", "music", "Title"};
    split.recipients = value.recipients;
    value.time_splits.push_back(split);
    value.time_splits.push_back({});
    return value;
}

}  // namespace

std::string Samples::unique(std::size_t length) {
    std::string digits = std::to_string(next_number());
    return std::string(length - digits.size(), 'x') + digits;
}

std::int64_t Samples::number() {
    return next_number();
}

domain::Workspace Samples::workspace() {
    domain::Workspace workspace;
    workspace.key = unique(16);
    workspace.name = "Saltmarsh Audio";
    workspace.description = "Stories from the edge of the water";
    workspace.image_url = "https://img.saltmarsh.example/logo.png";
    workspace.color = "#1f6f78";
    workspace.website_url = "https://saltmarsh.example";
    workspace.time_zone = "Europe/Lisbon";
    workspace.publishing_api_enabled = true;
    workspace.timetable_weeks = 2;
    workspace.created_at = odd_instant;
    return workspace;
}

domain::Show Samples::show(domain::WorkspaceId workspace) {
    domain::Show show;
    show.workspace = workspace;
    show.opaque_id = unique(22);
    show.key = unique(16);
    show.slug = "show-" + unique(8);
    show.guid = unique(36);
    show.title = "Saltmarsh Stories";
    show.visibility = domain::ShowVisibility::published;
    show.created_at = show.updated_at = show.content_changed_at = sample_now;
    return show;
}

domain::Show Samples::full_show(domain::WorkspaceId workspace) {
    domain::Show show = this->show(workspace);
    show.title =
        "Saltmarsh \xc3\x9c"
        "ber 'Stories'; -- %_";
    show.apple_title = "Stories";
    show.description = "Long tales,\n<b>told</b> slowly \xf0\x9f\x8c\x8a";
    show.presenter = "Ines Varga";
    show.author = "The Marsh";
    show.owner_name = "Owner";
    show.owner_email = "owner@saltmarsh.example";
    show.hide_owner_email = true;
    show.copyright = "(c) 2031";
    show.website_url = "https://saltmarsh.example/";
    show.language = "pt-br";
    show.categories = {{"Society & Culture", "Documentary"}, {"News", ""}, {"Arts", "Books"}};
    show.is_explicit = true;
    show.type = domain::ShowType::serial;
    show.medium = "audiobook";
    show.image_url = "https://img.saltmarsh.example/s.jpg";
    show.image_hash = unique(22);
    show.is_suspended = true;
    show.is_complete = true;
    show.block_directories = true;
    show.markets = {{"DE", "SE"}};
    show.is_locked = false;
    show.redirect = {domain::FeedRedirect::State::redirect, "https://new.example/feed"};
    show.is_slug_chosen = true;
    show.distribution.links = {{"itunes", "https://podcasts.example/1"}, {"overcast", "https://o.example/\"x\""}};
    show.distribution.spotify = domain::DirectoryStatus::pending;
    show.distribution.itunes_owner_code = "1234";
    show.distribution.is_feed_disabled = true;
    show.money = {.partner_program = "ACTIVE",
                  .pending_requirements = {"PLAYS", "TERMS"},
                  .paywall = "ENROLLED",
                  .is_paywall_eligible = true,
                  .is_paywall_enabled = true,
                  .is_paywall_set_up = true,
                  .subscribers = 12,
                  .wallet_obstacles = {},
                  .currency = "EUR",
                  .balance = 1,
                  .pending_balance = -2,
                  .lifetime_earnings = 1'000'000'000'000};
    show.new_feed_until = odd_instant;
    show.feed_item_limit = 300;
    show.feed_page_size = 50;
    show.enclosure_prefixes = {{"https://op3.dev/e/", false}, {"https://pfx.example/", true}};
    show.custom_domain = unique(12) + ".example";
    static_cast<domain::SharedTags&>(show.tags) = full_shared_tags();
    show.tags.podroll = {{"g1", "https://a.example/f", "", "podcast", "A"}, {"g2", "", "", "", ""}};
    show.tags.publisher = domain::RemoteItem{"g3", "https://p.example", "i", "publisher", "P"};
    show.tags.update_frequency = domain::UpdateFrequency{"Weekly", "FREQ=WEEKLY", "2031-01-01", true};
    show.tags.service_blocks = {{"", true}, {"google", false}};
    show.tags.live_items = {{"pending", "2031-01-01T00:00:00Z", "", "<title>x</title>"}};
    show.created_at = odd_instant;
    show.updated_at = odd_instant + std::chrono::microseconds{1};
    show.content_changed_at = odd_instant + std::chrono::microseconds{2};
    show.deleted_at = odd_instant + std::chrono::microseconds{3};
    return show;
}

domain::Episode Samples::episode(const domain::Show& show) {
    domain::Episode episode;
    episode.show = show.id;
    episode.workspace = show.workspace;
    episode.opaque_id = unique(22);
    episode.key = unique(16);
    episode.guid = "guid-" + unique(12);
    episode.slug = "episode-" + unique(8);
    episode.title = "Harbour lights";
    episode.status = domain::EpisodeStatus::published;
    episode.publish_at = sample_now;
    episode.media = domain::StoredMedia{.sha256 = std::string(64, 'a'),
                                        .size_bytes = 31'864'320,
                                        .mime_type = "audio/mpeg",
                                        .extension = "mp3",
                                        .duration = {},
                                        .media_begin = 0,
                                        .media_end = 31'864'320,
                                        .bitrate_kbps = {},
                                        .sample_rate_hz = {},
                                        .channels = {},
                                        .since = sample_now};
    episode.audio = domain::AudioId{next_number()};
    episode.created_at = episode.updated_at = sample_now;
    return episode;
}

domain::Episode Samples::full_episode(const domain::Show& show) {
    domain::Episode episode = this->episode(show);
    episode.guid = std::string{"https://old.example/?p=1&x=\xff\x01 "} + unique(8);
    episode.guid_is_permalink = true;
    episode.title = "Harbour \xe2\x80\x9clights\xe2\x80\x9d";
    episode.apple_title = "Lights";
    episode.description = std::string(9'000, 'd');
    episode.author = "Guest";
    episode.external_url = "https://saltmarsh.example/1";
    episode.image_url = "https://img.saltmarsh.example/e.jpg";
    episode.image_hash = unique(22);
    episode.is_explicit = false;
    episode.type = domain::EpisodeType::bonus;
    episode.season = 3;
    episode.season_name = "Winter";
    episode.number = "3.5";
    episode.number_display = "3\xc2\xbd";
    episode.block_directories = true;
    episode.markets = {{"SE"}};
    episode.languages = {"sv", "en"};
    episode.date_precision = domain::DatePrecision::month;
    episode.audio = domain::AudioId{next_number()};
    episode.companions = {.stream = domain::StreamedFilm{.sha256 = std::string(64, '9'),
                                                         .size_bytes = 77,
                                                         .duration = std::chrono::milliseconds{61'002},
                                                         .made_of = std::string(64, 'f'),
                                                         .since = sample_now},
                          .chapters_since = sample_now,
                          .has_file_chapters = true,
                          .transcripts = {{"en", true, sample_now}, {"pt-br", false, sample_now}}};
    episode.video = domain::StoredVideo{.sha256 = std::string(64, 'f'),
                                        .size_bytes = 9'000'000'000,
                                        .duration = milliseconds{61'000},
                                        .width = 1280,
                                        .height = 720,
                                        .bitrate_kbps = 1500,
                                        .caption = "fog.mp4",
                                        .upload = unique(36),
                                        .since = odd_instant};
    episode.notes = {.hour_offset = -9,
                     .is_sponsored = true,
                     .is_adult_video = true,
                     .caption = "fog \xc3\xbc.mp3",
                     .wizard_time = odd_instant};
    static_cast<domain::SharedTags&>(episode.tags) = full_shared_tags();
    episode.tags.soundbites = {{73.0, 60.5, "Best"}, {0.1 + 0.2, 1e-9, ""}};
    episode.tags.content_links = {{"https://l.example", "Link"}};
    episode.tags.transcripts = {{"https://t.example/t.vtt", "text/vtt", "en", "captions"}};
    episode.tags.chapters = domain::ChaptersLink{"https://c.example/c.json", "application/json+chapters"};
    domain::AlternateEnclosure alternate{"audio/opus",
                                         "en",
                                         "Opus",
                                         "default",
                                         "opus",
                                         "sha384-x",
                                         1,
                                         96'000,
                                         0,
                                         true,
                                         {{"https://o.example/1.opus", "audio/opus"}, {"ipfs://x", ""}}};
    episode.tags.alternate_enclosures = {alternate, {}};
    episode.status = domain::EpisodeStatus::scheduled;
    episode.publish_at = odd_instant;
    episode.archived_at = odd_instant + std::chrono::microseconds{4};
    episode.archived_by = "key:AbCd1234";
    episode.deleted_at = odd_instant + std::chrono::microseconds{5};
    episode.media = domain::StoredMedia{.sha256 = std::string(64, 'b'),
                                        .size_bytes = 5'000'000'000,
                                        .mime_type = "audio/mp4",
                                        .extension = "m4a",
                                        .duration = milliseconds{3'600'001},
                                        .media_begin = 4096,
                                        .media_end = 4'999'999'872,
                                        .bitrate_kbps = 128,
                                        .sample_rate_hz = 44100,
                                        .channels = 2,
                                        .since = odd_instant};
    episode.created_at = odd_instant;
    episode.updated_at = odd_instant + std::chrono::microseconds{1};
    return episode;
}

domain::ApiKey Samples::api_key(domain::WorkspaceId workspace) {
    domain::ApiKey key;
    key.workspace = workspace;
    key.hash = std::string("\x00\xff\x80", 3) + unique(29);
    key.display = unique(8);
    key.label = "AutoPod script";
    key.scopes = {domain::Scope::episodes_read, domain::Scope::episodes_write};
    key.created_by = "admin";
    key.created_at = odd_instant;
    return key;
}

domain::Subscriber Samples::subscriber(domain::ShowId show) {
    domain::Subscriber subscriber;
    subscriber.show = show;
    subscriber.token_hash = std::string("\x00\xfe", 2) + unique(30);
    subscriber.label = "Ana";
    subscriber.created_at = odd_instant;
    return subscriber;
}

domain::SharedTags full_shared_tags() {
    domain::SharedTags tags;
    tags.funding = {{"https://fund.example", "Support \"us\""}};
    tags.persons = {{"Ines", "host", "cast", "https://i.example", "https://h.example"}, {"Rui", "", "", "", ""}};
    tags.locations = {{"Lisbon", "subject", "geo:38.7,-9.1", "R5400890", "PT"}};
    tags.license = domain::License{"cc-by-4.0", "https://cc.example"};
    tags.txt = {{"token", "verify"}};
    tags.social_interact = {{"activitypub", "https://s.example/1", "@a", "https://s.example/@a", 1},
                            {"disabled", "", "", "", {}}};
    tags.chat = domain::Chat{"irc.example", "irc", "@a", "#room"};
    tags.images = {{"https://i.example/1.webp", "alt", "16/9", "image/webp", "artwork", 1920, {}}};
    tags.value = full_value();
    tags.extra_xml = "<x:y xmlns:x=\"https://x.example\">\xe2\x80\xa8</x:y>";
    return tags;
}

}  // namespace mooring::contract
