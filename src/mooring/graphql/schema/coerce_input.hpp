#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "mooring/graphql/schema/schema.hpp"

namespace mooring::graphql {

/// Whether to look for more that is wrong with an input.
enum class Complaints : std::uint8_t { more, enough };

/// Told of each thing that is wrong with an input: where in it (`.items[2].name`, or nothing for the whole), which
/// part, and why.
using InputComplaint = std::function<Complaints(const std::string& path, const Value& part, std::string message)>;

/// `input`, a value of a variable, as a value of `type` with defaults filled in. What comes back is of use only when
/// nothing was complained of.
/// Source: https://spec.graphql.org/October2021/#sec-Coercing-Variable-Values
Value coerce_input(const Schema& schema, const Value& input, const Type& type, Arena& arena,
                   const InputComplaint& complain);

}  // namespace mooring::graphql
