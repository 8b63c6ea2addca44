#include "mooring/app/delivering/default_artwork.hpp"

namespace mooring::app::delivering {

void DefaultArtwork::ensure(domain::ShowId show) const {
    if (!maker_) return;
    const auto lacks_artwork = catalog_.read([&](storage::CatalogSnapshot& view) -> Result<bool> {
        MOORING_TRY(const auto found, view.shows().find(show));
        return found && !found->deleted_at && found->image_hash.empty();
    });
    if (lacks_artwork.value_or(false)) std::ignore = maker_->make_default(show);
}

}  // namespace mooring::app::delivering
