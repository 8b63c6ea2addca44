#pragma once

#include <optional>
#include <span>

#include "mooring/app/delivering/delivering.hpp"
#include "mooring/http/message.hpp"
#include "mooring/http/router.hpp"

namespace mooring::delivery {

using app::delivering::Delivering;
using http::PathParameters;
using http::Request;
using http::Response;

/// Answers a request whose path fits the route; blocking.
using Endpoint = Response (*)(Delivering&, const Request&, const PathParameters&);

/// Everything that the pages family serves, in the order in which patterns are tried.
std::span<const http::Route<Endpoint>> delivery_routes();

// One function per row, each in the file of its kind. feed_routes.cpp:
Response show_feed(Delivering&, const Request&, const PathParameters&);
Response private_feed(Delivering&, const Request&, const PathParameters&);
// media_routes.cpp:
Response episode_media(Delivering&, const Request&, const PathParameters&);
Response media_variant(Delivering&, const Request&, const PathParameters&);
// companion_routes.cpp:
Response chapters(Delivering&, const Request&, const PathParameters&);
Response transcript(Delivering&, const Request&, const PathParameters&);
Response stream_file(Delivering&, const Request&, const PathParameters&);
// image_routes.cpp:
Response image(Delivering&, const Request&, const PathParameters&);
// page_routes.cpp:
Response show_page(Delivering&, const Request&, const PathParameters&);
Response episode_page(Delivering&, const Request&, const PathParameters&);
Response landing_page(Delivering&, const Request&, const PathParameters&);
// embed_routes.cpp:
Response show_embed(Delivering&, const Request&, const PathParameters&);
Response episode_embed(Delivering&, const Request&, const PathParameters&);
// oembed_routes.cpp:
Response oembed(Delivering&, const Request&, const PathParameters&);
// list_routes.cpp:
Response workspace_opml(Delivering&, const Request&, const PathParameters&);
Response sitemap(Delivering&, const Request&, const PathParameters&);
Response robots(Delivering&, const Request&, const PathParameters&);
// alias_routes.cpp:
Response feed_alias(Delivering&, const Request&, const PathParameters&);
Response media_alias(Delivering&, const Request&, const PathParameters&);
Response share_link(Delivering&, const Request&, const PathParameters&);
Response embed_share_link(Delivering&, const Request&, const PathParameters&);
Response vanity_link(Delivering&, const Request&, const PathParameters&);
Response smartlink(Delivering&, const Request&, const PathParameters&);

/// `/v1/…` without a prefix (accounts-oauth.md, 9.2): 404 that names the prefixes.
Response bare_api_path();

// The answers that memory alone can give, on the network thread; nothing when a worker has to look.
std::optional<Response> feed_from_memory(Delivering&, const Request&);
std::optional<Response> media_from_memory(Delivering&, const Request&);
std::optional<Response> image_from_memory(Delivering&, const Request&);

/// What OPTIONS answers: 204 with CORS for what players of other sites fetch (delivery.md, 5.1).
Response preflight(const Request& request, std::string_view allow);

}  // namespace mooring::delivery
