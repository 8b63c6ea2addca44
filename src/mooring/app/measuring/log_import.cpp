#include "mooring/app/measuring/log_import.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "mooring/analytics/logs/log_text.hpp"
#include "mooring/app/delivering/preview_grant.hpp"
#include "mooring/base/byte_code.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::measuring {

namespace {

using analytics::LineOutcome;
using analytics::LogRow;
using analytics::RawHit;
using analytics::RecordKind;
using std::chrono::days;
using std::chrono::sys_days;

constexpr char file_mark = 'f';
constexpr std::size_t hits_in_a_batch = 50'000;
constexpr std::size_t lines_in_a_batch = 500'000;
constexpr std::size_t samples_of_unmapped = 10;
/// Listeners and addresses that are remembered.
constexpr std::size_t most_remembered = 200'000;
/// What tells files apart at their front.
constexpr std::uint64_t lines_of_head = 1000;
constexpr std::int64_t size_of_unknown = std::int64_t{1} << 50;
constexpr std::size_t longest_range_header = 256;
constexpr std::size_t longest_playback_id = 64;
constexpr std::size_t longest_region = 200;

std::uint64_t chained(std::uint64_t chain, std::uint64_t line) {
    return (chain ^ line) * 0x9E3779B97F4A7C15ULL + 1;
}

/// Text that a store and its readers take: bytes that are no UTF-8 become question marks.
std::string clean(std::string_view text) {
    std::string cleaned{text};
    std::ranges::replace(cleaned, '\0', '?');
    if (is_valid_utf8(cleaned)) return cleaned;
    for (char& character : cleaned) {
        if (static_cast<unsigned char>(character) >= 0x80) character = '?';
    }
    return cleaned;
}

/// The value of a parameter of a target's query, as it stands there; empty when absent.
std::string_view parameter_of(std::string_view target, std::string_view name) {
    const std::size_t question = target.find('?');
    if (question == std::string_view::npos) return {};
    std::string_view query = target.substr(question + 1);
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) return pair.substr(name.size() + 1);
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    }
    return {};
}

analytics::HitId id_of(std::string_view name, char kind, std::string_view text, std::uint32_t number) {
    std::string bytes{name};
    bytes.push_back('\0');
    bytes.push_back(kind);
    bytes.append(text);
    bytes.push_back('\0');
    ByteWriter{bytes}.number(number);
    const Digest256 digest = sha256(bytes);
    analytics::HitId id{};
    std::memcpy(id.data(), digest.data(), id.size());
    return id;
}

/// What of the file a row says was served.
void put_ranges(const LogRow& row, const LogTarget& target, RawHit& hit) {
    hit.ranges = row.ranges;
    hit.sent_bytes = row.sent_bytes;
    if (row.is_estimated) {
        const bool is_whole = row.range_raw.empty() || row.range_raw == "bytes=0-";
        const std::int64_t size = target.size_bytes > 0 ? target.size_bytes : size_of_unknown;
        if (!is_whole) hit.ranges = analytics::served_ranges(row.range_raw, size);
        hit.sent_bytes = hit.ranges.empty() ? target.size_bytes : 0;
        for (const auto& [first, last] : hit.ranges) hit.sent_bytes += last - first + 1;
        hit.flags |= analytics::flag_estimated;
        return;
    }
    if (row.status != 206) return;
    if (hit.ranges.empty() && !row.is_position_unknown) {
        hit.ranges = analytics::served_ranges(row.range_raw, target.size_bytes);
    }
    if (hit.ranges.empty()) hit.flags |= analytics::flag_position_unknown;
}

}  // namespace

std::uint64_t hash_of_line(std::string_view line) {
    std::uint64_t hash = line.size() * 0x9E3779B97F4A7C15ULL;
    while (!line.empty()) {
        std::uint64_t word = 0;
        const std::size_t taken = std::min(line.size(), sizeof word);
        std::memcpy(&word, line.data(), taken);
        hash = (hash ^ word) * 0xD6E8FEB86659FD93ULL;
        hash ^= hash >> 32U;
        line.remove_prefix(taken);
    }
    return hash;
}

LogImport::LogImport(Ports ports, Options options, LogTargets targets)
    : ports_(std::move(ports)), options_(std::move(options)), targets_(std::move(targets)) {}

