#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/ports.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/app/publishing/workspaces.hpp"
#include "mooring/base/random.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"

/// A catalog in a folder of its own, for tests of the publishing use cases.
namespace mooring::app::publishing::test {

class TemporaryFolder {
public:
    TemporaryFolder() {
        SystemRandom random;
        path_ = std::filesystem::temp_directory_path() / ("mooring-" + random_base62(random, 12));
        std::filesystem::create_directories(path_);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string file(const std::string& name) const { return (path_ / name).string(); }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline Instant at(std::string_view text) {
    return parse_iso8601(text).value();
}

/// The value of a result that has to be one.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().field + ": " + result.error().message);
    return std::move(*result);
}
inline void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().field + ": " + result.error().message);
}

inline std::unique_ptr<Catalog> open_catalog(const std::string& path) {
    storage::sqlite::SqliteOptions options;
    options.path = path;
    options.readers = 2;
    options.durable = false;
    options.external_poll = std::chrono::milliseconds{0};
    options.first_episode_id = 1;
    return must(storage::sqlite::open_sqlite_catalog(options));
}

/// A catalog with one workspace and one published show.
class CatalogTest : public testing::Test {
protected:
    CatalogTest() {
        must(catalog->write([&](CatalogTransaction& tx) -> Result<void> {
            Workspace station;
            station.name = "Saltmarsh Audio";
            MOORING_TRY(station, create_workspace(tx, random, clock.now(), station));
            workspace = station.id;
            return ok();
        }));
        show = make_show("Saltmarsh Stories", domain::ShowVisibility::published);
        forget_events();
    }

    ShowId make_show(const std::string& title, domain::ShowVisibility visibility) {
        return must(catalog->write([&](CatalogTransaction& tx) -> Result<ShowId> {
            Show wanted;
            wanted.workspace = workspace;
            wanted.title = title;
            wanted.visibility = visibility;
            MOORING_TRY(const Show made, create_show(tx, random, urls, clock.now(), wanted));
            return made.id;
        }));
    }

    Episode draft_of(const std::string& title, std::optional<Instant> publish_at = {}) {
        Episode wanted;
        wanted.workspace = workspace;
        wanted.show = show;
        wanted.title = title;
        wanted.publish_at = publish_at;
        wanted.media = domain::ExternalMedia{.url = "https://archive.tidepool.example/one.mp3",
                                             .size_bytes = {},
                                             .mime_type = {},
                                             .duration = {},
                                             .since = {}};
        return wanted;
    }

    Episode make_episode(const std::string& title, std::optional<Instant> publish_at = {}) {
        return must(catalog->write([&](CatalogTransaction& tx) {
                   return create_episode(tx, random, clock.now(), draft_of(title, publish_at));
               }))
            .episode;
    }

    Episode stored(EpisodeId id) {
        return must(catalog->read([&](CatalogSnapshot& view) { return view.episodes().find(id); })).value();
    }

    Show stored_show() {
        return must(catalog->read([&](CatalogSnapshot& view) { return view.shows().find(show); })).value();
    }

    /// The events since the last call, as text, in order.
    std::vector<std::string> take_events() {
        const auto pending = must(catalog->read([](CatalogSnapshot& view) { return view.outbox().pending(1000); }));
        std::vector<std::string> names;
        for (const auto& event : pending) names.emplace_back(storage::to_string(event.kind));
        forget_events();
        return names;
    }

    void forget_events() {
        must(catalog->write([&](CatalogTransaction& tx) -> Result<void> {
            MOORING_TRY(const auto pending, tx.outbox().pending(1000));
            for (const auto& event : pending) MOORING_CHECK(tx.outbox_writer().consume(event.show, event.sequence));
            return ok();
        }));
    }

    TemporaryFolder folder;
    ManualClock clock{at("2025-03-10T10:00:00Z")};
    SystemRandom random;
    PublicUrls urls{"https://pods.saltmarsh.example"};
    std::unique_ptr<Catalog> catalog = open_catalog(folder.file("catalog.db"));
    WorkspaceId workspace;
    ShowId show;
};

}  // namespace mooring::app::publishing::test
