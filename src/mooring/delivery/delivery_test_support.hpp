#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/delivering/delivering.hpp"
#include "mooring/delivery/delivery_handler.hpp"

namespace mooring::delivery {

/// A catalog that can be told to be away.
class UnsteadyCatalog final : public storage::Catalog {
public:
    explicit UnsteadyCatalog(std::unique_ptr<storage::Catalog> inner) : inner_(std::move(inner)) {}
    Result<void> run_write(const std::function<Result<void>(storage::CatalogTransaction&)>& change) override;
    Result<void> run_read(const std::function<Result<void>(storage::CatalogSnapshot&)>& question) override;
    const storage::ChangeVersions& versions() const override { return inner_->versions(); }

    std::atomic<bool> is_away{false};
    std::atomic<int> reads{0};

private:
    std::unique_ptr<storage::Catalog> inner_;
};

/// Keeps hits in memory; can be full.
class MemorySpool final : public storage::HitSpool {
public:
    bool append(analytics::RawHit hit) override;
    Result<void> settle() override { return ok(); }
    Result<storage::SpoolPosition> read(storage::SpoolPosition from,
                                        const std::function<bool(const analytics::RawHit&)>&) override {
        return from;
    }
    std::uint64_t shed() const override { return 0; }

    std::vector<analytics::RawHit> hits() const;
    std::atomic<bool> is_full{false};

private:
    mutable std::mutex mutex_;
    std::vector<analytics::RawHit> hits_;
};

/// Makes every missing size out of a few bytes, and counts.
class CountingImageMaker final : public app::delivering::ImageMaker {
public:
    CountingImageMaker(storage::Catalog& catalog, storage::BlobStore& blobs) : catalog_(catalog), blobs_(blobs) {}
    Result<storage::ImageVariant> make(const storage::Image& image, std::string_view size,
                                       std::string_view extension) override;
    Result<void> make_default(domain::ShowId show) override;
    std::atomic<int> made{0};
    std::atomic<int> defaults_asked{0};
    std::atomic<bool> makes_default{false};  ///< off: shows without artwork stay so

private:
    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
};

/// A server's delivery over an SQLite catalog and a blob folder of its own, with one workspace and one public show, and
/// a clock that stands still. Requests go through the handler as the server sends them: memory first, then a worker.
class DeliveryTest : public testing::Test {
protected:
    DeliveryTest();
    ~DeliveryTest() override;

    /// Build the handler anew, as after a restart.
    void start(app::delivering::DeliverySettings settings);
    app::delivering::DeliverySettings settings() const;

    domain::Show make_show(std::string_view title, std::string_view slug);
    /// An episode with `audio` as its stored sound, published at `at`.
    domain::Episode make_episode(const domain::Show& show, std::string_view title, Instant at,
                                 std::string_view audio = "ID3 this is the sound of an episode");
    domain::Episode insert(domain::Episode episode);
    void update(const domain::Episode& episode);
    void update(domain::Show& show);
    domain::StoredMedia store_media(std::string_view bytes);
    std::string put_image(std::initializer_list<std::string_view> sizes);

    http::Request request(http::Method method, std::string_view target,
                          std::initializer_list<http::Header> headers = {}) const;
    http::Response send(const http::Request& request);
    http::Response get(std::string_view target, std::initializer_list<http::Header> headers = {});
    http::Response head(std::string_view target, std::initializer_list<http::Header> headers = {});
    /// End `response` as the server does, all bytes delivered.
    static void finish(http::Response& response);

    static std::string body(const http::Response& response);
    static std::string header(const http::Response& response, std::string_view name);
    static std::string path_of(const std::string& url);
    std::string feed_path() const { return "/feeds/" + show_.key + ".xml"; }
    static std::string media_path(const domain::Episode& episode) { return "/media/" + episode.key + ".mp3"; }
    int renders() const;

    const Instant start_ = Instant{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{8}};
    ManualClock clock_{start_};
    std::filesystem::path folder_;
    SeededRandom random_{7};
    app::ServerSecret secret_{{}};
    MetricRegistry metrics_;
    std::unique_ptr<UnsteadyCatalog> catalog_;
    std::unique_ptr<storage::BlobStore> blobs_;
    MemorySpool spool_;
    std::unique_ptr<analytics::ListenerKeys> keys_;
    std::unique_ptr<CountingImageMaker> image_maker_;
    std::atomic<bool> podping_healthy_{false};
    std::unique_ptr<WorkerPool> background_;
    std::shared_ptr<app::delivering::Delivering> delivering_;
    std::shared_ptr<http::Handler> handler_;
    domain::Workspace workspace_;
    domain::Show show_;
};

}  // namespace mooring::delivery
