#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/smartlink.hpp"

namespace mooring::storage {

/// Clicks on one link on one UTC day.
struct SmartlinkClicks {
    std::string code;
    std::chrono::sys_days day;
    std::int64_t clicks = 0;
};

class SmartlinkReader {
public:
    virtual ~SmartlinkReader() = default;

    virtual Result<std::optional<domain::Smartlink>> find(std::string_view code) = 0;
    /// Those that there are of these episodes, in any order, in one question.
    virtual Result<std::vector<domain::Smartlink>> of_episodes(const std::vector<domain::EpisodeId>& episodes) = 0;
    /// All of a show, the oldest first; with each its clicks from `begin` up to, not including, `end`.
    virtual Result<std::vector<std::pair<domain::Smartlink, std::int64_t>>> clicks_of(domain::ShowId show,
                                                                                      std::chrono::sys_days begin,
                                                                                      std::chrono::sys_days end) = 0;
};

class SmartlinkWriter {
public:
    virtual ~SmartlinkWriter() = default;

    /// Errors: conflict (the code is taken, or the episode has a link).
    virtual Result<void> insert(const domain::Smartlink& link) = 0;
    /// Add to what is counted; of links that are gone nothing is.
    virtual Result<void> add_clicks(const std::vector<SmartlinkClicks>& clicks) = 0;
};

}  // namespace mooring::storage
