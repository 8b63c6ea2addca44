#pragma once

#include <string_view>

namespace mooring::app::job_kind {

// The kinds of background work, by the name in the jobs table. A payload is a JSON object.

inline constexpr std::string_view probe_audio = "probe_audio";  ///< {"episode": id}; key: the episode's id
inline constexpr std::string_view fetch_episode_image = "fetch_episode_image";  ///< {"episode": id}; key: its id
inline constexpr std::string_view fetch_show_image = "fetch_show_image";        ///< {"show": id}; key: its id
inline constexpr std::string_view default_artwork = "default_artwork";          ///< {"show": id}; key: its id
inline constexpr std::string_view deliver_hook = "deliver_hook";  ///< {"hook": …, "show": id, …}; key: hook and show
inline constexpr std::string_view copy_in = "copy_in";  ///< {"episode": id}; fetch external audio into the store
inline constexpr std::string_view remove_blob = "remove_blob";          ///< {"sha256": …}; 24 h after its last use
inline constexpr std::string_view process_upload = "process_upload";    ///< {"upload": id}; key: its id
inline constexpr std::string_view make_stream = "make_stream";          ///< {"episode": id}; HLS of its film
inline constexpr std::string_view measure_sound = "measure_sound";      ///< {"sha256": …}; key: the same
inline constexpr std::string_view import_show = "import_show";          ///< {"import": id}; key: its id
inline constexpr std::string_view find_strays = "find_strays";          ///< {}; stored files that nothing ever used
inline constexpr std::string_view read_elsewhere = "read_elsewhere";    ///< {"show": id}; key: its id
inline constexpr std::string_view write_insight = "write_insight";      ///< {"insight": id}; key: its id
inline constexpr std::string_view remove_pictures = "remove_pictures";  ///< {}; of those that nobody uses

}  // namespace mooring::app::job_kind
