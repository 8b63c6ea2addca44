#include "mooring/app/creators/palette.hpp"

#include <algorithm>

#include "mooring/media/artwork.hpp"

namespace mooring::app::creators {

Result<media::Palette> palette_of_picture(Catalog& catalog, BlobStore& blobs, std::string_view hash) {
    MOORING_TRY(const auto image, catalog.read([&](CatalogSnapshot& view) { return view.images().find(hash); }));
    if (!image || image->variants.empty()) return Error{Errc::not_found, "no such picture"};
    // The smallest one tells the same.
    const auto smallest = std::ranges::min_element(image->variants, {}, &storage::ImageVariant::size_bytes);
    MOORING_TRY(const auto blob, blobs.open(smallest->sha256));
    MOORING_TRY(const std::string bytes, blob->read(0, media::artwork_most_bytes));
    return media::palette_of(bytes);
}

}  // namespace mooring::app::creators
