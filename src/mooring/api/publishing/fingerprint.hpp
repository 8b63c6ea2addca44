#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/hash.hpp"

namespace mooring::api::publishing {

/// What a create asks for, as 32 bytes (publishing-v1.md, section 7): the operation and its recognised members after
/// trimming, in the order they are added. Absent is not the same as empty, and no two lists of members run together.
class Fingerprint {
public:
    explicit Fingerprint(std::string_view operation) { add_bytes(operation); }

    Fingerprint& text(const std::optional<std::string>& value);
    Fingerprint& number(std::optional<std::int64_t> value);
    Fingerprint& flag(std::optional<bool> value);
    std::string finish() { return std::string{as_text(hash_.finish())}; }

private:
    void add_bytes(std::string_view bytes);

    Sha256 hash_;
};

}  // namespace mooring::api::publishing
