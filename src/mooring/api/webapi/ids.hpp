#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::api::webapi {

/// An id: 22 characters of `0-9 a-z A-Z` (webapi-v1.md, 1.1). Whether there is such a thing is the store's to say.
bool is_id(std::string_view text);

/// Errors: invalid_argument, with the message of the error object.
Result<std::string> check_id(std::string_view text);

/// The ids of an `ids` parameter, in the order asked, repeats included; at most 50 (section 7.1). `text` is decoded.
/// Errors: invalid_argument, with the message of the error object.
Result<std::vector<std::string>> parse_ids(std::string_view text);

/// The ids that a saving or removing request names: of the query's `ids` when it has that parameter, else of a JSON
/// body that is an array of ids or an object with such an array as `ids` (section 7.5). Shape and limit as `parse_ids`.
/// Errors: invalid_argument, with the message of the error object.
Result<std::vector<std::string>> read_ids(std::optional<std::string_view> query_ids, std::string_view body);

std::string show_uri(std::string_view id);     ///< `spotify:show:<id>`
std::string episode_uri(std::string_view id);  ///< `spotify:episode:<id>`

}  // namespace mooring::api::webapi
