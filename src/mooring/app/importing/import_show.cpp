#include "mooring/app/importing/import_show.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <deque>
#include <exception>
#include <filesystem>
#include <map>
#include <thread>

#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/importing/feed_download.hpp"
#include "mooring/app/importing/import_items.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/app/publishing/workspaces.hpp"
#include "mooring/base/log.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/feed/podcast_guid.hpp"
#include "mooring/outbound/url_rules.hpp"

namespace mooring::app::importing {
namespace {

using background::StepOutcome;
using feed::reading::ReadFeed;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_unsaved{1000};

Result<void> queue(const ImportPorts& ports, const ImportRecord& record, const std::string& actor) {
    return ports.catalog.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(publishing::get_workspace(tx, record.workspace));
        if (record.show) MOORING_CHECK(publishing::get_show(tx, record.workspace, *record.show));
        const Instant now = ports.clock.now();
        if (record.options.ignores_lock) {
            domain::AuditEntry entry;
            entry.at = now;
            entry.actor = actor;
            entry.action = "import.lock_ignored";
            entry.subject = record.source_url.substr(0, record.source_url.find('?'));
            entry.workspace = record.workspace;
            MOORING_CHECK(tx.audit_writer().insert(entry));
        }
        const std::string payload = boost::json::serialize(boost::json::object{{"import", record.id}});
        return tx.job_writer().enqueue(
            {.kind = std::string{job_kind::import_show}, .payload = payload, .key = record.id, .run_at = now});
    });
}

/// May this feed be taken? By its lock, and who asked (delivery.md, 10.2).
Result<void> check_lock(const ImportPorts& ports, const ImportRecord& record, const ReadFeed& feed) {
    if (record.options.ignores_lock) return ok();
    const std::string code = verification_code(ports.secret, record.workspace, record.source_url);
    const bool shows_code = std::ranges::any_of(feed.show.tags.txt, [&](const domain::Txt& txt) {
        return equals_ignoring_case(txt.purpose, "verify") && txt.value == code;
    });
    if (shows_code) return ok();
    const std::string how = "put <podcast:txt purpose=\"verify\">" + code + "</podcast:txt> into its channel";
    if (feed.is_locked) {
        const std::string whom = feed.lock_owner.empty() ? "its owner" : feed.lock_owner;
        return Error{Errc::forbidden, "the feed is locked: ask " + whom + " to unlock it, or " + how, "feed_locked"};
    }
    if (record.options.is_proven) return ok();
    return Error{Errc::forbidden, "nobody has shown to own the feed: " + how, "ownership_unproven"};
}

std::string code_of(const Error& error) {
    if (!error.field.empty()) return error.field;
    switch (error.code) {
        case Errc::unsupported:
        case Errc::corrupt: return "not_a_feed";
        case Errc::unavailable:
        case Errc::timeout:
        case Errc::rate_limited: return "unreachable";
        case Errc::invalid_argument:
        case Errc::not_found:
        case Errc::gone:
        case Errc::conflict:
        case Errc::unauthenticated:
        case Errc::forbidden:
        case Errc::too_large:
        case Errc::no_space:
        case Errc::internal: return std::string{mooring::to_string(error.code)};
    }
    return "internal";
}

bool is_passing(Errc code) {
    return code == Errc::unavailable || code == Errc::timeout || code == Errc::no_space || code == Errc::conflict;
}

std::string host_of(const std::string& url) {
    const auto parts = outbound::parse_http_url(url);
    return parts ? parts->host : std::string{};
}

/// The items of one import, worked on by several threads.
class ItemWork {
public:
    ItemWork(const ImportPorts& ports, const ImportFolder& folder, const processing::ProcessingOptions& processing,
             DownloadRetries retries, ImportRecord& record, const domain::Show& show, std::vector<OpenItem> open,
             Wait wait)
        : ports_(ports),
          folder_(folder),
          processing_(processing),
          retries_(retries),
          record_(record),
          show_(show),
          open_(std::move(open)),
          wait_(std::move(wait)) {
        for (const OpenItem& item : open_) hosts_[host_of(item.item->enclosure_url)].waiting.push_back(&item);
    }

    /// Errors: those that end the whole import for now.
    Result<void> run() {
        const int count = std::min(record_.options.parallel, static_cast<int>(open_.size()));
        std::vector<std::thread> threads;
        for (int number = 0; number < count; ++number) threads.emplace_back([this] { work(); });
        for (std::thread& thread : threads) thread.join();
        MOORING_CHECK(folder_.save(record_));
        return fatal_ ? Result<void>{*fatal_} : ok();
    }

private:
    void work() {
        try {
            while (const OpenItem* item = next()) {
                const Result<void> ended = bring_in(*item);
                const std::lock_guard lock(mutex_);
                --hosts_[host_of(item->item->enclosure_url)].running;
                settle(*item, ended);
                changed_.notify_all();
            }
        } catch (const std::exception& bug) {
            log::error("an import failed by a bug", {{"reason", bug.what()}});
            const std::lock_guard lock(mutex_);
            fatal_ = Error{Errc::internal, "an import failed by a bug"};
            changed_.notify_all();
        }
    }

