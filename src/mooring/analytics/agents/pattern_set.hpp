#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mooring/analytics/agents/rule_file.hpp"
#include "mooring/base/result.hpp"

namespace mooring::analytics {

/// Regular expressions that are looked for all at once, in time that grows with the text alone. Safe to use from
/// several threads.
class PatternSet {
public:
    /// Errors: invalid_argument (a pattern that RE2 does not take; names it).
    static Result<PatternSet> compile(std::span<const AgentRule> rules);

    PatternSet(PatternSet&&) noexcept;
    PatternSet& operator=(PatternSet&&) noexcept;
    ~PatternSet();

    /// The lowest index of a pattern found in `text`.
    std::optional<std::size_t> first_match(std::string_view text) const;

private:
    struct Compiled;
    explicit PatternSet(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> compiled_;
};

}  // namespace mooring::analytics
