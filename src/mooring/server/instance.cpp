#include "mooring/server/instance.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <thread>
#include <utility>

#include "mooring/api/graphql/explorer/explorer_handler.hpp"
#include "mooring/api/publishing/publishing_handler.hpp"
#include "mooring/api/telemetry/telemetry_handler.hpp"
#include "mooring/app/background/background.hpp"
#include "mooring/base/log.hpp"
#include "mooring/delivery/delivery_handler.hpp"
#include "mooring/feed/categories.hpp"
#include "mooring/http/server.hpp"
#include "mooring/server/admin/rotate_secret.hpp"
#include "mooring/server/creators.hpp"
#include "mooring/server/fetcher.hpp"
#include "mooring/server/first_run_gate.hpp"
#include "mooring/server/graphql.hpp"
#include "mooring/server/importing.hpp"
#include "mooring/server/listen_address.hpp"
#include "mooring/server/listeners.hpp"
#include "mooring/server/measuring.hpp"
#include "mooring/server/operations_handler.hpp"
#include "mooring/server/people.hpp"
#include "mooring/server/ticker.hpp"
#include "mooring/server/version.hpp"
#include "mooring/server/web_catalog.hpp"
#include "mooring/storage/keys/file_listener_keys.hpp"
#include "mooring/storage/places/file_places.hpp"
#include "mooring/storage/spool/segment_spool.hpp"

namespace mooring::server {
namespace {

/// Reports of players that wait to be counted, or were and are kept as a second copy.
constexpr std::uint64_t most_event_bytes = 4ULL << 30U;

using app::background::Background;
using app::delivering::Delivering;
using storage::keys::FileListenerKeys;
using storage::spool::SegmentSpool;

app::delivering::DeliverySettings delivery_settings(const Config& config, const app::PublicUrls& urls) {
    app::delivering::DeliverySettings settings;
    settings.urls = urls;
    settings.site_name = config.instance_title;
    settings.generator = generator;
    settings.hubs = config.websub_hubs;
    settings.is_public = config.is_public;
    settings.default_language = config.default_language;
    settings.default_author = config.default_author;
    if (const auto category = feed::parse_category(config.default_category)) settings.default_category = *category;
    settings.feed_limit = {config.limit_requests ? static_cast<double>(config.feed_burst) : 0.0,
                           config.feed_per_second};
    settings.feed_cache_bytes = config.feed_cache_bytes;
    return settings;
}

app::background::BackgroundSettings background_settings(const Config& config, Random& random, MetricRegistry& metrics) {
    app::background::BackgroundSettings settings;
    settings.hooks.hubs = config.websub_hubs;
    settings.hooks.podping_url = config.podping_endpoint;
    settings.hooks.podping_token = config.podping_token;
    settings.hooks.webhook_url = config.webhook_url;
    settings.hooks.webhook_secret = config.webhook_secret;
    settings.jobs.owner = random_base62(random, 16);
    settings.jobs.metrics = &metrics;
    return settings;
}

/// When a file was last written; the epoch when it cannot be told.
std::filesystem::file_time_type written_at(const std::string& path) {
    std::error_code failed;
    const auto time = std::filesystem::last_write_time(path, failed);
    return failed ? std::filesystem::file_time_type{} : time;
}

class RunningInstance final : public Instance {
public:
    RunningInstance(const Config& config, Storage storage, Place place)
        : config_(config), storage_(std::move(storage)), place_(std::move(place)) {}
    ~RunningInstance() override { stop(); }

    Result<void> open();
    Result<void> serve(Listeners listeners);

    const Place& place() const override { return place_; }
    Storage& storage() override { return storage_; }
    void reload() override;
    void stop() override;

private:
    std::vector<ReadinessCheck> readiness() const;
    Result<void> announce_base();
    void keep_house();
    void store_clicks();
    void read_safe_networks();
    bool certificate_changed();

    const Config config_;
    Storage storage_;
    const Place place_;