    /// The newest item whose host takes another download; waits for one. Null: there is none left, or all is to end.
    const OpenItem* next() {
        std::unique_lock lock(mutex_);
        for (;;) {
            if (fatal_) return nullptr;
            Host* best = nullptr;
            bool is_any_left = false;
            for (auto& [name, host] : hosts_) {
                is_any_left = is_any_left || !host.waiting.empty();
                if (host.waiting.empty() || host.running == record_.options.parallel_per_host) continue;
                if (best == nullptr || host.waiting.front() < best->waiting.front()) best = &host;
            }
            if (best != nullptr) {
                const OpenItem* item = best->waiting.front();
                best->waiting.pop_front();
                ++best->running;
                return item;
            }
            if (!is_any_left) return nullptr;
            changed_.wait(lock);
        }
    }

    Result<void> bring_in(const OpenItem& open) {
        const feed::reading::FeedItem& item = *open.item;
        DownloadWish wish;
        wish.url = item.enclosure_url;
        wish.path = folder_.part_path(record_.id, item.position);
        const auto count_bytes = [this](std::int64_t bytes) {
            const std::lock_guard lock(mutex_);
            record_.bytes += bytes;
            save_sometimes();
        };
        MOORING_TRY(const Downloaded file, download(ports_.fetcher, ports_.clock, wish, wait_, count_bytes, retries_));
        const std::string type = file.content_type.empty() ? item.enclosure_type : file.content_type;
        auto taken = take_media(ports_, processing_, wish.path, type, folder_.work_folder(record_.id), item.position);
        if (!taken) {
            if (!is_passing(taken.error().code)) drop_part(wish.path);
            return taken.error();
        }
        compare_durations(item, taken->media);
        MOORING_TRY(const bool is_ours, finish_item(ports_, open, taken->media));
        drop_part(wish.path);
        if (is_ours) {
            fetch_companions(ports_, show_, open, taken->file_chapters, [&](std::string text) { warn(text, item); });
        }
        return ok();
    }

    static void drop_part(const std::string& path) {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        std::filesystem::remove(path + ".meta", ignored);
    }

    void compare_durations(const feed::reading::FeedItem& item, const domain::StoredMedia& media) {
        if (!item.stated_duration || !media.duration) return;
        const auto difference = *item.stated_duration - *media.duration;
        if (difference > std::chrono::seconds{5} || difference < -std::chrono::seconds{5}) {
            warn("the feed states another length than the file has", item);
        }
    }

    void warn(const std::string& text, const feed::reading::FeedItem& item) {
        const std::lock_guard lock(mutex_);
        add_warning(record_, "'" + item.episode.title + "': " + text);
    }

    /// Under the mutex.
    void settle(const OpenItem& open, const Result<void>& ended) {
        const domain::Episode& episode = open.item->episode;
        if (ended) {
            ++record_.done;
        } else if (ended.error().code == Errc::no_space || !wait_(std::chrono::milliseconds{0})) {
            if (!fatal_) fatal_ = ended.error();
        } else {
            ++record_.failed;
            const bool is_missing = ended.error().code == Errc::not_found;
            add_trouble(record_, {episode.guid, episode.title, is_missing ? "media_missing" : ended.error().message});
        }
        save_sometimes();
    }

    /// Under the mutex. That a status is a moment old harms nobody.
    void save_sometimes() {
        const auto now = steady_clock::now();
        if (now - saved_at_ < longest_unsaved) return;
        saved_at_ = now;
        record_.updated_at = ports_.clock.now();
        static_cast<void>(folder_.save(record_));
    }

    const ImportPorts& ports_;
    const ImportFolder& folder_;
    const processing::ProcessingOptions& processing_;
    const DownloadRetries retries_;
    ImportRecord& record_;
    const domain::Show& show_;
    const std::vector<OpenItem> open_;
    const Wait wait_;

    std::mutex mutex_;
    std::condition_variable changed_;
    struct Host {
        std::deque<const OpenItem*> waiting;  ///< into `open_`, newest first
        int running = 0;
    };
    std::map<std::string, Host> hosts_;
    std::optional<Error> fatal_;
    steady_clock::time_point saved_at_{};
};

}  // namespace

std::string verification_code(const ServerSecret& secret, domain::WorkspaceId workspace, std::string_view feed_url) {
    return "mooring-" +
           secret.sign("import verification", std::to_string(workspace.value) + " " + std::string{feed_url})
               .substr(0, 22);
}

