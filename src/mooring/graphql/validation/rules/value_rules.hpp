#pragma once

#include <unordered_set>

#include "mooring/graphql/validation/context.hpp"

/// Rules on literals. Source: https://spec.graphql.org/October2021/#sec-Validation.Values
namespace mooring::graphql {

class ValuesOfCorrectType {
public:
    explicit ValuesOfCorrectType(ValidationContext& context) : context_(context) {}
    void enter_value(const ast::Value& value);
    void leave_value(const ast::Value& value);
    void enter_object_field(const ast::ObjectField& field);

private:
    void check_leaf(const ast::Value& value);
    void check_object(const ast::Value& value);

    ValidationContext& context_;
    const ast::Value* refused_ = nullptr;  ///< what is inside was judged with it
};

class UniqueInputFieldNames {
public:
    explicit UniqueInputFieldNames(ValidationContext& context) : context_(context) {}
    void enter_value(const ast::Value& value);
    void leave_value(const ast::Value& value);
    void enter_object_field(const ast::ObjectField& field);

private:
    ValidationContext& context_;
    std::vector<std::unordered_map<std::string_view, std::uint32_t>> known_;
};

}  // namespace mooring::graphql
