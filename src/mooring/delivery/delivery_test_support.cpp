#include "mooring/delivery/delivery_test_support.hpp"

#include <unistd.h>

#include "mooring/base/assert.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"

namespace mooring::delivery {
namespace {

class FixedKeys final : public analytics::ListenerKeys {
public:
    Result<analytics::ListenerKey> key_for(Instant) override { return analytics::ListenerKey{std::byte{1}}; }
    analytics::ListenerKey opt_out_key_for(Instant) override { return analytics::ListenerKey{std::byte{2}}; }
};

std::filesystem::path new_folder() {
    static std::atomic<int> counter{0};
    auto path = std::filesystem::temp_directory_path() /
                ("mooring-delivery-" + std::to_string(getpid()) + "-" + std::to_string(++counter));
    std::filesystem::create_directories(path);
    return path;
}

std::string read_piece(const http::BodyPiece& piece) {
    const auto offset = static_cast<std::size_t>(piece.offset);
    const auto length = static_cast<std::size_t>(piece.length);
    if (const auto* text = std::get_if<std::string>(&piece.source)) return text->substr(offset, length);
    if (const auto* shared = std::get_if<http::SharedBytes>(&piece.source)) return (*shared)->substr(offset, length);
    std::string bytes(length, '\0');
    const auto& file = std::get<std::shared_ptr<const http::SendableFile>>(piece.source);
    const auto got = pread(file->descriptor(), bytes.data(), length, piece.offset);
    bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return bytes;
}

}  // namespace

Result<void> UnsteadyCatalog::run_write(const std::function<Result<void>(storage::CatalogTransaction&)>& change) {
    if (is_away) return Error{Errc::unavailable, "away"};
    return inner_->run_write(change);
}

Result<void> UnsteadyCatalog::run_read(const std::function<Result<void>(storage::CatalogSnapshot&)>& question) {
    if (is_away) return Error{Errc::unavailable, "away"};
    ++reads;
    return inner_->run_read(question);
}

bool MemorySpool::append(analytics::RawHit hit) {
    if (is_full) return false;
    const std::lock_guard lock{mutex_};
    hits_.push_back(std::move(hit));
    return true;
}

std::vector<analytics::RawHit> MemorySpool::hits() const {
    const std::lock_guard lock{mutex_};
    return hits_;
}

Result<storage::ImageVariant> CountingImageMaker::make(const storage::Image& image, std::string_view size,
                                                       std::string_view extension) {
    ++made;
    MOORING_TRY(const auto incoming, blobs_.begin(100));
    MOORING_CHECK(incoming->append("picture " + std::string{size} + "." + std::string{extension}));
    MOORING_TRY(const auto blob, incoming->commit());
    const storage::ImageVariant variant{
        std::string{size}, std::string{extension}, blob.sha256, blob.size_bytes, 64, 64};
    storage::Image changed = image;
    changed.variants.push_back(variant);
    MOORING_CHECK(catalog_.write(
        [&](storage::CatalogTransaction& tx) -> Result<void> { return tx.image_writer().put(changed); }));
    return variant;
}

Result<void> CountingImageMaker::make_default(domain::ShowId show) {
    ++defaults_asked;
    if (!makes_default) return Error{Errc::no_space, "no picture today"};
    return catalog_.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_TRY(auto found, tx.shows().find(show));
        found->image_hash = "madefromitstitle";
        const storage::ImageVariant feed{"feed", "jpg", std::string(64, 'a'), 1, 1400, 1400};
        const storage::ImageVariant page{"640", "jpg", std::string(64, 'b'), 1, 640, 640};
        MOORING_CHECK(tx.image_writer().put({found->image_hash, 1400, 1400, {feed, page}, found->created_at}));
        return tx.show_writer().update(*found);
    });
}

