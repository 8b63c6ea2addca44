#include "mooring/api/graphql/pictures.hpp"

#include <algorithm>

#include "mooring/api/graphql/record.hpp"

namespace mooring::api::graphql {
namespace {

using storage::ImageVariant;

const ImageVariant* find_variant(const storage::Image& image, const std::string& size) {
    const auto found = std::ranges::find_if(image.variants, [&](const ImageVariant& variant) {
        return variant.size == size && variant.extension == "jpg";
    });
    return found == image.variants.end() ? nullptr : &*found;
}

}  // namespace

Result<Cell> image_set(FieldCall& call, CatalogSnapshot& catalog, const std::string& hash, std::span<const int> sides) {
    if (hash.empty()) return Cell::null();
    MOORING_TRY(const auto image, catalog.images().find(hash));
    if (!image) return Cell::null();
    std::vector<Cell> cells;
    for (const int side : sides) {
        const std::string size = std::to_string(side);
        const ImageVariant* const variant = find_variant(*image, size);
        if (variant == nullptr) continue;
        const std::string url = context_of(call).services.urls.image(hash, size, variant->extension);
        cells.push_back(record(call, {{"url", call.copy_text(url)},
                                      {"width", Cell::integer(variant->width)},
                                      {"height", Cell::integer(variant->height)}}));
    }
    if (cells.empty()) return Cell::null();
    return record(call, {{"images", call.list_of(cells)}});
}

Result<std::string> picture_address(const Context& context, CatalogSnapshot& catalog, const std::string& hash) {
    if (hash.empty()) return std::string{};
    MOORING_TRY(const auto image, catalog.images().find(hash));
    if (!image || find_variant(*image, "300") == nullptr) return std::string{};
    return context.services.urls.image(hash, "300", "jpg");
}

}  // namespace mooring::api::graphql
