#pragma once

#include <cstdint>
#include <string_view>

namespace mooring::graphql {

/// A place in a document, both counted from 1. Columns are UTF-16 code units, as in the JavaScript reference.
struct Location {
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    bool operator==(const Location&) const = default;
};

/// The place of the byte at `offset`. Lines end with LF, CR LF or CR. Takes time in proportion to `offset`: for errors.
Location locate(std::string_view source, std::size_t offset);

}  // namespace mooring::graphql
