#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "mooring/analytics/hit_identity.hpp"
#include "mooring/analytics/logs/log_parser.hpp"
#include "mooring/analytics/logs/record_reader.hpp"
#include "mooring/analytics/places.hpp"
#include "mooring/analytics/safe_networks.hpp"
#include "mooring/app/measuring/hit_counter.hpp"
#include "mooring/app/measuring/log_targets.hpp"
#include "mooring/app/measuring/recent_lines.hpp"
#include "mooring/base/clock.hpp"

namespace mooring::app::measuring {

/// A log that was opened.
struct OpenLog {
    analytics::RecordReader::ReadBytes read;
    std::function<std::int64_t()> consumed_bytes;  ///< of the file, compressed where it is
    std::int64_t size_bytes = 0;
};

/// What an import came to.
struct ImportReport {
    std::int64_t hits = 0;                         ///< rows that became raw hits
    std::int64_t counting = 0;                     ///< of these, on days that belong to the import
    std::int64_t repeated = 0;                     ///< lines passed over: this name's imports had them before
    std::map<std::string, std::int64_t> verdicts;  ///< hits by what they were taken for
    std::map<std::string, std::int64_t> left_out;  ///< other rows by the reason
    std::vector<std::string> unmapped;             ///< some addresses that mean no episode, without their queries
};

struct ImportProgress {
    std::int64_t bytes = 0;
    std::int64_t total_bytes = 0;
    std::int64_t lines = 0;
};

/// Counts files of somebody's log as hits (measurement.md, section 9), a batch at a time, in the order given.
///
/// Facts, hits and how far the file was read go down in one transaction: an import that broke off goes on where it was,
/// and a file that was read before, or that grew, is recognised by its lines, whatever it is called. Lines that several
/// files hold are one hit. Memory does not grow with the files. Not safe from several threads.
class LogImport {
public:
    struct Ports {
        HitCounter& counter;
        storage::PlayStore& plays;
        analytics::ListenerKeys& keys;
        std::function<Result<void>()> keep_keys;  ///< puts keys down before what was made with them
        const analytics::CurrentPlaces& places;
        const analytics::CurrentSafeNetworks& safe_networks;
        /// The listener, by the peer and what a proxy in front of it says (measurement.md, 3.3).
        std::function<IpAddress(const IpAddress&, const std::string&)> client_of;
        std::function<Result<OpenLog>(const std::string&)> open;
        const Clock& clock;
    };
    struct Options {
        std::string name;
        analytics::LogFormat format = analytics::LogFormat::combined;
        std::vector<std::string> fields;     ///< of logs without a head line
        std::optional<domain::ShowId> show;  ///< rows of other shows are left out
        std::vector<std::string> paths;
    };

    LogImport(Ports ports, Options options, LogTargets targets);

    /// Read and count one batch. False when all files are done. After an error, call it again.
    /// Errors: unavailable, no_space, corrupt, invalid_argument (a file that is no log).
    Result<bool> advance();

    const ImportReport& report() const { return report_; }
    ImportProgress progress() const;
    const std::string& name() const { return options_.name; }

private:
    /// How far a file was read. A file is known by the hash of its first lines, and of all that were read.
    struct FileRecord {
        std::uint64_t head_lines = 0;
        std::uint64_t head = 0;
        std::uint64_t lines = 0;
        std::uint64_t chain = 0;
        std::chrono::sys_days first_day = std::chrono::sys_days::max();
        std::chrono::sys_days last_day = std::chrono::sys_days::min();
    };
    /// What is remembered of a listener in the log.
    struct Listener {
        analytics::HitIdentity identity;
        analytics::Place place;
        bool is_safe = false;
    };

    Result<void> load_records();
    Result<void> begin_file();
    Result<std::uint64_t> lines_known(const std::string& path);
    Result<void> read_batch();
    Result<void> put_down();
    void note_line(std::string_view record);
    void pass(std::string_view record);
    Result<void> take(std::string_view record, std::vector<storage::CountedHit>& hits);
    Result<std::optional<Listener>> listener_of(const analytics::LogRow& row);
    analytics::RawHit hit_of(const analytics::LogRow& row, const LogTarget& target, const Listener& listener) const;
    const LogTarget* target_of(const std::string& target);
    bool is_feed_of(const std::string& target) const;
    bool may_replace(std::chrono::sys_days day) const;
    analytics::CountingState state_of(const FileRecord& file) const;
    void leave_out(const std::string& reason) { ++report_.left_out[reason]; }

    const Ports ports_;
    const Options options_;
    const LogTargets targets_;
    ImportReport report_;

    bool has_records_ = false;
    std::vector<FileRecord> records_;
    std::size_t file_ = 0;
    std::int64_t bytes_of_done_ = 0;
    std::int64_t bytes_in_all_ = 0;
    std::optional<OpenLog> open_;
    std::unique_ptr<analytics::RecordReader> reader_;
    std::unique_ptr<analytics::LogParser> parser_;
    FileRecord record_;
    std::int64_t lines_ = 0;
    RecentLines recent_;
    std::vector<storage::CountedHit> waiting_;  ///< read, and not put down yet
    bool has_waiting_ = false;
    bool is_file_done_ = false;
    analytics::LogRow row_;
    std::unordered_map<std::string, Listener> listeners_;
    std::unordered_map<std::string, const LogTarget*> found_targets_;
};

}  // namespace mooring::app::measuring
