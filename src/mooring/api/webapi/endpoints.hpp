#pragma once

#include <optional>
#include <string>

#include "mooring/api/webapi/call.hpp"

namespace mooring::api::webapi {

// The operations of webapi-v1.md, sections 6 and 7, one function each.

http::Response get_show(const Call& call);
http::Response get_shows(const Call& call);
http::Response list_episodes(const Call& call);
http::Response get_episode(const Call& call);
http::Response get_episodes(const Call& call);
http::Response get_me(const Call& call);
http::Response list_saved_shows(const Call& call);
http::Response save_shows(const Call& call);
http::Response remove_shows(const Call& call);
http::Response contains_shows(const Call& call);
http::Response list_saved_episodes(const Call& call);
http::Response save_episodes(const Call& call);
http::Response remove_episodes(const Call& call);
http::Response contains_episodes(const Call& call);
http::Response save_library(const Call& call);
http::Response remove_library(const Call& call);
http::Response contains_library(const Call& call);
http::Response search(const Call& call);
http::Response get_markets(const Call& call);

// The names under which answers that many may share are kept; nothing for an answer that is one person's own, or when
// the parameters are no good.

std::optional<std::string> name_of_show(const Call& call);
std::optional<std::string> name_of_episode_list(const Call& call);
std::optional<std::string> name_of_episode(const Call& call);

}  // namespace mooring::api::webapi
