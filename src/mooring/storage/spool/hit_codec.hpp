#pragma once

#include <string>
#include <string_view>

#include "mooring/analytics/raw_hit.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage::spool {

// The bytes of one record, version 1: the 128-bit values first, then every other field in the order of `RawHit`.
// Whole numbers are varints (7 bits a byte, least significant first), signed ones zigzag-coded; a text is its
// length and its bytes; a range is its first byte and its distance to the last. `revision` is half as long when
// it is lower-case hexadecimal, told by the lowest bit of its length.

/// Append the bytes of `hit` to `bytes`. Any value of any field comes back unchanged.
void encode_hit(const analytics::RawHit& hit, std::string& bytes);

/// The record of exactly these bytes. Errors: corrupt.
Result<analytics::RawHit> decode_hit(std::string_view bytes);

}  // namespace mooring::storage::spool
