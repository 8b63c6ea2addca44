#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/analytics/play_changes.hpp"
#include "mooring/base/result.hpp"

namespace mooring::app::measuring {

/// Whose hits make a show's downloads of a day: our own server's, or those of one imported log. Exactly one, so that
/// nothing is counted twice (measurement.md, 9.1). Days that nobody chose are our own.
class DaySources {
public:
    static constexpr char key_mark = 'o';

    /// The import that owns a day; unset for our own server.
    std::optional<std::string_view> owner(domain::ShowId show, std::chrono::sys_days day) const;
    /// Whether somebody chose for this day, and be it our own server.
    bool is_chosen(domain::ShowId show, std::chrono::sys_days day) const;
    /// Let a day belong to an import; to our own server without a name.
    void choose(domain::ShowId show, std::chrono::sys_days day, std::string_view import_name);
    /// The days that belong to imports, in stretches.
    struct Stretch {
        domain::ShowId show;
        std::chrono::sys_days first;
        std::chrono::sys_days last;
        std::string import_name;
    };
    std::vector<Stretch> stretches() const;

    /// Move what changed since the last call onto `states`.
    void take_states(std::vector<analytics::CountingState>& states);
    /// Errors: corrupt.
    Result<void> restore(const analytics::CountingState& state);

private:
    /// First day of a stretch to its last one and its owner.
    struct Until {
        std::chrono::sys_days last;
        std::string import_name;
    };
    using Stretches = std::map<std::chrono::sys_days, Until>;

    const Stretches::value_type* find(domain::ShowId show, std::chrono::sys_days day) const;

    std::map<domain::ShowId, Stretches> shows_;
    std::set<domain::ShowId> changed_;
};

}  // namespace mooring::app::measuring
