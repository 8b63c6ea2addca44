#include "mooring/app/background/background_for_test.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"

namespace mooring::app::background {

BackgroundTest::BackgroundTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mooring-background-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    catalog_ = open_catalog();
    storage::local::LocalBlobOptions options{.root = (folder_ / "blobs").string(), .reserve_bytes = 0};
    blobs_ = storage::local::open_local_blobs(options).value();

    workspace_id_ = catalog_
                        ->write([&](storage::CatalogTransaction& tx) {
                            domain::Workspace workspace;
                            workspace.key = random_base62(random_, 16);
                            workspace.name = "Saltmarsh";
                            workspace.created_at = clock_.now();
                            return tx.workspace_writer().insert(workspace);
                        })
                        .value();
    show_id_ =
        catalog_
            ->write([&](storage::CatalogTransaction& tx) -> Result<domain::ShowId> {
                domain::Show wanted;
                wanted.workspace = workspace_id_;
                wanted.title = "Saltmarsh Stories";
                wanted.visibility = domain::ShowVisibility::published;
                wanted.image_hash = std::string(22, '0');  // nothing to draw, which takes long
                MOORING_TRY(const domain::Show made, publishing::create_show(tx, random_, urls_, clock_.now(), wanted));
                return made.id;
            })
            .value();
    clear_events();
}

BackgroundTest::~BackgroundTest() {
    catalog_.reset();
    blobs_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::unique_ptr<storage::Catalog> BackgroundTest::open_catalog() const {
    storage::sqlite::SqliteOptions options;
    options.path = (folder_ / "catalog.db").string();
    options.readers = 2;
    options.durable = false;
    options.external_poll = std::chrono::milliseconds{10};
    return storage::sqlite::open_sqlite_catalog(options).value();
}

domain::Show BackgroundTest::show_of(domain::ShowId id) const {
    return catalog_->read([&](storage::CatalogSnapshot& view) { return view.shows().find(id); }).value().value();
}

domain::Episode BackgroundTest::episode(domain::EpisodeId id) const {
    return catalog_->read([&](storage::CatalogSnapshot& view) { return view.episodes().find(id); }).value().value();
}

domain::EpisodeId BackgroundTest::add_external(const std::string& url, std::optional<Instant> publish_at,
                                               const std::string& image_url) {
    return catalog_
        ->write([&](storage::CatalogTransaction& tx) -> Result<domain::EpisodeId> {
            domain::Episode wanted;
            wanted.workspace = workspace_id_;
            wanted.show = show_id_;
            wanted.title = "Harbour lights";
            wanted.image_url = image_url;
            wanted.publish_at = publish_at;
            domain::ExternalMedia external;
            external.url = url;
            wanted.media = external;
            MOORING_TRY(const auto made, publishing::create_episode(tx, random_, clock_.now(), wanted));
            return made.episode.id;
        })
        .value();
}

void BackgroundTest::edit_show(const std::function<void(domain::Show&)>& edit) {
    domain::Show changed = show();
    edit(changed);
    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) { return tx.show_writer().update(changed); }));
}

void BackgroundTest::edit_episode(domain::EpisodeId id, const std::function<void(domain::Episode&)>& edit) {
    domain::Episode changed = episode(id);
    edit(changed);
    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) { return tx.episode_writer().update(changed); }));
}

void BackgroundTest::enqueue(std::string_view kind, const std::string& payload, const std::string& key) {
    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) {
        return tx.job_writer().enqueue({std::string(kind), payload, key, clock_.now()});
    }));
}

std::vector<storage::OutboxEvent> BackgroundTest::events() const {
    return catalog_->read([](storage::CatalogSnapshot& view) { return view.outbox().pending(1000); }).value();
}

void BackgroundTest::clear_events() {
    for (const auto& event : events()) {
        ASSERT_TRUE(catalog_->write(
            [&](storage::CatalogTransaction& tx) { return tx.outbox_writer().consume(event.show, event.sequence); }));
    }
}

storage::JobCounts BackgroundTest::jobs(std::string_view kind) const {
    const auto counts = catalog_->read([](storage::CatalogSnapshot& view) { return view.jobs().counts(); }).value();
    for (const auto& count : counts) {
        if (count.kind == kind) return count;
    }
    return {};
}

std::string BackgroundTest::store_blob(const std::string& bytes) {
    auto incoming = blobs_->begin(static_cast<std::int64_t>(bytes.size())).value();
    EXPECT_TRUE(incoming->append(bytes));
    return incoming->commit().value().sha256;
}

}  // namespace mooring::app::background
