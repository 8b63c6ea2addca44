#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "mooring/graphql/execution/plan.hpp"

namespace mooring::graphql {

struct ExecutionLimits {
    std::size_t cells = 5'000'000;  ///< answers of fields and items of lists in one request
    std::size_t answer_bytes = 64 * 1024 * 1024;
};

/// Appends the members of an error's `extensions`, as in `"code":"NOT_FOUND"`; appends nothing for none.
using WriteExtensions = std::function<void(const Error& error, std::string& out)>;

/// Runs one plan for one request. Every field is resolved once for all its parents, from the root down; then the answer
/// is written in one go, in the order of the selections, and nulls spread up where a type does not allow them. The
/// fields at the root of a mutation run to their end one after the other. Source:
/// https://spec.graphql.org/October2021/#sec-Execution
class Executor {
public:
    Executor(RequestState& state, const Document& document, const Plan& plan, const Value& variables,
             const ExecutionLimits& limits, const WriteExtensions& write_extensions);

    /// Append `{"data":…}` with `errors` where there are any.
    void run(std::string& out);

private:
    struct Objects {
        std::vector<const void*> hosts;
    };
    /// Where the writer stands in the answer: a chain over the stack.
    struct Step {
        const Step* above = nullptr;
        const FieldPlan* field = nullptr;  ///< null for an item of a list
        std::size_t item = 0;
    };
    enum class Written : bool { no, yes };  ///< `no`: a null that is not allowed here

    void resolve_selection(const SelectionPlan& selection);
    void resolve_field(const SelectionPlan& selection, const FieldPlan& field);
    void resolve_below(const FieldPlan& field);
    Value arguments_of(const FieldPlan& field, std::optional<FieldError>& error);
    /// Give every object of a cell its place in a batch.
    void place_objects(const FieldPlan& field, const Type& type, Cell& cell);
    void place_object(const FieldPlan& field, Cell& cell);
    Cell failure(FieldError error);
    bool may_hold(std::size_t cells);

    void run_serially(std::string& out);
    Written write_object(const SelectionPlan& selection, std::size_t index, const Step* above, std::string& out);
    Written write_field(const SelectionPlan& selection, const FieldPlan& field, std::size_t index, const Step* above,
                        std::string& out);
    Written write_value(const FieldPlan& field, const Type& type, const Cell& cell, const Step& step, std::string& out);
    Written write_list(const FieldPlan& field, const Type& type, const Cell& cell, const Step& step, std::string& out);
    Written write_leaf(const FieldPlan& field, const Cell& cell, const Step& step, std::string& out);
    void report(const FieldPlan& field, const Step& step, const FieldError& error);
    void write_path(const Step& step, std::string& out) const;
    const Location& location_of(std::uint32_t place);

    RequestState& state_;
    const Document& document_;
    const Plan& plan_;
    const Value& variables_;
    const ExecutionLimits& limits_;
    const WriteExtensions& write_extensions_;
    std::vector<Cell*> columns_;    ///< by field: one cell for each parent
    std::vector<Objects> objects_;  ///< by selection
    std::size_t cells_ = 0;
    std::string errors_;  ///< JSON, without the brackets
    std::unordered_map<std::uint32_t, Location> locations_;
    bool is_too_large_ = false;
};

}  // namespace mooring::graphql