ImportProgress LogImport::progress() const {
    const std::int64_t in_this = open_ ? open_->consumed_bytes() : 0;
    return {.bytes = bytes_of_done_ + in_this, .total_bytes = bytes_in_all_, .lines = lines_};
}

Result<void> LogImport::load_records() {
    if (has_records_) return ok();
    const std::string mark = file_mark + options_.name + '\0';
    MOORING_TRY(const auto states, ports_.plays.states({KnownRegions::kept_under, KnownRegions::kept_under + days{1}}));
    for (const auto& state : states) {
        if (!state.key.starts_with(mark)) continue;
        ByteReader in{state.bytes};
        FileRecord record{.head_lines = in.number(), .head = in.number(), .lines = in.number(), .chain = in.number()};
        record.first_day = sys_days{days{static_cast<std::int32_t>(in.signed_number())}};
        record.last_day = sys_days{days{static_cast<std::int32_t>(in.signed_number())}};
        if (in.failed()) return Error{Errc::corrupt, "a garbled record of an imported file"};
        records_.push_back(record);
    }
    for (const std::string& path : options_.paths) {
        MOORING_TRY(const OpenLog log, ports_.open(path));
        bytes_in_all_ += log.size_bytes;
    }
    has_records_ = true;
    return ok();
}

analytics::CountingState LogImport::state_of(const FileRecord& file) const {
    analytics::CountingState state{
        .day = KnownRegions::kept_under, .key = file_mark + options_.name + '\0', .bytes = {}};
    ByteWriter{state.key}.number(file.head);
    ByteWriter out{state.bytes};
    for (const std::uint64_t number : {file.head_lines, file.head, file.lines, file.chain}) out.number(number);
    const bool has_days = file.first_day <= file.last_day;
    out.signed_number(has_days ? file.first_day.time_since_epoch().count() : 1);
    out.signed_number(has_days ? file.last_day.time_since_epoch().count() : 0);
    return state;
}

/// How many of a file's first lines were imported under this name before: by their hashes.
Result<std::uint64_t> LogImport::lines_known(const std::string& path) {
    std::uint64_t furthest = 0;
    std::uint64_t last = 0;
    for (const FileRecord& record : records_) last = std::max(last, record.lines);
    if (last == 0) return furthest;
    MOORING_TRY(const OpenLog log, ports_.open(path));
    const bool has_objects = options_.format == analytics::LogFormat::op3_json;
    analytics::RecordReader reader{has_objects ? analytics::RecordShape::objects : analytics::RecordShape::lines,
                                   log.read};
    std::uint64_t chain = 0;
    for (std::uint64_t line = 1; line <= last; ++line) {
        MOORING_TRY(const auto record, reader.next());
        if (record.kind == RecordKind::end) break;
        chain = chained(chain, hash_of_line(record.text));
        bool may_go_on = line < lines_of_head;
        for (const FileRecord& known : records_) {
            if (known.lines == line && known.chain == chain) furthest = line;
            may_go_on = may_go_on || line > lines_of_head || (known.head_lines == line && known.head == chain);
        }
        if (!may_go_on) break;
    }
    return furthest;
}

/// Pass over a line that was imported before; head lines are taken up, and repetitions counted.
void LogImport::pass(std::string_view record) {
    parser_->skip(record);
    recent_.note(hash_of_line(record));
    note_line(record);
}

Result<void> LogImport::begin_file() {
    MOORING_CHECK(load_records());
    const std::string& path = options_.paths[file_];
    MOORING_TRY(const std::uint64_t known, lines_known(path));
    MOORING_TRY(open_, ports_.open(path));
    const bool has_objects = options_.format == analytics::LogFormat::op3_json;
    reader_ = std::make_unique<analytics::RecordReader>(
        has_objects ? analytics::RecordShape::objects : analytics::RecordShape::lines, open_->read);
    parser_ = std::make_unique<analytics::LogParser>(options_.format, options_.fields);
    record_ = {};
    recent_.clear();
    for (std::uint64_t line = 0; line < known; ++line) {
        MOORING_TRY(const auto record, reader_->next());
        if (record.kind == RecordKind::end) break;
        pass(record.text);
        ++report_.repeated;
    }
    for (const FileRecord& same : records_) {
        if (same.lines != record_.lines || same.chain != record_.chain || known == 0) continue;
        record_.first_day = same.first_day;
        record_.last_day = same.last_day;
    }
    return ok();
}

