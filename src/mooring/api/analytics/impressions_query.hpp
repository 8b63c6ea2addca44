#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/api/anchor/answers.hpp"

namespace mooring::api::analytics {

/// The two times that the parameter `query` of the impressions names, in Unix seconds.
struct ImpressionsQuery {
    std::int64_t begin = 0, end = 0;
};

/// Read it: base64 of a JSON text (analytics-rest.md, 5.13). Errors: `invalid_field`.
anchor::Checked<ImpressionsQuery> read_impressions_query(std::string_view text);

}  // namespace mooring::api::analytics
