#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/graphql/execution/resolvers.hpp"
#include "mooring/graphql/language/document.hpp"

/// What an operation comes to once fragments are spread and conditions decided: for every object type that may turn up,
/// its fields in the order of the answer, each with its resolver, its arguments and its place in the JSON. Made once
/// for an operation and a set of conditions, and used by any number of requests at the same time.
namespace mooring::graphql {

struct SelectionPlan;

/// How a field's value, or the items of its list, are written.
enum class OutputKind : std::uint8_t {
    integer,
    floating,
    string,
    boolean,
    id,
    enum_value,
    custom,
    composite,
    type_name
};

struct ArgumentPlan {
    const InputField* definition = nullptr;
    const ast::Value* literal = nullptr;  ///< null: not given, the default or nothing counts
};

struct FieldPlan {
    std::uint32_t index = 0;  ///< among all fields of the plan
    OutputKind output = OutputKind::custom;
    const Field* field = nullptr;
    const NamedType* parent = nullptr;
    std::string_view response_key;
    std::string_view key_json;  ///< `"key":`
    const Resolvers::Entry* resolver = nullptr;
    List<ArgumentPlan> arguments;
    bool needs_variables = false;  ///< for its arguments; else `constant_arguments` are all there is to them
    Value constant_arguments;
    List<SelectionPlan*> selections;    ///< composite: one for each object type that may turn up
    List<const ast::Selection*> nodes;  ///< where the field is selected; the first one's arguments count
};

struct SelectionPlan {
    std::uint32_t index = 0;  ///< among all selections of the plan
    const NamedType* type = nullptr;
    HostId host = 0;
    std::string_view type_json;  ///< the type's name in quotes
    List<FieldPlan> fields;
    /// A condition that has no value: whoever selects this fails.
    const std::string* condition_error = nullptr;
    std::uint32_t condition_offset = 0;
};

struct Plan {
    Arena arena;
    std::deque<std::string> texts;
    const ast::Definition* operation = nullptr;
    SelectionPlan* root = nullptr;
    std::size_t field_count = 0;
    std::size_t selection_count = 0;
    double cost = 0;
};

}  // namespace mooring::graphql
