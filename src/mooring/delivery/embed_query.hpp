#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/delivery/page_html.hpp"
#include "mooring/http/message.hpp"

namespace mooring::delivery {

/// What an embed's query chooses; unknown parameters and values are ignored.
EmbedOptions embed_options(const http::QueryParameters& parameters);

/// The preview grant of a request, unchecked.
std::optional<std::string> preview_grant_of(const http::Request& request);
/// `?preview=…`
std::string preview_query(std::string_view grant);

}  // namespace mooring::delivery
