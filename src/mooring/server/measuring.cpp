#include "mooring/server/measuring.hpp"

#include <array>
#include <system_error>
#include <utility>

#include "mooring/base/log.hpp"
#include "mooring/server/backup/backup.hpp"
#include "mooring/server/files.hpp"
#include "mooring/server/measuring_ask.hpp"
#include "mooring/server/measuring_mailbox.hpp"
#include "mooring/storage/plays/duckdb/duckdb_plays.hpp"
#include "mooring/storage/plays/duckdb/library_memory.hpp"

namespace mooring::server {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::chrono::milliseconds tick_every{200};
constexpr std::chrono::seconds attempt_every{5};
constexpr std::chrono::milliseconds import_slice{800};
constexpr std::size_t hits_in_a_batch = 50'000;
constexpr std::chrono::seconds rest_after{30};

// measurement.md, 5.5 and 10.3: what is kept for how long, and how late a fact may still change.
constexpr days hits_kept{90};
constexpr days facts_kept{25 * 31};
constexpr days facts_change{9};

/// Counted segments stay in the spool, as a second copy and for `mooring admin hits`, up to this size.
constexpr std::uint64_t spool_kept_bytes = 256ULL << 20U;
constexpr std::uint64_t event_spool_kept_bytes = 64ULL << 20U;

constexpr std::array rule_files{"bots", "apps", "libraries", "browsers", "devices", "referrers", "crawlers"};

std::string rule_path(const Config& config, const std::string& name) {
    return config.data_dir + "/rules/" + name + ".json";
}

Result<void> count_events(app::measuring::EventCounter& counter) {
    for (;;) {
        MOORING_TRY(const std::size_t counted, counter.count_some(hits_in_a_batch));
        if (counted == 0) return ok();
    }
}

sys_days today(const Clock& clock) {
    return std::chrono::floor<days>(clock.now());
}

}  // namespace

Result<std::shared_ptr<storage::PlayStore>> open_plays(const Config& config) {
    MOORING_TRY(auto plays, storage::duckdb::open_duckdb_plays({.path = config.data_dir + "/plays.duckdb",
                                                                .memory_bytes = config.plays_memory_bytes,
                                                                .threads = static_cast<int>(config.plays_threads)}));
    return std::shared_ptr<storage::PlayStore>{std::move(plays)};
}

analytics::CountingRules counting_rules(const Config& config) {
    return {.window = config.measurement_window, .volume_limit = config.measurement_volume_limit};
}

Result<analytics::AgentRules> load_agent_rules(const Config& config) {
    analytics::RuleTexts texts = analytics::bundled_rules();
    const std::array places{&texts.bots,    &texts.apps,      &texts.libraries, &texts.browsers,
                            &texts.devices, &texts.referrers, &texts.crawlers};
    std::array<std::string, rule_files.size()> own;
    for (std::size_t index = 0; index < rule_files.size(); ++index) {
        const std::string path = rule_path(config, rule_files[index]);
        std::error_code failed;
        if (!std::filesystem::exists(path, failed)) continue;
        MOORING_TRY(own[index], read_whole_file(path));
        *places[index] = own[index];
    }
    return analytics::AgentRules::compile(texts);
}

Result<analytics::SafeNetworks> load_safe_networks(const Config& config) {
    const std::string path = rule_path(config, "safe-networks");
    std::error_code failed;
    if (!std::filesystem::exists(path, failed)) return analytics::SafeNetworks{};
    MOORING_TRY(const std::string text, read_whole_file(path));
    return analytics::SafeNetworks::parse(text);
}

Measuring::Measuring(const Ports& ports)
    : ports_(ports),
      regions_(ports.catalog),
      available_(
          ports.metrics.gauge("mooring_plays_available", "1 while the plays can be written, 0 while they cannot.")) {}

Measuring::~Measuring() {
    stop();
}

void Measuring::start() {
    {
        // Before the first request, so that a server that is ready can answer; when it fails, the ticker tries again.
        const std::lock_guard lock(counting_);
        if (const auto opened = open(); !opened) note(opened);
    }
    ticker_ = std::make_unique<Ticker>(tick_every, [this] { tick(); });
}

void Measuring::stop() {
    ticker_.reset();
    const std::lock_guard lock(counting_);
    if (counter_) {
        if (auto counted = counter_->count_all(); !counted) {
            log::warning("hits wait in the spool to be counted", {{"reason", counted.error().message}});
        }
    }
    if (event_counter_) {
        if (auto counted = count_events(*event_counter_); !counted) {
            log::warning("events wait in their spool to be counted", {{"reason", counted.error().message}});
        }
    }
    import_.reset();
    event_counter_.reset();
    counter_.reset();
    const std::lock_guard plays_lock(plays_mutex_);
    plays_.reset();
}

