#include "mooring/app/measuring/known_regions.hpp"

#include "mooring/base/byte_code.hpp"

namespace mooring::app::measuring {

Result<analytics::MediaRegion> KnownRegions::get(domain::EpisodeId episode, const std::string& revision) {
    const Key key{episode.value, revision};
    if (!asked_[key]) {
        MOORING_TRY(const auto found, source_.find(episode, revision));
        asked_[key] = true;
        const bool is_news = found && found->size_bytes > 0 && known_[key] != *found;
        if (is_news) {
            known_[key] = *found;
            learned_.push_back(key);
        }
    }
    const auto known = known_.find(key);
    return known == known_.end() ? analytics::MediaRegion{} : known->second;
}

void KnownRegions::take_states(std::vector<analytics::CountingState>& states) {
    for (const Key& key : learned_) {
        analytics::CountingState state{.day = kept_under, .key = std::string{key_mark}};
        ByteWriter name{state.key};
        name.signed_number(key.first);
        name.text(key.second);
        const analytics::MediaRegion& region = known_[key];
        ByteWriter out{state.bytes};
        out.signed_number(region.size_bytes);
        out.signed_number(region.begin);
        out.signed_number(region.end);
        out.signed_number(region.duration ? region.duration->count() : -1);
        states.push_back(std::move(state));
    }
    learned_.clear();
}

Result<void> KnownRegions::restore(const analytics::CountingState& state) {
    if (!state.key.starts_with(key_mark)) return Error{Errc::corrupt, "a state that is no stretch of media"};
    ByteReader name{std::string_view{state.key}.substr(1)};
    const std::int64_t episode = name.signed_number();
    const std::string revision = name.text();
    ByteReader in{state.bytes};
    analytics::MediaRegion region;
    region.size_bytes = in.signed_number();
    region.begin = in.signed_number();
    region.end = in.signed_number();
    if (const std::int64_t duration = in.signed_number(); duration >= 0) {
        region.duration = std::chrono::milliseconds{duration};
    }
    if (name.failed() || in.failed()) return Error{Errc::corrupt, "a garbled stretch of media"};
    known_[{episode, revision}] = region;
    return ok();
}

}  // namespace mooring::app::measuring
