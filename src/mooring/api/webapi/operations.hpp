#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/api/webapi/answers.hpp"
#include "mooring/api/webapi/endpoints.hpp"
#include "mooring/app/accounts/principal.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::webapi {

/// Whose token an operation takes.
enum class Audience { any, user };
/// What of a request's body an operation reads.
enum class BodyKind { none, ids };

/// What an operation asks of a request before it is called.
struct Access {
    Audience audience;
    std::string_view scope;  ///< which the token must have; empty for none
    BodyKind body = BodyKind::none;
};

using Answer = http::Response (*)(const Call&);
/// The name of an answer that many may share: see endpoints.hpp.
using AnswerName = std::optional<std::string> (*)(const Call&);

struct Operation : Access {
    Answer answer;
    AnswerName name = nullptr;  ///< none: never kept
};

namespace access {

inline constexpr Access any_token{Audience::any, ""};
inline constexpr Access user_token{Audience::user, ""};
inline constexpr Access library_read{Audience::user, "user-library-read"};
inline constexpr Access library_write{Audience::user, "user-library-modify"};
inline constexpr Access library_write_ids{Audience::user, "user-library-modify", BodyKind::ids};

}  // namespace access

using http::Method;
using Row = http::Route<Operation>;

/// The operations of webapi-v1.md, sections 6 and 7. A pattern without `{…}` goes before one with it.
inline constexpr std::array operations{
    Row{Method::get, "/v1/shows", "get_shows", {access::any_token, get_shows}},
    Row{Method::get, "/v1/shows/{id}", "get_show", {access::any_token, get_show, name_of_show}},
    Row{Method::get,
        "/v1/shows/{id}/episodes",
        "list_episodes",
        {access::any_token, list_episodes, name_of_episode_list}},
    Row{Method::get, "/v1/episodes", "get_episodes", {access::any_token, get_episodes}},
    Row{Method::get, "/v1/episodes/{id}", "get_episode", {access::any_token, get_episode, name_of_episode}},
    Row{Method::get, "/v1/me", "get_me", {access::user_token, get_me}},
    Row{Method::get, "/v1/me/shows", "list_saved_shows", {access::library_read, list_saved_shows}},
    Row{Method::put, "/v1/me/shows", "save_shows", {access::library_write_ids, save_shows}},
    Row{Method::delete_, "/v1/me/shows", "remove_shows", {access::library_write_ids, remove_shows}},
    Row{Method::get, "/v1/me/shows/contains", "contains_shows", {access::library_read, contains_shows}},
    Row{Method::get, "/v1/me/episodes", "list_saved_episodes", {access::library_read, list_saved_episodes}},
    Row{Method::put, "/v1/me/episodes", "save_episodes", {access::library_write_ids, save_episodes}},
    Row{Method::delete_, "/v1/me/episodes", "remove_episodes", {access::library_write_ids, remove_episodes}},
    Row{Method::get, "/v1/me/episodes/contains", "contains_episodes", {access::library_read, contains_episodes}},
    Row{Method::put, "/v1/me/library", "save_library", {access::library_write, save_library}},
    Row{Method::delete_, "/v1/me/library", "remove_library", {access::library_write, remove_library}},
    Row{Method::get, "/v1/me/library/contains", "contains_library", {access::library_read, contains_library}},
    Row{Method::get, "/v1/search", "search", {access::any_token, search}},
    Row{Method::get, "/v1/markets", "get_markets", {access::any_token, get_markets}},
};

/// The row of a request; a trailing slash makes no difference (section 1).
http::Found<Operation> find_operation(http::Method method, std::string_view path);

/// Why `principal` may not call `operation`; nothing when they may. A read-only session is refused on every
/// write as a missing scope is.
std::optional<Refusal> check_access(const http::Route<Operation>& operation, const app::accounts::Principal& principal);

}  // namespace mooring::api::webapi
