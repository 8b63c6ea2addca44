#include "mooring/analytics/counting/download_group.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace mooring::analytics {

namespace {

constexpr std::chrono::hours window_length{24};

bool is_before(const Candidate& left, const Candidate& right) {
    return std::tie(left.at, left.hit_id) < std::tie(right.at, right.hit_id);
}

/// Whether two candidates can be kept as one. On one day all of a revision can; with windows that move, only records
/// of the same request.
bool is_same(const Candidate& left, const Candidate& right, DownloadWindow window) {
    if (window == DownloadWindow::first_touch && left.hit_id != right.hit_id) return false;
    return left.revision == right.revision && left.playback_id == right.playback_id;
}

/// The earlier one, with what both delivered.
Candidate merged(Candidate left, Candidate right) {
    if (is_before(right, left)) std::swap(left, right);
    left.delivered.add(right.delivered);
    left.has_whole = left.has_whole || right.has_whole;
    for (const auto& [id, bytes] : right.loose) left.loose.insert_or_assign(id, bytes);
    return left;
}

}  // namespace

Candidate make_candidate(const RawHit& hit, const MediaRegion& media, PlayContext context) {
    Candidate candidate{.at = hit.at,
                        .hit_id = hit.hit_id,
                        .revision = hit.revision,
                        .playback_id = hit.playback_id,
                        .delivered = delivered_stretches(hit, media),
                        .has_whole = asks_for_whole_of_unknown_size(hit),
                        .context = std::move(context)};
    if ((hit.flags & flag_position_unknown) != 0) candidate.loose.emplace(hit.hit_id, hit.sent_bytes);
    return candidate;
}

void DownloadGroup::add(Candidate candidate, DownloadWindow window) {
    const auto same =
        std::ranges::find_if(candidates_, [&](const Candidate& other) { return is_same(candidate, other, window); });
    if (same != candidates_.end()) {
        candidate = merged(std::move(*same), std::move(candidate));
        candidates_.erase(same);
    }
    candidates_.insert(std::ranges::upper_bound(candidates_, candidate, is_before), std::move(candidate));
}

void DownloadGroup::know(std::string_view revision, const MediaRegion& media) {
    if (media.size_bytes <= 0 && regions_.contains(revision)) return;
    regions_.insert_or_assign(std::string{revision}, media);
}

namespace {

/// Whether these candidates hold enough of one revision.
bool is_download_of(std::span<const Candidate* const> candidates,
                    const std::map<std::string, MediaRegion, std::less<>>& regions) {
    struct Delivered {
        IntervalSet stretches;
        std::int64_t loose_bytes = 0;
    };
    std::map<std::string_view, Delivered> delivered;
    for (const Candidate* candidate : candidates) {
        if (candidate->has_whole) return true;
        Delivered& of_revision = delivered[candidate->revision];
        of_revision.stretches.add(candidate->delivered);
        for (const auto& [id, bytes] : candidate->loose) {
            constexpr std::int64_t enough_for_any_file = std::int64_t{1} << 60;
            of_revision.loose_bytes =
                std::min(of_revision.loose_bytes + std::min(bytes, enough_for_any_file), enough_for_any_file);
        }
    }
    return std::ranges::any_of(delivered, [&](const auto& revision) {
        const auto region = regions.find(revision.first);
        return region != regions.end() &&
               is_enough(revision.second.stretches, region->second, revision.second.loose_bytes);
    });
}

}  // namespace

std::vector<WindowOutcome> DownloadGroup::outcomes(DownloadWindow window,
                                                   const std::set<std::string, std::less<>>& own_playbacks) const {
    std::vector<WindowOutcome> windows;
    for (auto begin = candidates_.begin(); begin != candidates_.end();) {
        WindowOutcome outcome;
        outcome.begin = window == DownloadWindow::calendar ? Instant{day_of(begin->at)} : begin->at;
        outcome.end = outcome.begin + window_length;
        const auto end = std::ranges::lower_bound(begin, candidates_.end(), outcome.end, {}, &Candidate::at);
        std::vector<const Candidate*> all;
        std::vector<const Candidate*> foreign;
        for (; begin != end; ++begin) {
            all.push_back(&*begin);
            const bool is_own = !begin->playback_id.empty() && own_playbacks.contains(begin->playback_id);
            if (!is_own) foreign.push_back(&*begin);
        }
        outcome.is_download = is_download_of(foreign, regions_);
        outcome.is_iab_download = is_download_of(all, regions_);
        outcome.first = outcome.is_download ? *foreign.front() : *all.front();
        windows.push_back(std::move(outcome));
    }
    return windows;
}

}  // namespace mooring::analytics
