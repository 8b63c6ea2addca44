// One call after another of every family, with what `mooring demo --credentials` wrote: families CREDENTIALS MP3.
// Prints a line for each call: its name, then `ok` or the kind of its error.

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <mooring_client/mooring_client.hpp>
#include <sstream>

namespace api = mooring_client;
namespace json = boost::json;

namespace {

template <class T>
bool say(const char* what, const api::Result<T>& result) {
    std::cout << what << ' ' << (result ? "ok" : to_string(result.error().kind)) << '\n';
    if (!result) std::cerr << what << ": " << result.error().message << ' ' << result.error().body << '\n';
    return result.has_value();
}

struct Credentials {
    json::value file;
    std::string text(const char* family, const char* name) const {
        return std::string{file.at(family).at(name).as_string()};
    }
};

void publish(const Credentials& c, std::shared_ptr<api::Transport> http, const std::string& mp3) {
    auto made = api::PublishingApi::make({.rest = {.base_url = c.text("publishing", "base_url"), .transport = http},
                                          .api_key = c.text("publishing", "api_key")});
    api::PublishingApi& publishing = *made;
    say("station", publishing.get_station());
    say("shows", publishing.list_shows());
    const std::int64_t show = c.file.at("shows").at(0).at("station_id").as_int64();
    std::int64_t sent = 0;
    const auto progress = [&](std::int64_t now, std::int64_t) {
        sent = now;
        return true;
    };
    const api::EpisodeFields fields{.title = "From outside", .show_id = show};
    const auto uploaded = publishing.upload_episode(mp3, fields, "outside-1", progress);
    if (!say("upload", uploaded)) return;
    const auto again = publishing.upload_episode(mp3, fields, "outside-1");
    const auto episode = api::read_published_episode(*uploaded);
    std::cout << "once " << (again && api::read_published_episode(*again)->id == episode->id && sent > 0 ? "ok" : "no")
              << '\n';
    say("update", publishing.update_episode(episode->id, {.title = "Renamed"}));
    const auto all = publishing.list_all_episodes();
    if (say("list", all)) std::cout << "newest " << api::read_published_episodes(*all)->front().title << '\n';
    say("archive", publishing.archive_episode(episode->id));
    say("gone", publishing.update_episode(999'999'999, {.title = "x"}));
}

void look_up(const Credentials& c, std::shared_ptr<api::Transport> http, const std::string& show) {
    auto made = api::WebApi::make({.rest = {.base_url = c.text("webapi", "base_url"), .transport = http},
                                   .token_url = c.text("accounts", "token_url"),
                                   .client_id = c.text("webapi", "client_id"),
                                   .client_secret = c.text("webapi", "client_secret")});
    const auto answer = made->get_show(show, "SE");
    if (say("show", answer)) std::cout << "named " << api::read_web_show(*answer)->name << '\n';
    say("show-episodes", made->list_all_episodes(show, "SE"));
    say("search", made->search("a", "show,episode", {.market = "SE"}));
    say("me", made->get_me());
}

void create(const Credentials& c, std::shared_ptr<api::Transport> http, const std::string& show,
            const std::string& mp3) {
    api::SignIn sign_in{{.auth_url = c.text("accounts", "auth_url"),
                         .token_url = c.text("accounts", "token_url"),
                         .sp_dc = c.text("accounts", "sp_dc"),
                         .sp_key = c.text("accounts", "sp_key"),
                         .transport = http}};
    auto made = api::CreatorsApi::make({.rest = {.base_url = c.text("creators", "base_url"), .transport = http},
                                        .bearer = [&] { return sign_in.bearer(); }});
    api::CreatorsApi& creators = *made;
    say("ids", creators.legacy_ids(show));
    const std::int64_t station = c.file.at("creators").at("station_id").as_int64();
    const std::int64_t user = c.file.at("creators").at("user_id").as_int64();
    say("metadata", creators.show_metadata(station));
    say("categories", creators.category_options());
    say("episodes", creators.list_episodes(station, user));
    const auto draft = creators.create_episode(station);
    if (!say("draft", draft)) return;
    const std::string episode = std::to_string(draft->json.at("episodeId").as_int64());
    api::MediaUpload upload{.file_path = mp3, .episode = episode, .station_id = station, .media_type = "audio/mpeg"};
    say("media", creators.upload_media(upload));
    const auto media = creators.wait_for_media(upload.upload_id, api::Seconds{0.2}, 300);
    if (say("processed", media)) std::cout << "status " << api::text_member(media->json, "status") << '\n';
    say("publish", creators.update_episode(episode, json::object{{"title", "Wizard"}, {"isPublished", true}}));
    say("overview", creators.episode_overview(episode));
    say("delete", creators.delete_episode(episode));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    std::ifstream file{argv[1]};
    std::stringstream text;
    text << file.rdbuf();
    const Credentials credentials{json::parse(text.str())};
    const std::string show = std::string{credentials.file.at("shows").at(0).at("show_uri").as_string()}.substr(13);
    const auto http = api::make_transport();
    publish(credentials, http, argv[2]);
    look_up(credentials, http, show);
    create(credentials, http, show, argv[2]);
}
