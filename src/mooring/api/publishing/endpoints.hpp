#pragma once

#include <string_view>

#include "mooring/api/publishing/call.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::publishing {

// One function per operation of publishing-v1.md. Each decodes, validates, calls one use case and encodes. `body` is
// the whole body where the operation reads one, else empty.

http::Response get_station(Services& services, const Call& call, std::string_view body);

http::Response list_episodes(Services& services, const Call& call, std::string_view body);
http::Response get_episode(Services& services, const Call& call, std::string_view body);
http::Response create_episode(Services& services, const Call& call, std::string_view body);
http::Response update_episode(Services& services, const Call& call, std::string_view body);
http::Response archive_episode(Services& services, const Call& call, std::string_view body);
http::Response generate_episode(Services& services, const Call& call, std::string_view body);
http::Response search(Services& services, const Call& call, std::string_view body);
/// An upload's body is not read whole: this decides from the head and gives what takes it.
http::Decision open_upload(Services& services, Call call);

http::Response list_shows(Services& services, const Call& call, std::string_view body);
http::Response get_show(Services& services, const Call& call, std::string_view body);
http::Response create_show(Services& services, const Call& call, std::string_view body);
http::Response update_show(Services& services, const Call& call, std::string_view body);
http::Response delete_show(Services& services, const Call& call, std::string_view body);

http::Response get_schedule(Services& services, const Call& call, std::string_view body);
http::Response put_schedule(Services& services, const Call& call, std::string_view body);
http::Response clear_schedule(Services& services, const Call& call, std::string_view body);
http::Response get_now_playing(Services& services, const Call& call, std::string_view body);

}  // namespace mooring::api::publishing