DeliveryTest::DeliveryTest() : folder_(new_folder()), keys_(std::make_unique<FixedKeys>()) {
    storage::sqlite::SqliteOptions options;
    options.path = folder_ / "catalog.sqlite";
    options.durable = false;
    options.external_poll = std::chrono::milliseconds{0};
    auto catalog = storage::sqlite::open_sqlite_catalog(options);
    MOORING_ASSERT(catalog, "a test needs its stores");
    catalog_ = std::make_unique<UnsteadyCatalog>(std::move(*catalog));
    storage::local::LocalBlobOptions blob_options;
    blob_options.root = folder_ / "blobs";
    blob_options.reserve_bytes = 0;
    auto blobs = storage::local::open_local_blobs(blob_options);
    MOORING_ASSERT(blobs, "a test needs its stores");
    blobs_ = std::move(*blobs);
    image_maker_ = std::make_unique<CountingImageMaker>(*catalog_, *blobs_);
    workspace_.key = random_base62(random_, 16);
    workspace_.name = "Harbour Studio";
    workspace_.created_at = start_;
    const auto id = catalog_->write([&](storage::CatalogTransaction& tx) -> Result<domain::WorkspaceId> {
        return tx.workspace_writer().insert(workspace_);
    });
    MOORING_ASSERT(id, "a test needs its stores");
    workspace_.id = *id;
    show_ = make_show("Harbour Lights", "harbour-lights");
    start(settings());
}

DeliveryTest::~DeliveryTest() {
    handler_.reset();
    delivering_.reset();
    background_.reset();
    catalog_.reset();
    std::filesystem::remove_all(folder_);
}

app::delivering::DeliverySettings DeliveryTest::settings() const {
    app::delivering::DeliverySettings settings;
    settings.urls = app::PublicUrls{"https://pods.example.org"};
    settings.site_name = "Example Pods";
    settings.hubs = {"https://hub.example.net/"};
    return settings;
}

void DeliveryTest::start(app::delivering::DeliverySettings chosen) {
    handler_.reset();
    delivering_.reset();
    background_ = std::make_unique<WorkerPool>("background", 1, 64);
    const app::delivering::DeliveringPorts ports{*catalog_,
                                                 *blobs_,
                                                 spool_,
                                                 *keys_,
                                                 secret_,
                                                 clock_,
                                                 random_,
                                                 metrics_,
                                                 *background_,
                                                 image_maker_.get(),
                                                 [this] { return podping_healthy_.load(); }};
    delivering_ = std::make_shared<app::delivering::Delivering>(ports, std::move(chosen));
    handler_ = make_delivery_handler({delivering_});
}

domain::Show DeliveryTest::make_show(std::string_view title, std::string_view slug) {
    domain::Show show;
    show.workspace = workspace_.id;
    show.opaque_id = random_opaque_id(random_);
    show.key = random_base62(random_, 16);
    show.slug = slug;
    show.guid = random_uuid(random_);
    show.title = title;
    show.description = "<p>Stories from the <strong>water</strong>.</p>";
    show.author = "Ida Brandt";
    show.language = "en-gb";
    show.visibility = domain::ShowVisibility::published;
    show.created_at = show.updated_at = show.content_changed_at = start_ - std::chrono::hours{24 * 30};
    const auto id = catalog_->write(
        [&](storage::CatalogTransaction& tx) -> Result<domain::ShowId> { return tx.show_writer().insert(show); });
    EXPECT_TRUE(id) << id.error().message;
    show.id = id.value_or(domain::ShowId{});
    return show;
}

domain::StoredMedia DeliveryTest::store_media(std::string_view bytes) {
    domain::StoredMedia media;
    auto incoming = blobs_->begin(static_cast<std::int64_t>(bytes.size()));
    EXPECT_TRUE(incoming);
    EXPECT_TRUE((*incoming)->append(bytes));
    const auto blob = (*incoming)->commit();
    EXPECT_TRUE(blob);
    media.sha256 = blob->sha256;
    media.size_bytes = blob->size_bytes;
    media.mime_type = "audio/mpeg";
    media.extension = "mp3";
    media.duration = std::chrono::milliseconds{61'500};
    media.media_end = media.size_bytes;
    media.since = clock_.now();
    return media;
}

domain::Episode DeliveryTest::make_episode(const domain::Show& show, std::string_view title, Instant at,
                                           std::string_view audio) {
    domain::Episode episode;
    episode.show = show.id;
    episode.workspace = workspace_.id;
    episode.opaque_id = random_opaque_id(random_);
    episode.key = random_base62(random_, 16);
    episode.guid = random_uuid(random_);
    episode.slug = "e" + to_lower_ascii(random_base62(random_, 12));
    episode.title = title;
    episode.description = "<p>Notes of " + std::string{title} + "</p>";
    episode.status = at <= clock_.now() ? domain::EpisodeStatus::published : domain::EpisodeStatus::scheduled;
    episode.publish_at = at;
    episode.created_at = episode.updated_at = std::min(at, clock_.now());
    if (!audio.empty()) episode.media = store_media(audio);
    return insert(std::move(episode));
}

domain::Episode DeliveryTest::insert(domain::Episode episode) {
    const auto id = catalog_->write([&](storage::CatalogTransaction& tx) -> Result<domain::EpisodeId> {
        return tx.episode_writer().insert(episode);
    });
    EXPECT_TRUE(id) << id.error().message;
    episode.id = id.value_or(domain::EpisodeId{});
    return episode;
}

void DeliveryTest::update(const domain::Episode& episode) {
    const auto done = catalog_->write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(tx.episode_writer().update(episode));
        MOORING_TRY(auto show, tx.shows().find(episode.show));
        show->content_changed_at = std::max(show->content_changed_at, clock_.now());
        return tx.show_writer().update(*show);
    });
    EXPECT_TRUE(done) << done.error().message;
}

