#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/graphql/json/value.hpp"

namespace mooring::graphql {

/// Append `text`, which is UTF-8 but for surrogates that stand alone, in quotes and escaped as JSON wants it.
void append_string(std::string& out, std::string_view text);

void append_integer(std::string& out, std::int64_t value);

/// Append a number as JavaScript prints it: the shortest digits that read back as the same double, `1e+21`, `1e-7`;
/// `null` for what JSON cannot write.
void append_number(std::string& out, double value);

/// Append `value`; enum names as strings, what is absent as null.
void append_value(std::string& out, const Value& value);

/// `value` as graphql-js shows it in a message: `{ a: 1, b: [Array] }`.
std::string inspect(const Value& value);

}  // namespace mooring::graphql
