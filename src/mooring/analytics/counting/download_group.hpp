#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/analytics/counting/interval_set.hpp"
#include "mooring/analytics/counting/media_region.hpp"
#include "mooring/analytics/counting/verdict.hpp"
#include "mooring/analytics/hit_id.hpp"
#include "mooring/analytics/hit_identity.hpp"
#include "mooring/analytics/play.hpp"

namespace mooring::analytics {

/// Which requests of one listener for one episode belong together (measurement.md, 6.4).
enum class DownloadWindow : std::uint8_t {
    calendar,    ///< those of one UTC day
    first_touch  ///< those within 24 hours of the first one
};

/// A candidate hit as a group keeps it: what it delivered, and what a download takes from the first of them.
struct Candidate {
    Instant at;
    HitId hit_id{};
    std::string revision;
    std::string playback_id;  ///< empty unless our own player made the request
    IntervalSet delivered;
    bool has_whole = false;                    ///< asked for all of a file whose size was not known
    std::map<HitId, std::int64_t> loose = {};  ///< bytes of requests of which it is not known what they got
    PlayContext context;
    bool operator==(const Candidate&) const = default;
};

/// Make a candidate of a hit.
Candidate make_candidate(const RawHit& hit, const MediaRegion& media, PlayContext context);

/// What became of one window of a group.
struct WindowOutcome {
    Instant begin;
    Instant end;                   ///< the first instant after it
    bool is_download = false;      ///< requests of our own player left out
    bool is_iab_download = false;  ///< these included
    Candidate first = {};          ///< in (time, id) order; of those that made it a download
};

/// The candidates of one listener for one episode. A function of the set of hits: neither order nor repetition of
/// `add` changes what it answers.
class DownloadGroup {
public:
    /// With `calendar`, add candidates of one UTC day only: what one revision delivered is then kept merged.
    void add(Candidate candidate, DownloadWindow window);
    /// Note what is known of a revision's bytes.
    void know(std::string_view revision, const MediaRegion& media);

    /// The windows and what they came to, oldest first. `own_playbacks` are the playback ids whose events were
    /// accepted: their requests are rule 10 of 6.1.
    std::vector<WindowOutcome> outcomes(DownloadWindow window,
                                        const std::set<std::string, std::less<>>& own_playbacks) const;

    const std::vector<Candidate>& candidates() const { return candidates_; }
    const std::map<std::string, MediaRegion, std::less<>>& regions() const { return regions_; }

    bool operator==(const DownloadGroup&) const = default;

private:
    std::vector<Candidate> candidates_;  // by (at, hit_id)
    std::map<std::string, MediaRegion, std::less<>> regions_;
};

}  // namespace mooring::analytics