const LogTarget* LogImport::target_of(const std::string& target) {
    if (found_targets_.size() >= most_remembered) found_targets_.clear();
    const auto [found, is_new] = found_targets_.try_emplace(target.substr(0, target.find('?')), nullptr);
    if (is_new) found->second = targets_.find(target);
    return found->second;
}

/// Unset when the row's month has no key any more, or its address cannot be read.
Result<std::optional<LogImport::Listener>> LogImport::listener_of(const LogRow& row) {
    const auto peer = IpAddress::parse(row.address);
    if (!peer && row.hashed_address.empty()) {
        leave_out("malformed: " + std::string{to_string(analytics::LineProblem::bad_address)});
        return std::optional<Listener>{};
    }
    const auto month = analytics::key_period(row.at);
    std::string name = analytics::period_text(month) + row.address + '\n' + row.hashed_address + '\n' + row.forwarded +
                       '\n' + row.user_agent + '\n' + row.referrer;
    if (listeners_.size() >= most_remembered) listeners_.clear();
    if (const auto known = listeners_.find(name); known != listeners_.end()) return std::optional{known->second};
    const analytics::HitHeaders headers{.user_agent = row.user_agent, .referrer = row.referrer};
    Listener listener;
    Result<analytics::HitIdentity> identity = Error{Errc::gone, ""};
    if (peer) {
        const IpAddress client = ports_.client_of(peer->unwrapped(), row.forwarded);
        identity = analytics::identify(ports_.keys, client, headers, row.at);
        listener.place = ports_.places.find(client);
        listener.is_safe = ports_.safe_networks.contains(client);
    } else {
        identity = analytics::identify_hashed(ports_.keys, options_.name, row.hashed_address, headers, row.at);
        const bool is_country =
            row.country.size() == 2 && std::ranges::all_of(row.country, [](char c) { return c >= 'A' && c <= 'Z'; });
        listener.place.country = is_country ? row.country : "ZZ";
        listener.place.region = clean(std::string_view{row.region}.substr(0, longest_region));
    }
    if (!identity && identity.error().code == Errc::gone) {
        leave_out("key destroyed");
        return std::optional<Listener>{};
    }
    MOORING_TRY(listener.identity, std::move(identity));
    listener.identity.user_agent = clean(listener.identity.user_agent);
    listeners_.emplace(std::move(name), listener);
    return std::optional{std::move(listener)};
}

RawHit LogImport::hit_of(const LogRow& row, const LogTarget& target, const Listener& listener) const {
    RawHit hit;
    hit.source = analytics::HitSource::import;
    hit.import_name = options_.name;
    hit.at = row.at;
    hit.duration_ms = row.duration_ms;
    hit.method = clean(row.method);
    hit.status = row.status;
    hit.show_id = target.show.value;
    hit.episode_id = target.episode.value;
    hit.revision = target.revision;
    hit.range_raw = clean(std::string_view{row.range_raw}.substr(0, longest_range_header));
    hit.net_key = listener.identity.net_key;
    hit.ip_key = listener.identity.ip_key;
    hit.user_agent = listener.identity.user_agent;
    hit.referrer = listener.identity.referrer;
    hit.flags = listener.identity.flags | (listener.is_safe ? std::uint32_t{analytics::flag_safe_network} : 0U);
    hit.country = listener.place.country;
    hit.region = listener.place.region;
    hit.city = listener.place.city;
    hit.asn = listener.place.autonomous_system;
    hit.playback_id = clean(parameter_of(row.target, "pid").substr(0, longest_playback_id));
    // Whether the grant was good is not known; nobody but an owner has one to try.
    if (!parameter_of(row.target, delivering::preview_parameter).empty()) hit.flags |= analytics::flag_preview_grant;
    put_ranges(row, target, hit);
    return hit;
}

/// Whether rows of this day may be on record already: by another file of this import.
bool LogImport::may_replace(sys_days day) const {
    return std::ranges::any_of(records_, [&](const FileRecord& other) {
        return other.head != record_.head && other.first_day <= day && day <= other.last_day;
    });
}