Result<ImportRecord> order_import(const ImportPorts& ports, const ImportFolder& folder, ImportRecord wanted,
                                  const std::string& actor) {
    const auto url = outbound::parse_http_url(wanted.source_url);
    if (!url || url->has_credentials) return invalid("url", "not the http or https address of a feed");
    const auto fits = [](int count) { return count >= 1 && count <= 8; };
    if (!fits(wanted.options.parallel) || !fits(wanted.options.parallel_per_host)) {
        return invalid("parallel", "1 to 8 downloads at a time");
    }
    wanted.id = random_base62(ports.random, 16);
    wanted.state = ImportState::waiting;
    wanted.created_at = wanted.updated_at = ports.clock.now();
    MOORING_CHECK(folder.save(wanted));
    MOORING_CHECK(queue(ports, wanted, actor));
    return wanted;
}

void ImportShow::stop() {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    stopping_.notify_all();
}

StepOutcome ImportShow::run(const storage::Job& job) {
    const auto id = background::payload_text(job.payload, "import");
    if (!id) return StepOutcome::give_up("the payload cannot be read");
    auto record = folder_.load(*id);
    if (!record) return StepOutcome::give_up(record.error().message);
    if (record->state == ImportState::finished || record->state == ImportState::failed) return StepOutcome::done();
    const Result<void> ended = bring_in(*record);
    return ended ? StepOutcome::done() : settle(job, *record, ended.error());
}

StepOutcome ImportShow::settle(const storage::Job& job, ImportRecord& record, const Error& error) {
    const Instant now = ports_.clock.now();
    StepOutcome outcome = StepOutcome::done();
    bool is_stopping = false;
    {
        const std::lock_guard lock(mutex_);
        is_stopping = is_stopping_;
    }
    record.state = ImportState::waiting;
    if (is_stopping) {
        outcome = StepOutcome::retry_at(now, "the server stops");
    } else if (is_passing(error.code)) {
        outcome = background::retry_or_give_up(job, now, background::fetch_waits, error.message);
        record.message = error.message;
    }
    const bool is_final = !is_stopping && outcome.kind != StepOutcome::Kind::retry;
    if (is_final) {
        record.state = ImportState::failed;
        record.code = code_of(error);
        record.message = error.message;
        record.finished_at = now;
        folder_.drop_files(record.id);
    }
    record.updated_at = now;
    if (const auto saved = folder_.save(record); !saved) {
        return StepOutcome::retry_at(now + background::fetch_waits.front(), saved.error().message);
    }
    return outcome;
}

Result<void> ImportShow::fetch_feed(ImportRecord& record) {
    if (!record.found_url.empty()) return ok();
    MOORING_TRY(const outbound::FetchResponse response, download_feed(ports_.fetcher, record.source_url));
    MOORING_CHECK(folder_.save_feed(record.id, response.body));
    record.found_url = response.final_url;
    if (record.source_url.starts_with("https:") && record.found_url.starts_with("http:")) {
        add_warning(record, "the feed's address leads from https to http");
    }
    return folder_.save(record);
}

Result<void> ImportShow::bring_in(ImportRecord& record) {
    MOORING_CHECK(fetch_feed(record));
    ReadFeed feed;
    {
        MOORING_TRY(const std::string bytes, folder_.load_feed(record.id));
        MOORING_TRY(feed, feed::reading::read_feed(bytes, record.found_url));
    }
    if (!feed.has_own_guid) feed.show.guid = mooring::feed::podcast_guid(record.source_url);
    MOORING_CHECK(check_lock(ports_, record, feed));
    if (!feed.new_feed_url.empty() && feed.new_feed_url != record.found_url) {
        add_warning(record, "the feed says that it has moved to " + feed.new_feed_url);
    }
    for (const std::string& warning : feed.warnings) add_warning(record, warning);
    MOORING_TRY(const domain::Show show, find_or_make_show(ports_, record, feed));
    record.show = show.id;
    MOORING_TRY(PlannedItems planned, make_drafts(ports_, show, feed));

    if (record.state == ImportState::waiting && record.total == 0) record.present = planned.present;
    record.done = std::max(0, planned.present - record.present);
    record.total = static_cast<int>(feed.items.size() + feed.skipped.size());
    record.skipped = static_cast<int>(feed.skipped.size());
    record.failed = 0;
    record.troubles.clear();
    for (const auto& item : feed.skipped) add_trouble(record, {item.guid, item.title, item.reason});
    record.state = ImportState::running;
    record.message.clear();
    MOORING_CHECK(folder_.save(record));

    const Wait wait = [this](std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        return !stopping_.wait_for(lock, time, [this] { return is_stopping_; });
    };
    MOORING_CHECK(ItemWork{ports_, folder_, processing_, retries_, record, show, std::move(planned.open), wait}.run());
    MOORING_CHECK(finish_show(ports_, record));
    record.state = ImportState::finished;
    record.finished_at = record.updated_at = ports_.clock.now();
    MOORING_CHECK(folder_.save(record));
    folder_.drop_files(record.id);
    return ok();
}

}  // namespace mooring::app::importing
