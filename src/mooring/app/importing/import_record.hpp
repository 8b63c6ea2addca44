#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::app::importing {

/// Where the import of a show stands.
enum class ImportState {
    waiting,   ///< to be begun, or to be tried again
    running,   ///< the feed was read; episodes and their media come in
    finished,  ///< nothing is left to do, though single episodes may have failed
    failed,    ///< it cannot be done; `code` and `message` say why
};

/// `waiting` and so on, and back.
std::string_view to_string(ImportState state);
std::optional<ImportState> parse_import_state(std::string_view text);

struct ImportOptions {
    bool goes_live = false;     ///< publish the show when all is there
    bool ignores_lock = false;  ///< an administrator said so; it is in the audit log
    bool is_proven = false;     ///< an administrator asked: no proof of ownership is wanted of an unlocked feed
    int parallel = 4;           ///< downloads at a time
    int parallel_per_host = 2;
};

/// An item that is not here, or not whole, and why.
struct ImportTrouble {
    std::string guid, title;
    std::string reason;  ///< `no_enclosure`, `duplicate_guid`, `media_missing`, or words
    bool operator==(const ImportTrouble&) const = default;
};

/// One import, as its status is read. What became of each episode is in the catalog: an episode with media is done.
struct ImportRecord {
    std::string id;  ///< 16 base-62 characters
    std::string source_url;
    std::string found_url;  ///< where the feed was, after redirects; empty until then
    domain::WorkspaceId workspace;
    std::optional<domain::ShowId> show;  ///< to be filled; else the one that was made
    ImportOptions options;

    ImportState state = ImportState::waiting;
    std::string code;     ///< of a failure: `feed_locked`, `not_a_feed`, `unreachable`, `forbidden`, …
    std::string message;  ///< for a person
    int total = 0;        ///< items of the feed
    int done = 0;         ///< brought in by this import
    int present = 0;      ///< that were here already
    int skipped = 0;
    int failed = 0;
    std::int64_t bytes = 0;               ///< of media, downloaded
    std::vector<ImportTrouble> troubles;  ///< at most 1,000
    std::vector<std::string> warnings;    ///< at most 200

    Instant created_at, updated_at;
    std::optional<Instant> finished_at;
};

inline constexpr std::size_t most_troubles = 1000;
inline constexpr std::size_t most_import_warnings = 200;

void add_trouble(ImportRecord& record, ImportTrouble trouble);
void add_warning(ImportRecord& record, std::string text);

/// As JSON: what is stored, and what `--json` prints.
std::string to_json(const ImportRecord& record);
/// Errors: corrupt.
Result<ImportRecord> import_from_json(std::string_view text);

/// The imports of an instance: a folder each, with the record, the feed as it was fetched, and the parts of downloads.
/// Every process that has the data folder sees the same. Safe from several threads.
class ImportFolder {
public:
    explicit ImportFolder(std::string root) : root_(std::move(root)) {}

    /// Write a record, whole or not at all, durably. Errors: no_space, unavailable.
    Result<void> save(const ImportRecord& record) const;
    /// Errors: not_found, corrupt, unavailable.
    Result<ImportRecord> load(const std::string& id) const;
    /// Newest first. What cannot be read is left out.
    Result<std::vector<ImportRecord>> list() const;
    /// The feed's bytes as they were fetched. Errors: no_space, unavailable; not_found for the second.
    Result<void> save_feed(const std::string& id, std::string_view bytes) const;
    Result<std::string> load_feed(const std::string& id) const;
    /// Where the download of the item at `position` grows.
    std::string part_path(const std::string& id, int position) const;
    /// A folder for work on one item.
    std::string work_folder(const std::string& id) const;
    /// Forget feed and parts, and keep the record.
    void drop_files(const std::string& id) const;

private:
    std::string folder(const std::string& id) const { return root_ + "/" + id; }

    std::string root_;
};

}  // namespace mooring::app::importing
