#pragma once

#include <cstddef>
#include <string_view>

namespace mooring::server {

/// How many bytes have to be put in, left out or changed to make `b` of `a`: finds what a mistyped word was to be.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace mooring::server
