#pragma once

#include <unordered_set>

#include "mooring/graphql/validation/context.hpp"

/// Rules on fragments. Source: https://spec.graphql.org/October2021/#sec-Validation.Fragments
namespace mooring::graphql {

class UniqueFragmentNames {
public:
    explicit UniqueFragmentNames(ValidationContext& context) : context_(context) {}
    void enter_fragment(const ast::Definition& fragment);

private:
    ValidationContext& context_;
    std::unordered_map<std::string_view, std::uint32_t> known_;
};

class KnownFragmentNames {
public:
    explicit KnownFragmentNames(ValidationContext& context) : context_(context) {}
    void enter_spread(const ast::Selection& spread);

private:
    ValidationContext& context_;
};

class NoUnusedFragments {
public:
    explicit NoUnusedFragments(ValidationContext& context) : context_(context) {}
    void leave_document(const Document& document);

private:
    ValidationContext& context_;
};

/// A fragment is for a type that objects there can be of.
class PossibleFragmentSpreads {
public:
    explicit PossibleFragmentSpreads(ValidationContext& context) : context_(context) {}
    void enter_inline_fragment(const ast::Selection& fragment);
    void enter_spread(const ast::Selection& spread);

private:
    ValidationContext& context_;
};

class NoFragmentCycles {
public:
    explicit NoFragmentCycles(ValidationContext& context) : context_(context) {}
    void enter_fragment(const ast::Definition& fragment) { look(fragment); }

private:
    void look(const ast::Definition& fragment);
    void report_cycle(std::size_t start);

    ValidationContext& context_;
    std::unordered_set<std::string_view> seen_;
    std::vector<const ast::Selection*> path_;                      ///< spreads that lead to where one is
    std::unordered_map<std::string_view, std::size_t> positions_;  ///< of fragments in the path
};

}  // namespace mooring::graphql
