#pragma once

#include "mooring/app/delivering/image_maker.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::delivering {

/// Sees to it that a show has artwork when listeners' apps look: feeds and pages always name a picture (delivery.md,
/// 2.4). A job makes it soon after the show; this is for those who ask sooner.
class DefaultArtwork {
public:
    DefaultArtwork(storage::Catalog& catalog, ImageMaker* maker) : catalog_(catalog), maker_(maker) {}

    /// To be called before the snapshot that is rendered. When no picture can be made the show stays without: a feed
    /// that lacks its picture is better than no feed.
    void ensure(domain::ShowId show) const;

private:
    storage::Catalog& catalog_;
    ImageMaker* maker_;
};

}  // namespace mooring::app::delivering
