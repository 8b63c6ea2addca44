#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"

namespace mooring::app::measuring {

/// What a URL in a log is of.
struct LogTarget {
    domain::ShowId show;
    domain::EpisodeId episode;
    std::string revision;         ///< of the episode's present audio
    std::int64_t size_bytes = 0;  ///< 0 unknown
};

/// Finds the episode that a URL in somebody's log means (measurement.md, 9.1): by our own shapes of URLs, by the
/// addresses of audio given by URL (prefixes of counting services and queries left out), by a pattern, or by a list.
class LogTargets {
public:
    /// `pattern`: such as `/audio/{episode}.mp3`, `*` standing for anything; `{episode}` is an episode's key, number,
    /// opaque id, GUID or slug. Empty for none. Errors: invalid_argument.
    static Result<LogTargets> make(std::string_view pattern);

    void add(const domain::Show& show, const domain::Episode& episode);
    /// Let an address mean an episode, by any of its names. Errors: not_found.
    Result<void> add_address(std::string_view address, std::string_view episode);

    /// Null when it means none. `target`: a path with or without a query, or a whole URL.
    const LogTarget* find(std::string_view target) const;

    std::size_t episodes() const { return targets_.size(); }

private:
    void add_name(const std::string& name, std::size_t target);
    void add_path(std::string path, std::size_t target);
    const LogTarget* at(const std::unordered_map<std::string, std::size_t>& places, const std::string& name) const;
    const LogTarget* find_ours(std::string_view path) const;
    const LogTarget* find_by_pattern(std::string_view path) const;

    static constexpr std::size_t ambiguous = static_cast<std::size_t>(-1);

    std::string before_, behind_;  ///< of the pattern's `{episode}`
    bool has_pattern_ = false;
    std::vector<LogTarget> targets_;
    std::unordered_map<std::string, std::size_t> names_;
    std::unordered_map<std::string, std::size_t> paths_;  ///< paths, and hosts with paths
};

/// The host and path that a URL or path comes down to: no scheme, no query, escapes decoded, and of a URL that leads
/// through counting services (`op3.dev/e/example.org/a.mp3`) the last host and its path.
std::string plain_address(std::string_view target);

/// Whether a path is that of one of our feeds.
bool is_feed_path(std::string_view target);

}  // namespace mooring::app::measuring
