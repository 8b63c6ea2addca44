#include "mooring/analytics/counting/group_code.hpp"

#include "mooring/base/byte_code.hpp"

namespace mooring::analytics {

namespace {

constexpr std::uint64_t code_version = 2;
constexpr std::uint64_t first_version = 1;  // without bytes of unknown position
constexpr char key_mark = 'd';              // of a download group; other states have other marks

void put_day(ByteWriter& out, std::chrono::sys_days day) {
    out.signed_number(day.time_since_epoch().count());
}

std::chrono::sys_days take_day(ByteReader& in) {
    return std::chrono::sys_days{std::chrono::days{static_cast<std::int32_t>(in.signed_number())}};
}

void put_context(ByteWriter& out, const PlayContext& context) {
    for (const std::string* text : {&context.app, &context.device, &context.system, &context.country, &context.region,
                                    &context.city, &context.referrer, &context.source, &context.age, &context.gender}) {
        out.text(*text);
    }
}

PlayContext take_context(ByteReader& in) {
    PlayContext context;
    for (std::string* text : {&context.app, &context.device, &context.system, &context.country, &context.region,
                              &context.city, &context.referrer, &context.source, &context.age, &context.gender}) {
        *text = in.text();
    }
    return context;
}

void put_candidate(ByteWriter& out, const Candidate& candidate) {
    out.signed_number(unix_micros(candidate.at));
    out.array(candidate.hit_id);
    out.text(candidate.revision);
    out.text(candidate.playback_id);
    out.number(candidate.has_whole ? 1 : 0);
    out.number(candidate.delivered.stretches().size());
    for (const Interval& stretch : candidate.delivered.stretches()) {
        out.signed_number(stretch.begin);
        out.signed_number(stretch.end - stretch.begin);
    }
    out.number(candidate.loose.size());
    for (const auto& [id, bytes] : candidate.loose) {
        out.array(id);
        out.signed_number(bytes);
    }
    put_context(out, candidate.context);
}

Candidate take_candidate(ByteReader& in, std::uint64_t version) {
    Candidate candidate;
    candidate.at = from_unix_micros(in.signed_number());
    candidate.hit_id = in.array<16>();
    candidate.revision = in.text();
    candidate.playback_id = in.text();
    candidate.has_whole = in.number() != 0;
    for (std::size_t left = in.count(); left > 0; --left) {
        const std::int64_t begin = in.signed_number();
        candidate.delivered.add(begin, begin + in.signed_number());
    }
    for (std::size_t left = version > first_version ? in.count() : 0; left > 0; --left) {
        const HitId id = in.array<16>();
        candidate.loose[id] = in.signed_number();
    }
    candidate.context = take_context(in);
    return candidate;
}

void put_region(ByteWriter& out, const MediaRegion& region) {
    out.signed_number(region.size_bytes);
    out.signed_number(region.begin);
    out.signed_number(region.end);
    out.signed_number(region.duration ? region.duration->count() : -1);
}

MediaRegion take_region(ByteReader& in) {
    MediaRegion region;
    region.size_bytes = in.signed_number();
    region.begin = in.signed_number();
    region.end = in.signed_number();
    if (const std::int64_t duration = in.signed_number(); duration >= 0) {
        region.duration = std::chrono::milliseconds{duration};
    }
    return region;
}

void put_name(ByteWriter& out, const PlayName& name) {
    out.signed_number(name.show.value);
    put_day(out, name.day);
    out.number(static_cast<std::uint64_t>(name.kind));
    out.signed_number(name.episode.value);
    out.number(name.key);
    out.number(name.listener);
}

PlayName take_name(ByteReader& in) {
    PlayName name;
    name.show = domain::ShowId{in.signed_number()};
    name.day = take_day(in);
    name.kind = static_cast<PlayKind>(in.number() % 3);
    name.episode = domain::EpisodeId{in.signed_number()};
    name.key = in.number();
    name.listener = in.number();
    return name;
}

}  // namespace

std::string encode_group_key(const GroupKey& key) {
    std::string bytes{key_mark};
    ByteWriter out{bytes};
    put_day(out, key.day);
    out.array(key.net_key);
    out.signed_number(key.episode);
    return bytes;
}

Result<GroupKey> decode_group_key(std::string_view bytes) {
    if (!bytes.starts_with(key_mark)) return Error{Errc::corrupt, "a key that names no group of requests"};
    ByteReader in{bytes.substr(1)};
    GroupKey key;
    key.day = take_day(in);
    key.net_key = in.array<16>();
    key.episode = in.signed_number();
    if (in.failed() || !in.at_end()) return Error{Errc::corrupt, "a garbled key of a group of requests"};
    return key;
}

std::string encode_group(const GroupRecord& record) {
    std::string bytes;
    ByteWriter out{bytes};
    out.number(code_version);
    out.signed_number(record.show.value);
    out.array(record.ip_key);
    out.number(record.is_safe ? 1 : 0);
    out.number(record.group.candidates().size());
    for (const Candidate& candidate : record.group.candidates()) put_candidate(out, candidate);
    out.number(record.group.regions().size());
    for (const auto& [revision, region] : record.group.regions()) {
        out.text(revision);
        put_region(out, region);
    }
    out.number(record.published.size());
    for (const auto& [name, hit_id] : record.published) {
        put_name(out, name);
        out.array(hit_id);
    }
    return bytes;
}

Result<GroupRecord> decode_group(std::string_view bytes) {
    ByteReader in{bytes};
    const std::uint64_t version = in.number();
    if (version < first_version || version > code_version)
        return Error{Errc::corrupt, "a group of requests in an unknown form"};
    GroupRecord record;
    record.show = domain::ShowId{in.signed_number()};
    record.ip_key = in.array<16>();
    record.is_safe = in.number() != 0;
    for (std::size_t left = in.count(); left > 0; --left) {
        // They were merged as far as they can be: added one by one they stay as they are.
        record.group.add(take_candidate(in, version), DownloadWindow::first_touch);
    }
    for (std::size_t left = in.count(); left > 0; --left) {
        const std::string revision = in.text();
        record.group.know(revision, take_region(in));
    }
    for (std::size_t left = in.count(); left > 0; --left) {
        const PlayName name = take_name(in);
        record.published.emplace_back(name, in.array<16>());
    }
    if (in.failed() || !in.at_end()) return Error{Errc::corrupt, "a garbled group of requests"};
    return record;
}

}  // namespace mooring::analytics
