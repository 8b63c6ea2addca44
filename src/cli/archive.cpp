#include "cli/archive.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/random.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::cli {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

Error file_error(const std::string& what, const std::string& path, int number) {
    const bool is_full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return {is_full ? Errc::no_space : Errc::unavailable,
            "cannot " + what + " '" + path + "': " + std::strerror(number)};
}

Result<void> write_all(int file, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return file_error("write", path, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file) != 0) return file_error("write", path, errno);
    return ok();
}

void flush_folder(const std::string& folder) {
    if (const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); file >= 0) {
        ::fsync(file);
        ::close(file);
    }
}

Result<void> make_folder(const std::string& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return file_error("make the folder", folder, failed.value());
    return ok();
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) {
        return Error{Errc::corrupt, "the archive's file '" + path + "' cannot be read"};
    }
    return text.str();
}

std::string text_at(const json::object& line, std::string_view name) {
    const json::value* value = line.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

/// Appends nothing where a name is empty, so that lines stay short.
void put(json::object& line, std::string_view name, const std::string& value) {
    if (!value.empty()) line[name] = value;
}

std::vector<std::string> runs_in(const std::string& folder) {
    std::vector<std::string> runs;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{folder, failed}) {
        if (entry.path().extension() == ".jsonl") runs.push_back(entry.path().string());
    }
    std::ranges::sort(runs, std::greater{});  // names begin with the time: newest first
    return runs;
}

}  // namespace

std::string compressed(std::string_view bytes) {
    z_stream stream{};
    constexpr int gzip = 15 + 16;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

Result<std::string> decompressed(std::string_view bytes) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return Error{Errc::internal, "zlib did not start"};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    std::string block(1U << 16U, '\0');
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(block.data());
        stream.avail_out = static_cast<uInt>(block.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(block.data(), block.size() - stream.avail_out);
        if (out.size() > (std::size_t{1} << 30U)) break;
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END) return Error{Errc::corrupt, "a kept answer is damaged"};
    return out;
}

Archive::~Archive() {
    if (file_ >= 0) ::close(file_);
}

/// True when the run in `path` is the one to go on with; its lines are then in memory and its file is open and locked.
Result<bool> Archive::take_up(const std::string& path, const RunSubject& subject, Instant now,
                              std::chrono::hours longest_break) {
    file_ = ::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC);
    if (file_ < 0) return file_error("open", path, errno);
    const bool is_free = ::flock(file_, LOCK_EX | LOCK_NB) == 0;
    MOORING_TRY(std::string text, read_file(path));
    const auto end = text.rfind('\n');  // a line that was torn by a kill is no line
    const std::size_t whole = end == std::string::npos ? 0 : end + 1;
    std::istringstream lines{text.substr(0, whole)};
    std::string row;
    bool is_same = false;
    bool is_over = false;
    while (std::getline(lines, row)) {
        json::error_code failed;
        const json::value value = json::parse(row, failed);
        if (failed || !value.is_object()) continue;
        const json::object& line = value.as_object();
        const std::string event = text_at(line, "event");
        if (event == "begin") {
            const auto began = parse_iso8601(text_at(line, "time"));
            is_same = began && text_at(line, "source") == subject.source &&
                      text_at(line, "options") == subject.options && now - *began < longest_break && *began <= now;
            if (began) began_ = *began;
        } else if (event == "answer") {
            lines_[{text_at(line, "endpoint"), text_at(line, "episode"), text_at(line, "parameters")}] = {
                text_at(line, "sha256"), text_at(line, "skipped"), text_at(line, "drift")};
        } else if (event == "end") {
            is_over = true;
        }
    }
    if (is_same && !is_over && !is_free) {
        return Error{Errc::conflict, "another process is pulling the same at this moment (" + path + ")"};
    }
    if (is_same && !is_over) {
        if (::ftruncate(file_, static_cast<off_t>(whole)) != 0) return file_error("write", path, errno);
        run_ = fs::path{path}.stem().string();
        was_taken_up_ = true;
        return true;
    }
    ::close(file_);
    file_ = -1;
    lines_.clear();
    return false;
}