Result<void> LogImport::take(std::string_view record, std::vector<storage::CountedHit>& hits) {
    const std::uint32_t earlier = recent_.note(hash_of_line(record));
    const LineOutcome outcome = parser_->parse(record, row_);
    if (outcome == LineOutcome::skipped) return ok();
    if (outcome == LineOutcome::malformed) {
        leave_out("malformed: " + std::string{to_string(parser_->problem())});
        return ok();
    }
    const LogTarget* target = target_of(row_.target);
    if (target == nullptr) {
        const bool is_feed = is_feed_path(row_.target);
        leave_out(is_feed ? "feed" : "unmapped");
        if (!is_feed && report_.unmapped.size() < samples_of_unmapped) {
            const std::string sample =
                clean(std::string_view{row_.target}.substr(0, row_.target.find('?')).substr(0, 200));
            if (std::ranges::find(report_.unmapped, sample) == report_.unmapped.end())
                report_.unmapped.push_back(sample);
        }
        return ok();
    }
    if (options_.show && target->show != *options_.show) {
        leave_out("other show");
        return ok();
    }
    if (row_.at > ports_.clock.now() + days{1}) {
        leave_out("malformed: " + std::string{to_string(analytics::LineProblem::bad_time)});
        return ok();
    }
    MOORING_TRY(const auto listener, listener_of(row_));
    if (!listener) return ok();
    RawHit hit = hit_of(row_, *target, *listener);
    const bool has_id = !row_.request_id.empty();
    hit.hit_id = has_id ? id_of(options_.name, '1', row_.request_id, 0) : id_of(options_.name, '0', record, earlier);
    const bool is_again = has_id && recent_.note(hash_of_line(row_.request_id)) > 0;
    const sys_days day = analytics::day_of(hit.at);
    record_.first_day = std::min(record_.first_day, day);
    record_.last_day = std::max(record_.last_day, day);
    storage::CountedHit counted = ports_.counter.judged(std::move(hit));
    counted.may_replace = is_again || may_replace(day);
    ++report_.hits;
    ++report_.verdicts[std::string{to_string(counted.disposition)}];
    hits.push_back(std::move(counted));
    return ok();
}

void LogImport::note_line(std::string_view record) {
    ++lines_;
    ++record_.lines;
    record_.chain = chained(record_.chain, hash_of_line(record));
    if (record_.lines <= lines_of_head) {
        record_.head_lines = record_.lines;
        record_.head = record_.chain;
    }
}

Result<void> LogImport::read_batch() {
    const std::uint64_t begin = record_.lines;
    while (!is_file_done_ && waiting_.size() < hits_in_a_batch && record_.lines - begin < lines_in_a_batch) {
        MOORING_TRY(const auto record, reader_->next());
        is_file_done_ = record.kind == RecordKind::end || record.kind == RecordKind::unfinished;
        if (record.kind == RecordKind::end) break;
        if (record.kind == RecordKind::unfinished) {
            // A row that is whole without its line's end is taken; one that was cut off may still be being written.
            analytics::LogParser trial = *parser_;
            if (trial.parse(record.text, row_) != LineOutcome::row) {
                leave_out("unfinished");
                break;
            }
        }
        if (record.kind == RecordKind::too_long) {
            leave_out("malformed: " + std::string{to_string(analytics::LineProblem::too_long)});
        } else {
            MOORING_CHECK(take(record.text, waiting_));
        }
        note_line(record.text);
    }
    has_waiting_ = record_.lines > begin;
    return ok();
}

Result<void> LogImport::put_down() {
    if (!has_waiting_) return ok();
    MOORING_CHECK(ports_.keep_keys());
    const sys_days today = analytics::day_of(ports_.clock.now());
    const auto counting = ports_.counter.count_imported(waiting_, {state_of(record_)}, today);
    if (!counting) {
        // The counter may put them down later by itself: a second time must replace the first.
        for (storage::CountedHit& hit : waiting_) hit.may_replace = true;
        return counting.error();
    }
    report_.counting += static_cast<std::int64_t>(*counting);
    waiting_.clear();
    has_waiting_ = false;
    return ok();
}

Result<bool> LogImport::advance() {
    if (file_ == options_.paths.size()) return false;
    if (!reader_) MOORING_CHECK(begin_file());
    if (!has_waiting_) MOORING_CHECK(read_batch());
    MOORING_CHECK(put_down());
    if (is_file_done_) {
        is_file_done_ = false;
        records_.push_back(record_);
        bytes_of_done_ += open_->size_bytes;
        ++file_;
        reader_.reset();
        open_.reset();
    }
    return file_ < options_.paths.size();
}

}  // namespace mooring::app::measuring
