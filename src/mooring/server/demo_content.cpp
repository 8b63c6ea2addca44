#include "mooring/server/demo_content.hpp"

#include <algorithm>
#include <filesystem>

#include "mooring/app/background/artwork.hpp"
#include "mooring/app/publishing/api_keys.hpp"
#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/app/publishing/uploads.hpp"
#include "mooring/app/publishing/workspaces.hpp"
#include "mooring/feed/categories.hpp"
#include "mooring/media/artwork.hpp"
#include "mooring/server/demo_audio.hpp"
#include "mooring/server/demo_engagement.hpp"
#include "mooring/server/demo_people.hpp"
#include "mooring/server/demo_texts.hpp"
#include "mooring/server/files.hpp"

namespace mooring::server {
namespace {

namespace json = boost::json;
namespace publishing = app::publishing;

constexpr std::uint64_t demo_seed = 20310304;
constexpr int clip_count = 6;
constexpr std::string_view demo_setting = "demo.workspace";
constexpr std::string_view read_only_scopes[]{"station:read", "episodes:read", "shows:read", "schedule:read"};

std::string keys_path(const Config& config) {
    return config.data_dir + "/demo-keys.json";
}

/// The workspace that an earlier demo made here.
Result<std::optional<domain::WorkspaceId>> find_demo(Storage& storage) {
    return storage.catalog->read([](storage::CatalogSnapshot& catalog) -> Result<std::optional<domain::WorkspaceId>> {
        MOORING_TRY(const auto mark, catalog.settings().find(demo_setting));
        if (mark) return std::optional{domain::WorkspaceId{std::stoll(*mark)}};
        MOORING_TRY(const auto workspaces, catalog.workspaces().list());
        if (!workspaces.empty()) {
            return Error{Errc::conflict,
                         "this data folder holds an instance already; give the demo a folder of its own"};
        }
        return std::optional<domain::WorkspaceId>{};
    });
}

/// Make a clip and put it into the store.
Result<domain::StoredMedia> store_clip(Storage& storage, const Config& config, int index) {
    const std::string path = config.data_dir + "/demo-clip-" + std::to_string(index) + ".mp3";
    MOORING_CHECK(make_demo_clip(path, demo_speech(index), static_cast<unsigned>(index)));
    MOORING_TRY(const std::string bytes, read_whole_file(path));
    std::filesystem::remove(path);
    MOORING_TRY(auto incoming, storage.blobs->begin(static_cast<std::int64_t>(bytes.size())));
    MOORING_CHECK(incoming->append(bytes));
    MOORING_TRY(domain::StoredMedia media, publishing::inspect_upload(*incoming));
    MOORING_TRY(media, publishing::keep_upload(*incoming, media));
    media.since = storage.clock->now();
    return media;
}

Result<std::vector<domain::StoredMedia>> store_clips(Storage& storage, const Config& config) {
    std::vector<domain::StoredMedia> clips;
    for (int index = 0; index < clip_count; ++index) {
        MOORING_TRY(auto clip, store_clip(storage, config, index));
        clips.push_back(std::move(clip));
    }
    return clips;
}

domain::Show show_of(const DemoShowText& text, domain::WorkspaceId workspace, std::string image_hash) {
    domain::Show show{.workspace = workspace, .title = text.title, .description = text.description};
    show.author = text.author;
    show.presenter = text.author;
    show.owner_name = "Saltmarsh Audio";
    show.owner_email = "hello@saltmarsh.example";
    show.copyright = "Saltmarsh Audio";
    show.language = text.language;
    if (const auto category = feed::parse_category(text.category)) show.categories.push_back(*category);
    show.visibility = domain::ShowVisibility::published;
    show.image_hash = std::move(image_hash);
    return show;
}

/// What one show's episodes are made from.
struct EpisodePlan {
    const domain::Show& show;
    int show_index = 0;
    int count = 0;
    const std::vector<domain::StoredMedia>& clips;
};

domain::Episode episode_of(const EpisodePlan& plan, int index) {
    DemoEpisodeText text = demo_episode_text(plan.show_index, index);
    domain::Episode episode{.show = plan.show.id, .workspace = plan.show.workspace};
    episode.title = std::move(text.title);
    episode.description = std::move(text.description);
    episode.media = plan.clips[static_cast<std::size_t>(index + plan.show_index) % plan.clips.size()];
    return episode;
}

/// From one episode to the next: a week, or less where that would reach back more than ten years.
std::chrono::seconds pace_of(const EpisodePlan& plan) {
    constexpr std::chrono::seconds week = std::chrono::days{7}, reach = std::chrono::days{3650};
    return std::min(week, reach / std::max(plan.count, 1));
}

/// Published episodes at an even pace up to yesterday; the newest last.
Result<void> add_published(storage::CatalogTransaction& tx, Random& random, Instant now, const EpisodePlan& plan) {
    const Instant newest = std::chrono::floor<std::chrono::days>(now) - std::chrono::days{1} + std::chrono::hours{6};
    for (int index = 0; index < plan.count; ++index) {
        domain::Episode episode = episode_of(plan, index);
        episode.publish_at = newest - pace_of(plan) * (plan.count - 1 - index);
        if (index + 1 == plan.count && plan.count > 2) episode.type = domain::EpisodeType::bonus;
        MOORING_CHECK(publishing::create_episode(tx, random, now, std::move(episode)));
    }
    return ok();
}

/// The states that a list of published episodes does not show: scheduled, draft, archived.
Result<void> add_other_states(storage::CatalogTransaction& tx, Random& random, Instant now, const EpisodePlan& plan) {
    domain::Episode scheduled = episode_of(plan, plan.count);
    scheduled.publish_at = std::chrono::floor<std::chrono::days>(now) + std::chrono::days{6} + std::chrono::hours{6};
    MOORING_CHECK(publishing::create_episode(tx, random, now, std::move(scheduled)));

    domain::Episode draft = episode_of(plan, plan.count + 1);
    MOORING_CHECK(publishing::create_episode(tx, random, now, std::move(draft), publishing::Intent::draft));

    domain::Episode archived = episode_of(plan, plan.count + 2);
    archived.publish_at = std::chrono::floor<std::chrono::days>(now) - std::chrono::days{3};
    MOORING_TRY(const auto made, publishing::create_episode(tx, random, now, std::move(archived)));
    return publishing::archive_episode(tx, now, plan.show.workspace, made.episode.id, "demo");
}

Result<void> add_shows(Storage& storage, Random& random, const DemoSize& size, const app::PublicUrls& urls,
                       domain::WorkspaceId workspace, const std::vector<domain::StoredMedia>& clips) {
    const Instant now = storage.clock->now();
    for (int index = 0; index < size.shows; ++index) {
        const DemoShowText text = demo_show_text(index);
        MOORING_TRY(const std::string picture, media::make_default_artwork(text.title, std::to_string(index)));
        MOORING_TRY(const storage::Image image,
                    app::background::store_image(*storage.catalog, *storage.blobs, now, picture));
        const auto add_show = [&](storage::CatalogTransaction& tx) -> Result<void> {
            MOORING_TRY(const domain::Show show,
                        publishing::create_show(tx, random, urls, now, show_of(text, workspace, image.hash)));
            const EpisodePlan plan{show, index, size.episodes, clips};
            MOORING_CHECK(add_published(tx, random, now, plan));
            if (index != 0) return ok();
            MOORING_CHECK(add_other_states(tx, random, now, plan));
            return add_demo_engagement(tx, random, now, show.id);
        };
        MOORING_CHECK(storage.catalog->write(add_show));
    }
    return ok();
}

Result<std::string> add_key(storage::CatalogTransaction& tx, Storage& storage, domain::WorkspaceId workspace,
                            std::string label, std::set<domain::Scope> scopes) {
    MOORING_TRY(const auto created,
                publishing::create_api_key(tx, *storage.secret, *storage.random, storage.clock->now(),
                                           {workspace, std::move(label), std::move(scopes), std::nullopt, "demo"}));
    return created.text;
}

Result<json::object> add_keys(Storage& storage, domain::WorkspaceId workspace) {
    std::set<domain::Scope> reading;
    for (const std::string_view name : read_only_scopes) reading.insert(*domain::parse_scope(name));
    return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::object> {
        const auto& all = domain::all_scopes();
        MOORING_TRY(const std::string full, add_key(tx, storage, workspace, "Demo", {all.begin(), all.end()}));
        MOORING_TRY(const std::string read_only, add_key(tx, storage, workspace, "Demo, read only", reading));
        return json::object{{"api_key", full}, {"read_only_api_key", read_only}};
    });
}

}  // namespace