Result<std::unique_ptr<Archive>> Archive::open(const std::string& folder, const RunSubject& subject, Instant now,
                                               std::chrono::hours longest_break, bool force_new) {
    const std::string runs = folder + "/" + subject.connector;
    MOORING_CHECK(make_folder(runs));
    std::unique_ptr<Archive> archive{new Archive};
    archive->folder_ = folder;
    // Only the newest few can be young enough; those of other stations may lie between.
    std::vector<std::string> names = runs_in(runs);
    if (names.size() > 100) names.resize(100);
    if (!force_new) {
        for (const std::string& path : names) {
            MOORING_TRY(const bool is_it, archive->take_up(path, subject, now, longest_break));
            if (is_it) return archive;
        }
    }
    SystemRandom random;
    archive->began_ = now;
    archive->run_ = iso8601_seconds(now) + "-" + random_base62(random, 8);
    const std::string path = runs + "/" + archive->run_ + ".jsonl";
    archive->file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (archive->file_ < 0) return file_error("write", path, errno);
    ::flock(archive->file_, LOCK_EX | LOCK_NB);
    const json::object line{{"event", "begin"},
                            {"time", iso8601_millis(now)},
                            {"connector", subject.connector},
                            {"source", subject.source},
                            {"options", subject.options}};
    MOORING_CHECK(archive->append(json::serialize(line)));
    flush_folder(runs);
    return archive;
}

std::string Archive::object_path(const std::string& hash, bool is_drift) const {
    return folder_ + (is_drift ? "/quarantine/" : "/objects/" + hash.substr(0, 2) + "/") + hash + ".gz";
}

Result<std::optional<Kept>> Archive::find(const Question& question) {
    Line line;
    {
        const std::lock_guard lock{mutex_};
        const auto found = lines_.find(question);
        if (found == lines_.end()) return std::optional<Kept>{};
        line = found->second;
    }
    Kept kept{.skipped = line.skipped, .drift = line.drift};
    if (line.hash.empty()) return std::optional{std::move(kept)};
    const auto bytes = read_file(object_path(line.hash, !line.drift.empty()));
    const auto text = bytes ? decompressed(*bytes) : Result<std::string>{bytes.error()};
    // A content that is lost or damaged is asked for again.
    if (!text || to_hex(sha256(*text)) != line.hash) return std::optional<Kept>{};
    kept.text = *text;
    return std::optional{std::move(kept)};
}

Result<std::string> Archive::store(const std::string& text, bool is_drift) {
    const std::string hash = to_hex(sha256(text));
    const std::string path = object_path(hash, is_drift);
    std::error_code failed;
    if (fs::exists(path, failed)) return hash;
    const std::string parent = fs::path{path}.parent_path().string();
    MOORING_CHECK(make_folder(parent));
    const std::string temporary = path + ".part";
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return file_error("write", temporary, errno);
    auto written = write_all(file, compressed(text), temporary);
    if (::close(file) != 0 && written) written = file_error("write", temporary, errno);
    if (written && ::rename(temporary.c_str(), path.c_str()) != 0) written = file_error("write", path, errno);
    if (!written) {
        ::unlink(temporary.c_str());
        return written.error();
    }
    flush_folder(parent);
    return hash;
}

Result<void> Archive::append(const std::string& line) {
    const off_t before = ::lseek(file_, 0, SEEK_END);
    auto written = write_all(file_, line + "\n", folder_ + "/…/" + run_ + ".jsonl");
    if (!written && ::ftruncate(file_, before) != 0) return written;  // half a line is cut off at the next start
    return written;
}

Result<void> Archive::keep(const Question& question, const Kept& kept, Instant now) {
    const std::lock_guard lock{mutex_};
    Line row{.skipped = kept.skipped, .drift = kept.drift};
    if (kept.skipped.empty()) {
        MOORING_TRY(row.hash, store(kept.text, !kept.drift.empty()));
    }
    json::object line{{"event", "answer"}, {"time", iso8601_millis(now)}, {"endpoint", question.endpoint}};
    put(line, "episode", question.episode);
    line["parameters"] = question.parameters;
    put(line, "sha256", row.hash);
    if (kept.skipped.empty()) line["bytes"] = kept.text.size();
    put(line, "skipped", row.skipped);
    put(line, "drift", row.drift);
    MOORING_CHECK(append(json::serialize(line)));
    lines_[question] = std::move(row);
    return ok();
}

Result<void> Archive::finish(Instant now, std::int64_t failures) {
    const std::lock_guard lock{mutex_};
    return append(
        json::serialize(json::object{{"event", "end"}, {"time", iso8601_millis(now)}, {"failures", failures}}));
}

}  // namespace mooring::cli