    // In the order in which they are made; they are taken down in the reverse.
    MetricRegistry metrics_;
    std::unique_ptr<SegmentSpool> spool_;
    std::unique_ptr<storage::spool::SegmentEventSpool> events_;
    std::unique_ptr<FileListenerKeys> listener_keys_;
    std::unique_ptr<storage::keys::ImportKeys> import_keys_;
    analytics::CurrentPlaces places_;
    analytics::CurrentSafeNetworks safe_networks_;
    std::unique_ptr<Measuring> measuring_;
    std::unique_ptr<outbound::Fetcher> fetcher_;
    std::unique_ptr<app::background::StoredImageMaker> image_maker_;
    std::shared_ptr<WorkerPool> chores_;   ///< what no request waits for: compression, notes of key use
    std::shared_ptr<WorkerPool> workers_;  ///< requests
    std::unique_ptr<People> people_;
    std::unique_ptr<WebCatalog> web_catalog_;
    std::unique_ptr<Creators> creators_;
    std::unique_ptr<Graphql> graphql_;
    std::unique_ptr<Importing> importing_;
    std::unique_ptr<Background> background_;
    std::shared_ptr<Delivering> delivering_;
    std::unique_ptr<app::measuring::EventDesk> desk_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<http::Server> operations_server_;
    std::unique_ptr<Ticker> housekeeper_;
    std::filesystem::file_time_type certificate_time_;
    std::filesystem::file_time_type key_time_;
    Instant keys_kept_at_{};
};

/// Open what only one process may have. A server that was killed leaves a child for a moment that has not begun its own
/// program yet, and has the locks of the dead one.
template <class Open>
auto open_alone(Open&& open) {
    constexpr std::chrono::seconds patience{3};
    constexpr std::chrono::milliseconds pause{20};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto opened = open();
        const bool is_taken = !opened && opened.error().code == Errc::unavailable;
        if (!is_taken || std::chrono::steady_clock::now() > deadline) return opened;
        std::this_thread::sleep_for(pause);
    }
}

Result<void> RunningInstance::open() {
    MOORING_TRY(spool_, open_alone([&] {
                    return storage::spool::open_segment_spool({.directory = config_.data_dir + "/spool"});
                }));
    MOORING_TRY(events_, open_alone([&] {
                    return storage::spool::open_segment_event_spool(
                        {.directory = config_.data_dir + "/events", .max_total_bytes = most_event_bytes});
                }));
    MOORING_TRY(listener_keys_,
                storage::keys::open_listener_keys({.directory = config_.data_dir + "/keys",
                                                   .master_key = storage_.secret->derive(admin::listener_keys_purpose),
                                                   .clock = storage_.clock.get(),
                                                   .random = storage_.random.get()}));
    import_keys_ = open_import_keys(config_, storage_, *listener_keys_);
    measuring_ =
        std::make_unique<Measuring>(Measuring::Ports{config_, *storage_.catalog, *spool_, *events_, *storage_.clock,
                                                     metrics_, ImportWorld{*import_keys_, places_, safe_networks_}});
    places_.set(storage::places::open_places(config_.data_dir + "/geo"));
    read_safe_networks();
    MOORING_TRY(fetcher_, make_fetcher(config_, place_.urls.base));
    image_maker_ =
        std::make_unique<app::background::StoredImageMaker>(*storage_.catalog, *storage_.blobs, *storage_.clock);
    chores_ = std::make_shared<WorkerPool>("chores", 1, 4096);
    workers_ = std::make_shared<WorkerPool>("workers", config_.worker_threads, config_.worker_queue);
    MOORING_TRY(people_, People::open(config_, storage_, *chores_, *workers_, place_.urls));
    web_catalog_ = std::make_unique<WebCatalog>(config_, storage_, people_->credentials(), place_.urls, metrics_);
    creators_ = std::make_unique<Creators>(config_, storage_, people_->services(),
                                           [this] { return measuring_ ? measuring_->plays() : nullptr; });
    graphql_ = std::make_unique<Graphql>(
        config_, storage_, people_->services(), [this] { return measuring_ ? measuring_->plays() : nullptr; },
        metrics_);
    auto background = background_settings(config_, *storage_.random, metrics_);
    background.heavy = creators_->heavy_work();
    importing_ = std::make_unique<Importing>(config_, storage_, *fetcher_, place_.urls);
    background.heavy.push_back(importing_->heavy_work());
    background.heavy.push_back(importing_->elsewhere_work());
    background.heavy.push_back(graphql_->insight_work());
    background_ = std::make_unique<Background>(*storage_.catalog, *storage_.blobs, *fetcher_, *storage_.clock,
                                               place_.urls, std::move(background));
    delivering_ = std::make_shared<Delivering>(
        app::delivering::DeliveringPorts{*storage_.catalog, *storage_.blobs, *spool_, *listener_keys_, *storage_.secret,
                                         *storage_.clock, *storage_.random, metrics_, *chores_, image_maker_.get(),
                                         [this] { return background_->hooks().podping_healthy(); }, &places_,
                                         &safe_networks_},
        delivery_settings(config_, place_.urls));
    desk_ = std::make_unique<app::measuring::EventDesk>(
        app::measuring::EventDesk::Ports{*storage_.catalog, delivering_->media, *events_, *listener_keys_,
                                         *storage_.secret, metrics_, [this] { return measuring_->rules(); }, &places_});
    metrics_.gauge_function("mooring_hits_queued", "Raw hits that are not on disk yet.",
                            [this] { return static_cast<double>(spool_->queued()); });
    metrics_.gauge_function("mooring_hits_shed_total", "Raw hits that found no room.",
                            [this] { return static_cast<double>(spool_->shed()); });
    metrics_.gauge_function("mooring_worker_queue", "Requests that wait for a worker.",
                            [this] { return static_cast<double>(workers_->queued()); });
    metrics_
        .counter("mooring_build_info", "Always 1; the label tells the version.",
                 "version=\"" + std::string{version} + "\"")
        .add();
    return announce_base();
}

Result<void> RunningInstance::announce_base() {
    return storage_.catalog->write([&](storage::CatalogTransaction& tx) {
        return tx.settings_writer().put(announced_base_setting, place_.urls.base);
    });
}

std::vector<ReadinessCheck> RunningInstance::readiness() const {
    return {{"catalog", [this] {
                 return storage_.catalog
                     ->read([](storage::CatalogSnapshot& catalog) {
                         return catalog.settings().find(announced_base_setting);
                     })
                     .has_value();
             }}};
}

Result<void> RunningInstance::serve(Listeners listeners) {
    api::publishing::PublishingDependencies publishing{
        *storage_.catalog, *storage_.blobs, *storage_.clock, *storage_.random, place_.urls, *storage_.secret, *chores_};
    publishing.rate_limits.is_enabled = config_.limit_requests;
    publishing.cache_bytes = config_.response_cache_bytes;
    const auto first_run = std::make_shared<FirstRunWatch>(*storage_.catalog);
    static_cast<void>(first_run->is_over());  // so that the first answers come from memory
    const auto public_pages = api::telemetry::make_telemetry_handler(
        {*desk_,
         people_->credentials(),
         delivering_->media,
         *storage_.secret,
         *storage_.clock,
         *storage_.random,
         {.burst = config_.limit_requests ? static_cast<double>(config_.event_batches) : 0.0,
          .per_second = static_cast<double>(config_.event_batches) / 60}},
        api::graphql::explorer::make_explorer_handler(people_->services(),
                                                      delivery::make_delivery_handler({delivering_})));
    const auto pages = behind_first_run(public_pages, Gated::pages, first_run);
    const bool has_own_operations = !config_.metrics_listen.empty();
    std::map<http::Family, std::shared_ptr<http::Handler>> families;
    families[http::Family::publishing] =
        behind_first_run(api::publishing::make_publishing_handler(publishing), Gated::api, first_run);
    families[http::Family::accounts] = behind_first_run(people_->accounts(), Gated::accounts, first_run);
    families[http::Family::dashboard] = behind_first_run(people_->dashboard(importing_->desk()), Gated::api, first_run);
    families[http::Family::webapi] = behind_first_run(web_catalog_->handler(), Gated::api, first_run);
    families[http::Family::creators] = behind_first_run(creators_->handler(), Gated::api, first_run);
    MOORING_TRY(const auto graphql, graphql_->handler());
    families[http::Family::graphql] = behind_first_run(graphql, Gated::api, first_run);
    families[http::Family::pages] =
        has_own_operations ? pages : std::make_shared<OperationsHandler>(pages, metrics_, readiness());

    http::ServerOptions options;
    options.listeners = listeners.listeners;
    options.trusted_proxies = config_.trusted_proxies;
    options.limits = config_.limits;
    options.network_threads = config_.network_threads;
    if (!config_.tls_certificate.empty()) options.tls = http::TlsFiles{config_.tls_certificate, config_.tls_key};
    static_cast<void>(certificate_changed());  // from here on

    const auto router = std::make_shared<http::FamilyRouter>(
        http::FamilyRouter::Options{config_.aliases, listeners.families}, std::move(families));
    MOORING_TRY(server_, http::Server::bind(std::move(options), router, workers_, *storage_.clock, metrics_));
    listeners.reservations.clear();
    if (has_own_operations) {
        MOORING_TRY(const ListenAddress address, ListenAddress::parse(config_.metrics_listen));
        http::ServerOptions own;
        own.listeners = {http::Listener{.address = address.host, .port = address.port}};
        own.network_threads = 1;
        std::map<http::Family, std::shared_ptr<http::Handler>> only;
        only[http::Family::pages] = std::make_shared<OperationsHandler>(nullptr, metrics_, readiness());
        MOORING_TRY(operations_server_, http::Server::bind(std::move(own),
                                                           std::make_shared<http::FamilyRouter>(
                                                               http::FamilyRouter::Options{}, std::move(only)),
                                                           workers_, *storage_.clock, metrics_));
        operations_server_->start();
    }
    background_->start();
    measuring_->start();
    server_->start();
    if (const auto& token = people_->set_up_token()) {
        // Not into a log: whoever has this line may become the administrator.
        std::cout << "Set up this server: " << place_.urls.base << "/accounts/setup?token=" << *token << std::endl;
    }
    housekeeper_ = std::make_unique<Ticker>(std::chrono::seconds{1}, [this] { keep_house(); });
    return ok();
}

/// Either file: whichever is replaced first, the pair fits only with the second.
bool RunningInstance::certificate_changed() {
    const auto certificate_time = written_at(config_.tls_certificate);
    const auto key_time = written_at(config_.tls_key);
    const bool has_changed = certificate_time != certificate_time_ || key_time != key_time_;
    certificate_time_ = certificate_time;
    key_time_ = key_time;
    return has_changed;
}

void RunningInstance::keep_house() {
    if (!config_.tls_certificate.empty() && certificate_changed()) reload();
    store_clicks();
    const Instant now = storage_.clock->now();
    if (now - keys_kept_at_ >= std::chrono::hours{1} || now < keys_kept_at_) {
        if (auto kept = listener_keys_->maintain(); !kept) {
            log::warning("listener keys could not be kept", {{"reason", kept.error().message}});
            return;
        }
        if (auto forgotten = people_->forget_old(); !forgotten) {
            log::warning("ended sessions and tokens stay for now", {{"reason", forgotten.error().message}});
        }
        keys_kept_at_ = now;
    }
}

void RunningInstance::store_clicks() {
    if (auto stored = delivering_->smartlink_clicks.store(*storage_.catalog); !stored) {
        log::warning("clicks on smart links wait", {{"reason", stored.error().message}});
    }
}

void RunningInstance::read_safe_networks() {
    auto networks = load_safe_networks(config_);
    if (networks) {
        safe_networks_.set(std::move(*networks));
    } else {
        log::error("the list of safe networks is refused; the one before stays",
                   {{"reason", networks.error().message}});
    }
}

void RunningInstance::reload() {
    places_.set(storage::places::open_places(config_.data_dir + "/geo"));
    read_safe_networks();
    if (auto done = server_->reload_tls(); !done) {
        log::warning("certificates stay as they were", {{"reason", done.error().message}});
    } else if (!config_.tls_certificate.empty()) {
        log::info("certificates were read again");
    }
}

void RunningInstance::stop() {
    housekeeper_.reset();
    if (server_) server_->stop();
    if (operations_server_) operations_server_->stop();
    if (background_) background_->stop();
    if (delivering_) store_clicks();
    if (spool_) {
        if (auto settled = spool_->settle(); !settled) {
            log::error("hits were lost", {{"reason", settled.error().message}});
        }
    }
    if (measuring_) measuring_->stop();
}

}  // namespace

Result<std::unique_ptr<Instance>> Instance::start(const Config& config, Storage storage, const Prepare& prepare) {
    MOORING_TRY(Listeners listeners, plan_listeners(config));
    Place place{listeners.public_ports, public_urls(config, listeners.public_ports.front())};
    auto instance = std::make_unique<RunningInstance>(config, std::move(storage), std::move(place));
    if (prepare) MOORING_CHECK(prepare(instance->storage(), instance->place().urls));
    MOORING_CHECK(instance->open());
    MOORING_CHECK(instance->serve(std::move(listeners)));
    return std::unique_ptr<Instance>{std::move(instance)};
}

}  // namespace mooring::server
