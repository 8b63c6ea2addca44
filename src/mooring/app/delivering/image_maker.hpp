#pragma once

#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/storage/catalog/image_store.hpp"

namespace mooring::app::delivering {

/// Makes a size of a stored picture that is missing, and stores it (delivery.md, 7.2). Called on a worker, never
/// twice at once for the same size and format. Blocking; safe from several threads.
class ImageMaker {
public:
    virtual ~ImageMaker() = default;
    /// Make `size`.`extension` of the picture `image` and add it to its row. The size and format were checked
    /// against the table of 7.2. Errors: not_found (the original is not there, or the picture has no such form),
    /// corrupt, no_space, unavailable.
    virtual Result<storage::ImageVariant> make(const storage::Image& image, std::string_view size,
                                               std::string_view extension) = 0;
};

}  // namespace mooring::app::delivering
