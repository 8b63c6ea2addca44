#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"

#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "mooring/base/log.hpp"
#include "mooring/base/random.hpp"
#include "mooring/storage/catalog/sqlite/change_log.hpp"
#include "mooring/storage/catalog/sqlite/migrations.hpp"
#include "mooring/storage/catalog/sqlite/read_pool.hpp"
#include "mooring/storage/catalog/sqlite/search_index.hpp"
#include "mooring/storage/catalog/sqlite/write_queue.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr int writer_cache_kib = 8192;
constexpr int reader_cache_kib = 4096;
constexpr int watcher_cache_kib = 64;

/// A thread that carries the commits of other processes into the versions.
class ExternalWatch {
public:
    ExternalWatch(std::unique_ptr<Connection> connection, ExternalChanges changes, ChangeVersions& versions,
                  std::chrono::milliseconds interval)
        : connection_(std::move(connection)),
          changes_(changes),
          versions_(versions),
          interval_(interval),
          thread_([this] { watch(); }) {}

    ~ExternalWatch() {
        {
            const std::lock_guard lock(mutex_);
            is_stopping_ = true;
        }
        stop_.notify_one();
        thread_.join();
    }

private:
    void watch() {
        std::unique_lock lock(mutex_);
        while (!stop_.wait_for(lock, interval_, [&] { return is_stopping_; })) {
            if (const auto changes = changes_.poll(); !changes) {
                log::warning("cannot look for other processes' catalog changes", {{"why", changes.error().message}});
            } else if (*changes) {
                versions_.apply(**changes);
            }
        }
    }

    std::unique_ptr<Connection> connection_;
    ExternalChanges changes_;
    ChangeVersions& versions_;
    std::chrono::milliseconds interval_;
    std::mutex mutex_;
    std::condition_variable stop_;
    bool is_stopping_ = false;
    std::thread thread_;
};

class SqliteCatalog final : public Catalog {
public:
    SqliteCatalog(std::unique_ptr<Connection> writer, std::vector<std::unique_ptr<Connection>> readers,
                  std::chrono::milliseconds patience, std::int64_t origin, VisibleText visible_text)
        : writes_(std::move(writer), versions_, origin, std::move(visible_text)),
          reads_(std::move(readers), patience) {}

    void watch(std::unique_ptr<Connection> connection, ExternalChanges changes, std::chrono::milliseconds interval) {
        watch_.emplace(std::move(connection), changes, versions_, interval);
    }

    Result<void> run_write(const std::function<Result<void>(CatalogTransaction&)>& change) override {
        return writes_.run(change);
    }
    Result<void> run_read(const std::function<Result<void>(CatalogSnapshot&)>& question) override {
        return reads_.run(question);
    }
    const ChangeVersions& versions() const override { return versions_; }

private:
    ChangeVersions versions_;
    WriteQueue writes_;
    ReadPool reads_;
    std::optional<ExternalWatch> watch_;
};

/// A number that no other process has.
std::int64_t random_origin() {
    std::int64_t origin = 0;
    SystemRandom{}.fill(std::as_writable_bytes(std::span{&origin, 1}));
    return origin;
}

}  // namespace

Result<std::unique_ptr<Catalog>> open_sqlite_catalog(const SqliteOptions& options) {
    Connection::Settings settings;
    settings.path = options.path;
    settings.busy_timeout = options.busy_timeout;
    settings.durable = options.durable;
    settings.vfs = options.vfs;
    settings.cache_kib = writer_cache_kib;
    MOORING_TRY(std::unique_ptr<Connection> writer, Connection::open(settings));
    MOORING_CHECK(migrate(*writer, FirstIds{.show = options.first_show_id, .episode = options.first_episode_id}));
    ChangeSet nothing;
    MOORING_CHECK(bring_search_up_to_date({*writer, nothing, options.visible_text}));

    settings.query_only = true;
    settings.cache_kib = reader_cache_kib;
    std::vector<std::unique_ptr<Connection>> readers;
    for (int count = 0; count < std::max(options.readers, 1); ++count) {
        MOORING_TRY(auto reader, Connection::open(settings));
        readers.push_back(std::move(reader));
    }
    settings.cache_kib = watcher_cache_kib;
    MOORING_TRY(auto watcher, Connection::open(settings));

    const std::int64_t origin = random_origin();
    ExternalChanges changes{*watcher, origin};
    MOORING_TRY(const auto present, changes.poll());
    static_cast<void>(present);  // the start of the watch
    auto catalog = std::make_unique<SqliteCatalog>(std::move(writer), std::move(readers), options.busy_timeout, origin,
                                                   options.visible_text);
    if (options.external_poll.count() > 0) catalog->watch(std::move(watcher), changes, options.external_poll);
    return catalog;
}

}  // namespace mooring::storage::sqlite
