#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "mooring/api/webapi/answers.hpp"
#include "mooring/app/accounts/principal.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::webapi {

/// Whose token an operation takes.
enum class Audience { any, user };
/// What of a request's body an operation reads.
enum class BodyKind { none, ids };

/// What an operation asks of a request before it is called.
struct Operation {
    Audience audience;
    std::string_view scope;  ///< which the token must have; empty for none
    BodyKind body = BodyKind::none;
};

namespace access {

inline constexpr Operation any_token{Audience::any, ""};
inline constexpr Operation user_token{Audience::user, ""};
inline constexpr Operation library_read{Audience::user, "user-library-read"};
inline constexpr Operation library_write{Audience::user, "user-library-modify"};
inline constexpr Operation library_write_ids{Audience::user, "user-library-modify", BodyKind::ids};

}  // namespace access

/// The operations of webapi-v1.md, sections 6 and 7. A pattern without `{…}` goes before one with it.
inline constexpr std::array operations{
    http::Route<Operation>{http::Method::get, "/v1/shows", "get_shows", access::any_token},
    http::Route<Operation>{http::Method::get, "/v1/shows/{id}", "get_show", access::any_token},
    http::Route<Operation>{http::Method::get, "/v1/shows/{id}/episodes", "list_episodes", access::any_token},
    http::Route<Operation>{http::Method::get, "/v1/episodes", "get_episodes", access::any_token},
    http::Route<Operation>{http::Method::get, "/v1/episodes/{id}", "get_episode", access::any_token},
    http::Route<Operation>{http::Method::get, "/v1/me", "get_me", access::user_token},
    http::Route<Operation>{http::Method::get, "/v1/me/shows", "list_saved_shows", access::library_read},
    http::Route<Operation>{http::Method::put, "/v1/me/shows", "save_shows", access::library_write_ids},
    http::Route<Operation>{http::Method::delete_, "/v1/me/shows", "remove_shows", access::library_write_ids},
    http::Route<Operation>{http::Method::get, "/v1/me/shows/contains", "contains_shows", access::library_read},
    http::Route<Operation>{http::Method::get, "/v1/me/episodes", "list_saved_episodes", access::library_read},
    http::Route<Operation>{http::Method::put, "/v1/me/episodes", "save_episodes", access::library_write_ids},
    http::Route<Operation>{http::Method::delete_, "/v1/me/episodes", "remove_episodes", access::library_write_ids},
    http::Route<Operation>{http::Method::get, "/v1/me/episodes/contains", "contains_episodes", access::library_read},
    http::Route<Operation>{http::Method::put, "/v1/me/library", "save_library", access::library_write},
    http::Route<Operation>{http::Method::delete_, "/v1/me/library", "remove_library", access::library_write},
    http::Route<Operation>{http::Method::get, "/v1/me/library/contains", "contains_library", access::library_read},
    http::Route<Operation>{http::Method::get, "/v1/search", "search", access::any_token},
    http::Route<Operation>{http::Method::get, "/v1/markets", "get_markets", access::any_token},
};

/// The row of a request; a trailing slash makes no difference (section 1).
http::Found<Operation> find_operation(http::Method method, std::string_view path);

/// Why `principal` may not call `operation`; nothing when they may. A read-only session is refused on every
/// write as a missing scope is.
std::optional<Refusal> check_access(const http::Route<Operation>& operation, const app::accounts::Principal& principal);

}  // namespace mooring::api::webapi
