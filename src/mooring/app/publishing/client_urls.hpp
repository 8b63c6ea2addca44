#pragma once

#include <functional>
#include <string_view>

namespace mooring::app::publishing {

/// Decides whether a URL that a client gives may be stored and fetched later.
using UrlRule = std::function<bool(std::string_view)>;

/// The rule of publishing-v1.md, 8.1. Tests pass one that lets loopback through; no API can.
UrlRule public_urls_only();

}  // namespace mooring::app::publishing