Result<void> fill_demo(Storage& storage, const Config& config, const DemoSize& size, const app::PublicUrls& urls) {
    MOORING_TRY(const auto earlier, find_demo(storage));
    if (earlier) return ok();
    // Ids come from the seed, so that a demo is the same every time; keys never do.
    SeededRandom random{demo_seed};
    MOORING_TRY(const auto clips, store_clips(storage, config));
    MOORING_TRY(const domain::Workspace workspace,
                storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<domain::Workspace> {
                    domain::Workspace wanted{.name = "Saltmarsh Audio"};
                    wanted.description = "Stories from the edge of the water";
                    wanted.color = "#1f6f78";
                    wanted.website_url = "https://saltmarsh.example";
                    wanted.time_zone = "Europe/London";
                    wanted.publishing_api_enabled = true;
                    return publishing::create_workspace(tx, random, storage.clock->now(), wanted);
                }));
    MOORING_CHECK(add_shows(storage, random, size, urls, workspace.id, clips));
    MOORING_TRY(json::object keys, add_keys(storage, workspace.id));
    MOORING_TRY(keys["people"], add_demo_people(storage, workspace.id));
    MOORING_CHECK(replace_file(keys_path(config), json::serialize(keys), 0600));
    return storage.catalog->write([&](storage::CatalogTransaction& tx) {
        return tx.settings_writer().put(demo_setting, std::to_string(workspace.id.value));
    });
}

