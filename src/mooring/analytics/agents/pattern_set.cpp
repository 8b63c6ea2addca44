#include "mooring/analytics/agents/pattern_set.hpp"

// RE2's headers convert between signs.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <re2/re2.h>
#include <re2/set.h>
#pragma GCC diagnostic pop

#include <algorithm>
#include <vector>

namespace mooring::analytics {

namespace {

/// Room for the automaton of some thousand patterns. When it is full it starts over, which costs time, not answers.
constexpr std::int64_t automaton_bytes = 64LL << 20U;

RE2::Options set_options() {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(automaton_bytes);
    options.set_encoding(RE2::Options::EncodingUTF8);
    options.set_never_capture(true);
    return options;
}

}  // namespace

struct PatternSet::Compiled {
    Compiled() : set(set_options(), RE2::UNANCHORED) {}
    RE2::Set set;
    bool is_empty = true;
};

PatternSet::PatternSet(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

Result<PatternSet> PatternSet::compile(std::span<const AgentRule> rules) {
    auto compiled = std::make_unique<Compiled>();
    for (const AgentRule& rule : rules) {
        std::string problem;
        if (compiled->set.Add(rule.pattern, &problem) < 0) {
            return invalid("pattern", "the rule '" + rule.name + "' does not compile: " + problem);
        }
        compiled->is_empty = false;
    }
    if (!compiled->is_empty && !compiled->set.Compile()) return invalid("pattern", "the rules are too large together");
    return PatternSet{std::move(compiled)};
}

std::optional<std::size_t> PatternSet::first_match(std::string_view text) const {
    if (compiled_->is_empty) return std::nullopt;
    std::vector<int> found;
    if (!compiled_->set.Match(re2::StringPiece{text.data(), text.size()}, &found)) return std::nullopt;
    return static_cast<std::size_t>(*std::ranges::min_element(found));
}

}  // namespace mooring::analytics
