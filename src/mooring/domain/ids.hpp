#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/strong_id.hpp"

namespace mooring::domain {

// The numeric names of things: assigned by the catalog, rising, never reused (design.md, section 3).
using AccountId = NumericId<struct AccountTag>;
using WorkspaceId = NumericId<struct WorkspaceTag>;  // AutoPod's station
using ShowId = NumericId<struct ShowTag>;            // Anchor's stationId
using EpisodeId = NumericId<struct EpisodeTag>;      // Anchor's episodeId
using ApiKeyId = NumericId<struct ApiKeyTag>;
using SubscriberId = NumericId<struct SubscriberTag>;
using SessionId = NumericId<struct SessionTag>;
using AppId = NumericId<struct AppTag>;
using GrantId = NumericId<struct GrantTag>;
using InvitationId = NumericId<struct InvitationTag>;
using AudioId = NumericId<struct AudioTag>;  // Anchor's audioId: one for each sound an episode had

/// The largest id that every JSON reader keeps exact: 2^53 - 1.
inline constexpr std::int64_t max_wire_id = 9007199254740991;

// Names derived from the numeric ids by the rules of creators-rest.md, section 5.

/// `"e" + base32hex(id + 1000000)`, such as `e3g7a9o` for 116680440.
std::string web_episode_id(EpisodeId id);
std::optional<EpisodeId> parse_web_episode_id(std::string_view text);

/// `hex((id + 100000) * 100)`, such as `112fef78c` for 46036667.
std::string web_station_id(ShowId id);
std::optional<ShowId> parse_web_station_id(std::string_view text);

/// `"a" + base32hex(id + 1000000)`, such as `a9mulu1` for 325064065.
std::string web_audio_id(AudioId id);
std::optional<AudioId> parse_web_audio_id(std::string_view text);

/// True for 16 characters of `0-9A-Za-z`: the form of `{showKey}` and `{episodeKey}` (delivery.md, 1.3).
bool is_public_key(std::string_view text);

/// True for 22 characters of `0-9A-Za-z`: the opaque id of a show or episode (webapi-v1.md, 1.1).
bool is_opaque_id(std::string_view text);

}  // namespace mooring::domain
