#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/app/server_secret.hpp"
#include "mooring/base/clock.hpp"

namespace mooring::app::creators {

/// Whoever has this address may put bytes there, once or again, until it expires (creators-rest.md, 6-A, 1-V-1): bound
/// to the method, to one upload and to one of its parts.
struct UploadAddress {
    enum class Shelf { media, picture };
    enum class Verdict { good, expired, forged };

    Shelf shelf = Shelf::media;
    std::string upload;
    std::optional<int> part;   ///< none: the first
    std::int64_t expires = 0;  ///< Unix seconds

    /// `/storage/uploads/{id}?partNumber=2&expires=…&sig=…`, to be put behind the public base.
    std::string path(const ServerSecret& secret) const;
    Verdict verify(const ServerSecret& secret, std::string_view signature, Instant now) const;

private:
    std::string signature(const ServerSecret& secret) const;
};

}  // namespace mooring::app::creators
