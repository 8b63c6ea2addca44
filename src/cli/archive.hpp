#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::cli {

/// One question of a run: what is the same in two runs is the same question.
struct Question {
    std::string endpoint;
    std::string episode;     ///< empty for questions about a station or show
    std::string parameters;  ///< a JSON object

    auto operator<=>(const Question&) const = default;
};

/// What came of a question. Kept in the archive, and read back when a run is taken up again.
struct Kept {
    std::string text;     ///< the raw answer; empty when it was skipped
    std::string skipped;  ///< why there is no answer, where that is no error
    std::string drift;    ///< how its shape differs from what was expected
};

/// What a run is about. A run that broke off is taken up only by one that is about the same.
struct RunSubject {
    std::string connector;  ///< anchor, spotify
    std::string source;     ///< address and station or show
    std::string options;    ///< a JSON object: what was asked for on the command line
};

/// The history of all pulls: every raw answer with its time and parameters, compressed, each content once.
///
/// `CONNECTOR/RUN.jsonl` has one line for each answer of a run, `objects/` the contents by their SHA-256, `quarantine/`
/// those with an unexpected shape. A content is on disk before the line that names it, and a line before the next
/// question's answer: a run that is killed at any point is taken up again without a gap or a double.
/// Safe to use from several threads; one process at a time for one run.
class Archive {
public:
    ~Archive();
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    /// Take up the run that broke off, when it is about the same `subject` and younger than `longest_break`; else begin
    /// a new one. Errors: unavailable (the folder cannot be written), no_space, conflict (another process is at it).
    static Result<std::unique_ptr<Archive>> open(const std::string& folder, const RunSubject& subject, Instant now,
                                                 std::chrono::hours longest_break, bool force_new);

    /// When the run began: what "now" means in all of its questions.
    Instant began() const { return began_; }
    bool was_taken_up() const { return was_taken_up_; }
    const std::string& run() const { return run_; }

    /// What this run has on record for `question`; none when it was not answered yet.
    Result<std::optional<Kept>> find(const Question& question);
    /// Put an answer on record; it is on disk when this returns. Errors: no_space, unavailable.
    Result<void> keep(const Question& question, const Kept& kept, Instant now);
    /// The run is over: the next one begins anew.
    Result<void> finish(Instant now, std::int64_t failures);

private:
    struct Line {
        std::string hash;
        std::string skipped;
        std::string drift;
    };
    Archive() = default;
    Result<bool> take_up(const std::string& path, const RunSubject& subject, Instant now,
                         std::chrono::hours longest_break);
    Result<void> append(const std::string& line);
    Result<std::string> store(const std::string& text, bool is_drift);
    std::string object_path(const std::string& hash, bool is_drift) const;

    std::string folder_;
    std::string run_;
    Instant began_;
    bool was_taken_up_ = false;
    int file_ = -1;
    std::mutex mutex_;
    std::map<Question, Line> lines_;
};

/// gzip, and back. Errors: corrupt.
std::string compressed(std::string_view bytes);
Result<std::string> decompressed(std::string_view bytes);

}  // namespace mooring::cli