Result<json::value> demo_credentials(Storage& storage, const Config& config, const app::PublicUrls& urls) {
    MOORING_TRY(const std::string keys_text, read_whole_file(keys_path(config)));
    json::error_code failed;
    const json::value keys = json::parse(keys_text, failed);
    if (failed || !keys.is_object()) return Error{Errc::corrupt, "'" + keys_path(config) + "' is damaged"};
    return storage.catalog->read([&](storage::CatalogSnapshot& catalog) -> Result<json::value> {
        MOORING_TRY(const auto shows, catalog.shows().list(std::nullopt));
        json::array rows;
        for (const domain::Show& show : shows) {
            MOORING_TRY(const auto listed, catalog.episodes().list_visible(
                                               {.show = show.id, .now = storage.clock->now(), .limit = 100000}));
            json::array episodes;
            for (const auto& one : listed) {
                episodes.push_back(json::object{{"episode_id", one.episode.id.value},
                                                {"uri", "spotify:episode:" + one.episode.opaque_id},
                                                {"web_episode_id", domain::web_episode_id(one.episode.id)},
                                                {"media_url", urls.media(one.episode)}});
            }
            rows.push_back(json::object{{"show_uri", "spotify:show:" + show.opaque_id},
                                        {"station_id", show.id.value},
                                        {"web_station_id", domain::web_station_id(show.id)},
                                        {"feed_url", urls.feed(show)},
                                        {"episodes", std::move(episodes)}});
        }
        json::object credentials{{"base_url", urls.base}, {"shows", std::move(rows)}};
        json::object publishing_keys = keys.as_object();
        if (const json::value* people = publishing_keys.if_contains("people")) {
            for (auto& member : people_credentials(people->as_object(), urls)) credentials.insert(member);
            if (!shows.empty()) {
                credentials["creators"] = creators_credentials(people->as_object(), urls, shows.front().id);
            }
            credentials["graphql"] = json::object{{"url", urls.base + "/graph/v2/graph-pq"}};
            publishing_keys.erase("people");
        }
        publishing_keys["base_url"] = urls.base + "/autopod/v1";
        credentials["publishing"] = std::move(publishing_keys);
        return json::value(std::move(credentials));
    });
}

}  // namespace mooring::server