void DeliveryTest::update(domain::Show& show) {
    show.content_changed_at = show.updated_at = clock_.now();
    const auto done =
        catalog_->write([&](storage::CatalogTransaction& tx) -> Result<void> { return tx.show_writer().update(show); });
    EXPECT_TRUE(done) << done.error().message;
}

std::string DeliveryTest::put_image(std::initializer_list<std::string_view> sizes) {
    storage::Image image;
    image.hash = random_opaque_id(random_);
    image.width = image.height = 3000;
    image.created_at = start_;
    for (const auto size : sizes) {
        const auto media = store_media("picture " + image.hash + std::string{size});
        const int edge = size == "300" ? 300 : size == "640" ? 640 : 3000;
        image.variants.push_back({std::string{size}, "jpg", media.sha256, media.size_bytes, edge, edge});
    }
    EXPECT_TRUE(
        catalog_->write([&](storage::CatalogTransaction& tx) -> Result<void> { return tx.image_writer().put(image); }));
    return image.hash;
}

http::Request DeliveryTest::request(http::Method method, std::string_view target,
                                    std::initializer_list<http::Header> headers) const {
    http::Request request;
    request.method = method;
    request.target = target;
    const auto question = target.find('?');
    request.raw_path = target.substr(0, question);
    request.path = percent_decode(request.raw_path).value_or(request.raw_path);
    if (question != std::string_view::npos) request.query = target.substr(question + 1);
    request.host = "pods.example.org";
    for (const auto& header : headers) request.headers.add(header.name, header.value);
    if (!request.headers.find("User-Agent")) request.headers.add("User-Agent", "TestPod/1.0");
    request.peer = request.client = IpAddress::v4(198, 51, 100, 7);
    request.received_at = clock_.now();
    return request;
}

http::Response DeliveryTest::send(const http::Request& request) {
    if (auto answer = handler_->answer_from_memory(request)) return std::move(*answer);
    return std::get<http::Response>(handler_->decide(request));
}

http::Response DeliveryTest::get(std::string_view target, std::initializer_list<http::Header> headers) {
    return send(request(http::Method::get, target, headers));
}

http::Response DeliveryTest::head(std::string_view target, std::initializer_list<http::Header> headers) {
    return send(request(http::Method::head, target, headers));
}

void DeliveryTest::finish(http::Response& response) {
    if (response.on_done) response.on_done({response.body_length(), response.body_length(), true, 5});
}

std::string DeliveryTest::body(const http::Response& response) {
    std::string bytes;
    for (const auto& piece : response.body) bytes += read_piece(piece);
    return bytes;
}

std::string DeliveryTest::header(const http::Response& response, std::string_view name) {
    for (const auto& field : response.headers) {
        if (equals_ignoring_case(field.name, name)) return field.value;
    }
    return {};
}

std::string DeliveryTest::path_of(const std::string& url) {
    const auto scheme = url.find("://");
    const auto slash = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
    return slash == std::string::npos ? "/" : url.substr(slash);
}

int DeliveryTest::renders() const {
    const std::string text = metrics_.render();
    const std::string_view name = "mooring_feed_items_rendered_total ";
    const auto at = text.find("\n" + std::string{name});
    return at == std::string::npos ? 0 : std::stoi(text.substr(at + 1 + name.size()));
}

}  // namespace mooring::delivery
