#pragma once

#include <random>
#include <vector>

#include "mooring/storage/plays/play_store.hpp"

namespace mooring::storage {

/// For tests: facts of some weeks, in which everything happens that questions are about.
struct InventedHistory {
    std::vector<analytics::Play> plays;
    std::vector<Impression> impressions;
    std::vector<FollowEvent> follows;
};

inline constexpr std::chrono::sys_days invented_begin = std::chrono::year{2026} / 1 / 20;
inline constexpr int invented_days = 70;

InventedHistory invent_history(std::mt19937& random, int plays);

/// A question of any metric, bucket, breakdown and subject that the catalog offers.
analytics::MetricQuery invent_query(std::mt19937& random);

/// All of a history in one batch.
PlayBatch batch_of(const InventedHistory& history);

}  // namespace mooring::storage
