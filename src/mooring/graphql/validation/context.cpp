#include "mooring/graphql/validation/context.hpp"

#include <algorithm>
#include <unordered_set>

#include "mooring/graphql/validation/walker.hpp"

namespace mooring::graphql {

namespace {

/// Gathers the variables of one definition.
class UsageRule {
public:
    explicit UsageRule(ValidationContext&) {}
    void enter_value(const ast::Value& value) {
        if (value.kind != ast::ValueKind::variable) return;
        usages.push_back({&value, tracker->input_type(), tracker->has_default()});
    }

    const TypeTracker* tracker = nullptr;
    std::vector<VariableUsage> usages;
};

/// The places of many errors in one pass over the source.
class PlaceTable {
public:
    PlaceTable(std::string_view source, Places places) : places_(std::move(places)) {
        std::sort(places_.begin(), places_.end());
        places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
        std::size_t start = 0;
        Location base;
        for (const std::uint32_t place : places_) {
            // From the last place on; lines are counted from there.
            const Location step = locate(source.substr(start), place - start);
            base = step.line == 1 ? Location{base.line, base.column + step.column - 1}
                                  : Location{base.line + step.line - 1, step.column};
            locations_.push_back(base);
            start = place;
        }
    }

    Location find(std::uint32_t place) const {
        const auto found = std::lower_bound(places_.begin(), places_.end(), place);
        return locations_[static_cast<std::size_t>(found - places_.begin())];
    }

private:
    Places places_;
    std::vector<Location> locations_;
};

}  // namespace

ValidationContext::ValidationContext(const Schema& schema, const Document& document, const ValidationLimits& limits)
    : schema_(schema), document_(document), limits_(limits), tracker_(schema, arena_) {
    for (const ast::Definition& definition : document.definitions) {
        if (definition.kind == ast::DefinitionKind::fragment) fragments_[definition.name.text] = &definition;
        if (definition.kind == ast::DefinitionKind::directive) own_directives_[definition.name.text] = &definition;
    }
}

void ValidationContext::report(std::string message, Places places) {
    if (is_over()) return;
    if (findings_.size() >= limits_.errors) {
        findings_.push_back({"Too many validation errors, error limit reached. Validation aborted.", {}});
        is_full_ = true;
        return;
    }
    findings_.push_back({std::move(message), std::move(places)});
}

bool ValidationContext::spend(std::size_t steps) {
    spent_ += steps;
    if (spent_ > limits_.comparisons) is_spent_ = true;
    return !is_spent_;
}

std::vector<RequestError> ValidationContext::take_errors() {
    if (is_spent_) return {{Refusal::too_costly, "Document takes too many steps to validate.", {}}};
    Places places;
    for (const Finding& finding : findings_) places.insert(places.end(), finding.places.begin(), finding.places.end());
    const PlaceTable table{document_.source, std::move(places)};
    std::vector<RequestError> errors;
    for (Finding& finding : findings_) {
        RequestError& error = errors.emplace_back(RequestError{Refusal::validation, std::move(finding.message), {}});
        for (const std::uint32_t place : finding.places) error.locations.push_back(table.find(place));
    }
    return errors;
}

const ast::Definition* ValidationContext::fragment(std::string_view name) const {
    const auto found = fragments_.find(name);
    return found == fragments_.end() ? nullptr : found->second;
}

const ast::Definition* ValidationContext::own_directive(std::string_view name) const {
    if (own_directives_.empty()) return nullptr;
    const auto found = own_directives_.find(name);
    return found == own_directives_.end() ? nullptr : found->second;
}

const std::vector<const ast::Selection*>& ValidationContext::spreads_in(const ast::SelectionSet& set) {
    const auto [place, is_new] = spreads_.try_emplace(&set);
    if (!is_new) return place->second;
    std::vector<const ast::SelectionSet*> waiting{&set};
    while (!waiting.empty()) {
        const ast::SelectionSet& next = *waiting.back();
        waiting.pop_back();
        for (const ast::Selection& selection : next.selections) {
            if (selection.kind == ast::SelectionKind::fragment_spread) {
                place->second.push_back(&selection);
            } else if (selection.selection_set) {
                waiting.push_back(selection.selection_set);
            }
        }
    }
    return place->second;
}

const std::vector<const ast::Definition*>& ValidationContext::fragments_of(const ast::Definition& operation) {
    const auto [place, is_new] = operation_fragments_.try_emplace(&operation);
    if (!is_new) return place->second;
    std::unordered_set<std::string_view> seen;
    std::vector<const ast::Definition*>& used = place->second;
    const auto add = [&](const ast::SelectionSet& set) {
        for (const ast::Selection* const spread : spreads_in(set)) {
            if (!seen.insert(spread->name.text).second) continue;
            if (const ast::Definition* const found = fragment(spread->name.text)) used.push_back(found);
        }
    };
    add(*operation.selection_set);
    for (std::size_t next = 0; next < used.size() && spend(1 + spreads_in(*used[next]->selection_set).size()); ++next) {
        add(*used[next]->selection_set);
    }
    return used;
}

const std::vector<VariableUsage>& ValidationContext::own_usages_of(const ast::Definition& definition) {
    const auto [place, is_new] = own_usages_.try_emplace(&definition);
    if (!is_new) return place->second;
    TypeTracker tracker{schema_, arena_};
    Walker<UsageRule> walker{*this, tracker};
    walker.rule<UsageRule>().tracker = &tracker;
    walker.walk_definition(definition);
    place->second = std::move(walker.rule<UsageRule>().usages);
    return place->second;
}

const std::vector<VariableUsage>& ValidationContext::usages_of(const ast::Definition& operation) {
    const auto [place, is_new] = usages_.try_emplace(&operation);
    if (!is_new) return place->second;
    std::vector<VariableUsage>& usages = place->second;
    usages = own_usages_of(operation);
    for (const ast::Definition* const used : fragments_of(operation)) {
        const auto& more = own_usages_of(*used);
        if (!spend(1 + more.size())) break;
        usages.insert(usages.end(), more.begin(), more.end());
    }
    return usages;
}

}  // namespace mooring::graphql
