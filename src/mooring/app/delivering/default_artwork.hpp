#pragma once

#include <map>
#include <mutex>

#include "mooring/app/delivering/image_maker.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::delivering {

/// Sees to it that a show has artwork when listeners' apps look: feeds and pages always name a picture (delivery.md,
/// 2.4). A job makes it soon after the show; this is for those who ask sooner. Safe from several threads.
class DefaultArtwork {
public:
    DefaultArtwork(storage::Catalog& catalog, ImageMaker* maker, const Clock& clock)
        : catalog_(catalog), maker_(maker), clock_(clock) {}

    /// To be called before the snapshot that is rendered. When no picture can be made the show stays without: a feed
    /// that lacks its picture is better than no feed. After a failure the show is left alone for a minute: drawing
    /// takes longer than all the rest of a document, and a full disk stays full for a while.
    void ensure(domain::ShowId show) const;

private:
    bool has_just_failed(domain::ShowId show) const;
    void note_failure(domain::ShowId show) const;

    storage::Catalog& catalog_;
    ImageMaker* maker_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    mutable std::map<domain::ShowId, Instant> failures_;  ///< of the last minute; bounded
};

}  // namespace mooring::app::delivering
