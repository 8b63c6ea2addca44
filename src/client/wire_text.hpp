#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mooring_client/http.hpp"

namespace mooring_client {

// Small helpers for protocol text, inside the library only.

std::string to_lower(std::string_view text);
std::string_view trimmed(std::string_view text);
/// Decimal digits with an optional leading '-', nothing else.
std::optional<std::int64_t> parse_number(std::string_view text);
/// `https://host/a/b` without trailing slashes.
std::string without_trailing_slashes(std::string text);
/// Scheme, host and port of an address, in lower case: what a credential belongs to.
std::string origin_of(std::string_view url);
/// The path of an address, without query and fragment.
std::string path_of(std::string_view url);

std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);
std::string sha256_bytes(std::string_view bytes);
/// From the system's source of secrets; empty when it fails.
std::string secret_bytes(std::size_t count);

/// `name=value&…`, percent-encoded.
std::string query_text(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace mooring_client
