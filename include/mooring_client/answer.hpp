#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "mooring_client/result.hpp"

namespace mooring_client {

using Json = boost::json::value;

/// What a server answered: the bytes as they came, and what they mean.
struct Answer {
    std::string text;         ///< unchanged: member order, digits and white space
    Json json;                ///< the same, parsed; integers up to 2^63 - 1 are exact
    std::string errors = {};  ///< GraphQL: the list of errors beside the data, as text; empty when there was none
};

/// Parse an answer. Errors: bad_answer (not JSON, or nested deeper than 128).
Result<Answer> parse_answer(std::string text);

/// The text of member `name` of the object `text`, unchanged; none when there is no such member. `text` is valid JSON.
std::optional<std::string_view> raw_member(std::string_view text, std::string_view name);

/// The texts of the elements of the array `text`, unchanged. `text` is valid JSON.
std::vector<std::string_view> raw_elements(std::string_view text);

/// Member `name` where `value` is an object that has it, else null pointer.
const Json* find_member(const Json& value, std::string_view name);

/// The text in member `name`; empty when there is none or it is no text.
std::string text_member(const Json& value, std::string_view name);

/// Percent-encoding of everything but `A-Z a-z 0-9 - . _ ~`.
std::string percent_encode(std::string_view text);

}  // namespace mooring_client
