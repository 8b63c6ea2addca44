#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mooring/graphql/validation/type_tracker.hpp"
#include "mooring/graphql/validation/validate.hpp"

namespace mooring::graphql {

/// A variable where a value is wanted.
struct VariableUsage {
    const ast::Value* variable = nullptr;
    const Type* type = nullptr;  ///< that the place wants; null when unknown
    bool has_default = false;    ///< the place
};

/// Bytes at which nodes begin.
using Places = std::vector<std::uint32_t>;

/// What all rules share while one document is validated.
class ValidationContext {
public:
    ValidationContext(const Schema& schema, const Document& document, const ValidationLimits& limits);

    const Schema& schema() const { return schema_; }
    const Document& document() const { return document_; }
    Arena& arena() { return arena_; }
    TypeTracker& tracker() { return tracker_; }
    const TypeTracker& tracker() const { return tracker_; }

    void report(std::string message, Places places);
    /// Pay for `steps` more steps. False when that was too much: give up.
    bool spend(std::size_t steps);
    /// Whether to walk on no further.
    bool is_over() const { return is_full_ || is_spent_; }
    std::vector<RequestError> take_errors();

    /// The fragment of that name; of several the last one.
    const ast::Definition* fragment(std::string_view name) const;
    /// A directive that the document itself defines (which is an error of its own), or null.
    const ast::Definition* own_directive(std::string_view name) const;
    /// The spreads in `set`, those of nested selections included, but not of the fragments they spread.
    const std::vector<const ast::Selection*>& spreads_in(const ast::SelectionSet& set);
    /// The fragments that `operation` uses, those used by fragments included, each once.
    const std::vector<const ast::Definition*>& fragments_of(const ast::Definition& operation);
    /// The variables used in `operation` and in the fragments it uses.
    const std::vector<VariableUsage>& usages_of(const ast::Definition& operation);

private:
    const std::vector<VariableUsage>& own_usages_of(const ast::Definition& definition);

    struct Finding {
        std::string message;
        Places places;
    };

    const Schema& schema_;
    const Document& document_;
    const ValidationLimits& limits_;
    Arena arena_;
    TypeTracker tracker_;
    std::vector<Finding> findings_;
    std::size_t spent_ = 0;
    bool is_full_ = false;
    bool is_spent_ = false;
    std::unordered_map<std::string_view, const ast::Definition*> fragments_;
    std::unordered_map<std::string_view, const ast::Definition*> own_directives_;
    std::unordered_map<const ast::SelectionSet*, std::vector<const ast::Selection*>> spreads_;
    std::unordered_map<const ast::Definition*, std::vector<const ast::Definition*>> operation_fragments_;
    std::unordered_map<const ast::Definition*, std::vector<VariableUsage>> own_usages_;
    std::unordered_map<const ast::Definition*, std::vector<VariableUsage>> usages_;
};

/// A name in quotes, for messages.
inline std::string quote(std::string_view name) {
    return "\"" + std::string(name) + "\"";
}

}  // namespace mooring::graphql