std::shared_ptr<const analytics::AgentRules> Measuring::rules() const {
    const std::lock_guard lock(plays_mutex_);
    return rules_;
}

void Measuring::set_rules(analytics::AgentRules rules) {
    auto shared = std::make_shared<const analytics::AgentRules>(std::move(rules));
    const std::lock_guard lock(plays_mutex_);
    rules_ = std::move(shared);
}

std::shared_ptr<storage::PlayStore> Measuring::plays() {
    const std::lock_guard lock(plays_mutex_);
    needed_at_ = std::chrono::steady_clock::now();
    if (!plays_ && is_resting_) {
        if (auto opened = open_plays(ports_.config)) plays_ = std::move(*opened);
    }
    if (plays_) is_resting_ = false;
    return plays_;
}

Result<void> Measuring::open_rules() {
    if (rules()) return ok();
    auto rules = load_agent_rules(ports_.config);
    if (!rules) {
        log::error("own rules about user agents are refused; the program's are used",
                   {{"reason", rules.error().message}});
        rules = analytics::AgentRules::compile(analytics::bundled_rules());
        if (!rules) return std::move(rules).error();
    }
    set_rules(std::move(*rules));
    return ok();
}

/// Open what is not open yet; quick when all is.
Result<void> Measuring::open() {
    if (counter_) return ok();
    const auto now = std::chrono::steady_clock::now();
    if (now < next_attempt_) return Error{Errc::unavailable, "the plays could not be opened a moment ago"};
    next_attempt_ = now + attempt_every;
    MOORING_CHECK(open_rules());
    auto store = plays();
    if (!store) {
        MOORING_TRY(store, open_plays(ports_.config));
        const std::lock_guard lock(plays_mutex_);
        plays_ = store;
    }
    counter_ = std::make_unique<app::measuring::HitCounter>(
        app::measuring::HitCounter::Ports{ports_.spool, *store, regions_, *rules(), ports_.metrics},
        counting_rules(ports_.config));
    if (!event_counter_) {
        event_counter_ = std::make_unique<app::measuring::EventCounter>(
            app::measuring::EventCounter::Ports{ports_.events, *store,
                                                [this](const std::string& id, sys_days day) {
                                                    if (counter_) counter_->note_playback(id, day);
                                                },
                                                ports_.metrics});
    }
    next_attempt_ = {};
    return ok();
}

Result<void> Measuring::count() {
    MOORING_CHECK(open());
    const std::uint64_t records = recorded();
    // Events first: they say which requests are our own player's.
    MOORING_CHECK(count_events(*event_counter_));
    for (;;) {
        MOORING_TRY(const std::size_t counted, counter_->count_some(hits_in_a_batch));
        if (counted == 0) break;
    }
    if (records != counted_records_) plays();  // they were needed
    counted_records_ = records;
    return ok();
}

Result<void> Measuring::settle_spools() {
    MOORING_CHECK(ports_.spool.settle());
    return ports_.events.settle();
}

Result<void> Measuring::settle() {
    const std::lock_guard lock(counting_);
    MOORING_CHECK(settle_spools());
    next_attempt_ = {};
    return count();
}

/// Say once that something is wrong, and once that it is well again.
void Measuring::note(const Result<void>& done) {
    available_.set(done ? 1 : 0);
    if (!done && !is_failing_) {
        log::error("plays cannot be counted; the spool holds the hits", {{"reason", done.error().message}});
    } else if (done && is_failing_) {
        log::info("plays are counted again");
    }
    is_failing_ = !done;
}

void Measuring::tick() {
    const std::lock_guard lock(counting_);
    watch_rules();
    if (!may_rest()) {
        const auto counted = count();
        note(counted);
        if (counted) advance_import();
        if (counted) keep_house();
    }
    rest();
    answer_requests();
}

/// True while the plays are closed and nothing happened that has to go into them.
bool Measuring::may_rest() const {
    return !counter_ && !is_failing_ && kept_house_on_ == today(ports_.clock) && recorded() == counted_records_;
}

