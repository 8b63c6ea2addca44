#pragma once

#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/domain/ids.hpp"
#include "mooring/storage/catalog/image_store.hpp"

namespace mooring::app::delivering {

/// Makes pictures that are missing when they are asked for, and stores them (delivery.md, section 7). Called on a
/// worker. Blocking; safe from several threads.
class ImageMaker {
public:
    virtual ~ImageMaker() = default;
    /// Make `size`.`extension` of the picture `image` and add it to its row. The size and format were checked
    /// against the table of 7.2; never called twice at once for the same ones. Errors: not_found (the original is not
    /// there, or the picture has no such form), corrupt, no_space, unavailable.
    virtual Result<storage::ImageVariant> make(const storage::Image& image, std::string_view size,
                                               std::string_view extension) = 0;
    /// Give a show that has no artwork a picture made from its title; one that has keeps it. Errors: no_space,
    /// unavailable.
    virtual Result<void> make_default(domain::ShowId show) = 0;
};

}  // namespace mooring::app::delivering
