#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/insight.hpp"

namespace mooring::storage {

class InsightReader {
public:
    virtual ~InsightReader() = default;

    virtual Result<std::optional<domain::Insight>> find(std::string_view id) = 0;
    /// Those of an episode, the latest first.
    virtual Result<std::vector<domain::Insight>> of_episode(domain::EpisodeId episode, std::int64_t limit) = 0;
    /// What an account said of an insight.
    virtual Result<std::optional<domain::InsightFeedback>> find_feedback(std::string_view insight,
                                                                         domain::AccountId account) = 0;
};

class InsightWriter {
public:
    virtual ~InsightWriter() = default;

    /// Of the show's insights only the latest `most` stay.
    virtual Result<void> insert(const domain::Insight& insight, std::int64_t most) = 0;
    /// Put the text down. One that is gone is fine.
    virtual Result<void> write(std::string_view id, std::string_view text, Instant at) = 0;
    /// In place of what the same account said of the insight before. Errors: not_found (the insight).
    virtual Result<void> put_feedback(const domain::InsightFeedback& feedback) = 0;
};

}  // namespace mooring::storage