/// Close the plays when nobody has needed them for a while.
void Measuring::rest() {
    if (is_importing()) return;
    const std::lock_guard lock(plays_mutex_);
    const bool is_needed = std::chrono::steady_clock::now() - needed_at_ < rest_after;
    if (!plays_ || is_needed || plays_.use_count() > 1 || recorded() != counted_records_) return;
    import_.reset();
    event_counter_.reset();
    counter_.reset();
    plays_.reset();
    is_resting_ = true;
    storage::duckdb::release_library_memory();
}

/// Take up rule files that changed. A broken one is refused, and the old rules stay.
void Measuring::watch_rules() {
    if (is_importing()) return;  // all of a log is counted by the same rules
    std::map<std::string, std::filesystem::file_time_type> times;
    for (const char* name : rule_files) {
        std::error_code failed;
        const auto time = std::filesystem::last_write_time(rule_path(ports_.config, name), failed);
        if (!failed) times[name] = time;
    }
    if (times == rule_times_) return;
    rule_times_ = std::move(times);
    if (!this->rules()) return;  // not opened yet: they are read then
    auto rules = load_agent_rules(ports_.config);
    if (!rules) {
        log::error("new rules about user agents are refused; the old ones stay", {{"reason", rules.error().message}});
        return;
    }
    import_.reset();
    counter_.reset();
    log::info("rules about user agents were read again", {{"version", rules->version()}});
    set_rules(std::move(*rules));
}

void Measuring::keep_house() {
    if (ports_.spool.stored_bytes() > spool_kept_bytes) {
        if (auto released = ports_.spool.release(counter_->position()); !released) {
            log::warning("counted hits stay in the spool", {{"reason", released.error().message}});
        }
    }
    if (ports_.events.stored_bytes() > event_spool_kept_bytes) {
        if (auto released = ports_.events.release(event_counter_->position()); !released) {
            log::warning("counted events stay in their spool", {{"reason", released.error().message}});
        }
    }
    const sys_days day = today(ports_.clock);
    if (kept_house_on_ == day) return;
    kept_house_on_ = day;
    if (auto kept = ports_.imports.keys.maintain(); !kept) {
        log::warning("keys of imports could not be kept", {{"reason", kept.error().message}});
    }
    counter_->forget_before(day - days{1});
    event_counter_->forget_before(day - days{2});
    const auto store = plays();
    auto kept = store->cluster(day - facts_change);
    if (kept) kept = store->forget(day - hits_kept, day - facts_kept);
    if (!kept) log::warning("old plays stay as they are for now", {{"reason", kept.error().message}});
}

/// Some batches of a log, and then what our own server has served meanwhile.
void Measuring::advance_import() {
    if (!is_importing()) return;
    const auto until = std::chrono::steady_clock::now() + import_slice;
    while (!import_->is_over() && std::chrono::steady_clock::now() < until) import_->advance();
}

Result<boost::json::value> Measuring::answer(const boost::json::object& ask) {
    const auto store = plays();
    if (ask.contains("import")) {
        if (is_importing()) return Error{Errc::conflict, "another log is being imported"};
        MOORING_TRY(import_, start_log_import(ask, {ports_.config, ports_.catalog, *store, *counter_, ports_.clock,
                                                    ports_.imports}));
        return import_->status();
    }
    if (ask.contains("import_status")) {
        if (!import_) return Error{Errc::not_found, "no log is being imported; begin again, it goes on where it was"};
        return import_->status();
    }
    if (is_counting_order(ask)) return carry_out(ask, *counter_);
    return answer_ask(*store, ports_.catalog, ports_.clock.now(), counting_rules(ports_.config), ask);
}

void Measuring::answer_requests() {
    const auto request = find_request(ports_.catalog);
    if (!request || !*request || (*request)->id == answered_) return;
    answered_ = (*request)->id;
    MailboxAnswer answer{.id = answered_};
    auto done = settle_spools();
    next_attempt_ = {};
    if (done) done = count();
    note(done);
    if (!done) {
        answer.error = done.error();
    } else if (const auto* copy = (*request)->ask.if_contains("copy_plays"); copy != nullptr && copy->is_string()) {
        // Nobody writes plays while this thread is here.
        const auto copied =
            backup::copy_plays(ports_.config.data_dir + "/plays.duckdb", std::string{copy->get_string()});
        if (!copied) answer.error = copied.error();
    } else if (auto value = this->answer((*request)->ask)) {
        answer.value = std::move(*value);
    } else {
        answer.error = value.error();
    }
    if (auto put = put_answer(ports_.catalog, answer); !put) {
        log::warning("a request of `mooring admin` stays unanswered", {{"reason", put.error().message}});
    }
}

}  // namespace mooring::server
