#pragma once

#include <string>
#include <string_view>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/app/delivering/image_maker.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/outbound/fetcher.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

/// Check a picture, make every size of it and store them as blobs (delivery.md, section 7). The row that comes back is
/// the caller's to write by `keep_image`, with what names it, in one transaction. A picture whose row and blobs are
/// there is not made again. Takes up to a few seconds of processor time. Errors: invalid_argument, too_large,
/// unsupported, corrupt (field `image`); no_space, unavailable.
Result<storage::Image> prepare_image(storage::Catalog& catalog, storage::BlobStore& blobs, Instant now,
                                     std::string_view bytes);

/// Write the row of a prepared picture. Errors: unavailable besides (the clean-up removed a file of it since it was
/// prepared; to be prepared again).
Result<void> keep_image(storage::CatalogTransaction& tx, storage::BlobStore& blobs, const storage::Image& image);

/// `prepare_image`, and its row written. For uploads, the demo and administration.
Result<storage::Image> store_image(storage::Catalog& catalog, storage::BlobStore& blobs, Instant now,
                                   std::string_view bytes);

/// `store_image` for a show: its artwork from now on, and the feed has changed. Errors: not_found besides.
Result<storage::Image> set_show_image(storage::Catalog& catalog, storage::BlobStore& blobs, Instant now,
                                      domain::ShowId show, std::string_view bytes);

/// Give a show that has no artwork a picture made from its title. One that has, or was deleted, stays as it is.
Result<void> give_default_artwork(storage::Catalog& catalog, storage::BlobStore& blobs, Instant now,
                                  domain::ShowId show);

/// The steps of the job kinds `fetch_episode_image`, `fetch_show_image` and `default_artwork`.
class Artwork {
public:
    Artwork(storage::Catalog& catalog, storage::BlobStore& blobs, outbound::Fetcher& fetcher, const Clock& clock)
        : catalog_(catalog), blobs_(blobs), fetcher_(fetcher), clock_(clock) {}

    /// Payload `{"episode": id}`: fetch the picture at the episode's `image_url` and make it its artwork, unless the
    /// URL has changed meanwhile.
    StepOutcome fetch_episode_image(const storage::Job& job);
    /// Payload `{"show": id}`: the same for a show.
    StepOutcome fetch_show_image(const storage::Job& job);
    /// Payload `{"show": id}`: a picture made from its title for a show that has no artwork.
    StepOutcome make_default(const storage::Job& job);

private:
    Result<storage::Image> fetch(const std::string& url);
    StepOutcome failed(const storage::Job& job, const Error& error) const;

    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
    outbound::Fetcher& fetcher_;
    const Clock& clock_;
};

/// Makes a size that an older picture lacks from its `orig` form, and artwork for a show that no job has reached yet.
class StoredImageMaker final : public delivering::ImageMaker {
public:
    StoredImageMaker(storage::Catalog& catalog, storage::BlobStore& blobs, const Clock& clock)
        : catalog_(catalog), blobs_(blobs), clock_(clock) {}

    Result<storage::ImageVariant> make(const storage::Image& image, std::string_view size,
                                       std::string_view extension) override;
    Result<void> make_default(domain::ShowId show) override;

private:
    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
};

}  // namespace mooring::app::background
