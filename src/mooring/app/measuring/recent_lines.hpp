#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace mooring::app::measuring {

/// A hash of a line, the same on every machine.
std::uint64_t hash_of_line(std::string_view line);

/// Counts how many identical lines came before, as far as the last half million lines or more tell: identical rows of a
/// log bear the same second.
class RecentLines {
public:
    /// How often `hash` was given before.
    std::uint32_t note(std::uint64_t hash) {
        if (present_.size() >= lines_in_a_generation) {
            past_ = std::move(present_);
            present_.clear();
        }
        const auto [line, is_new] = present_.try_emplace(hash, 0U);
        if (is_new) {
            if (const auto earlier = past_.find(hash); earlier != past_.end()) line->second = earlier->second;
        }
        return line->second++;
    }
    void clear() {
        past_.clear();
        present_.clear();
    }

private:
    static constexpr std::size_t lines_in_a_generation = 500'000;
    std::unordered_map<std::uint64_t, std::uint32_t> past_;
    std::unordered_map<std::uint64_t, std::uint32_t> present_;
};

}  // namespace mooring::app::measuring
