#include <algorithm>
#include <set>
#include <string>

#include "mooring/graphql/schema/schema_builder.hpp"

namespace mooring::graphql {

namespace {

/// The checks of one schema. Each `check_` covers one part of the specification's "Type Validation".
class SchemaCheck {
public:
    SchemaCheck(const Schema& schema, std::vector<std::string>& problems) : schema_(schema), problems_(problems) {}

    void run() {
        check_roots();
        for (const NamedType* const type : schema_.types()) {
            if (type->is_built_in) continue;
            switch (type->kind) {
                case TypeKind::scalar: break;
                case TypeKind::object:
                case TypeKind::interface:
                    check_fields(*type);
                    check_interfaces(*type);
                    break;
                case TypeKind::union_type: check_union(*type); break;
                case TypeKind::enum_type:
                    if (type->values.empty()) complain(name(*type) + " must have at least one value");
                    check_names(*type, type->values);
                    break;
                case TypeKind::input_object: check_input_object(*type); break;
            }
        }
        for (const DirectiveDefinition* const directive : schema_.directives()) {
            check_inputs(directive->arguments, "@" + std::string(directive->name));
        }
    }

private:
    void complain(std::string problem) { problems_.push_back(std::move(problem)); }
    static std::string name(const NamedType& type) { return std::string(type.name); }

    void check_roots() {
        if (!schema_.query()) complain("the schema has no query type");
        std::set<const NamedType*> seen;
        for (const auto operation :
             {ast::OperationType::query, ast::OperationType::mutation, ast::OperationType::subscription}) {
            const NamedType* const root = schema_.root(operation);
            if (!root) continue;
            if (root->kind != TypeKind::object) complain("root type " + name(*root) + " must be an object type");
            if (!seen.insert(root).second) complain("root types must be different: " + name(*root));
        }
    }

    template <class Items>
    void check_names(const NamedType& type, const Items& items) {
        for (const auto& item : items) {
            if (item.name.starts_with("__")) {
                complain(name(type) + "." + std::string(item.name) + " must not begin with \"__\"");
            }
        }
    }

    void check_inputs(const std::vector<InputField>& fields, const std::string& place) {
        for (const InputField& field : fields) {
            const std::string here = place + "." + std::string(field.name);
            if (field.name.starts_with("__")) complain(here + " must not begin with \"__\"");
            if (!field.type->named->is_input()) {
                complain(here + " must be of an input type, not " + std::string(field.type->text));
            }
            if (field.deprecation_reason && field.is_required()) complain(here + " is required and deprecated");
        }
    }

    void check_fields(const NamedType& type) {
        if (type.fields.empty()) complain(name(type) + " must have at least one field");
        check_names(type, type.fields);
        for (const Field& field : type.fields) {
            const std::string here = name(type) + "." + std::string(field.name);
            if (!field.type->named->is_output()) {
                complain(here + " must be of an output type, not " + std::string(field.type->text));
            }
            check_inputs(field.arguments, here);
        }
    }

    void check_interfaces(const NamedType& type) {
        std::set<const NamedType*> seen;
        for (const NamedType* const interface : type.interfaces) {
            if (interface->kind != TypeKind::interface) {
                complain(name(type) + " cannot implement " + name(*interface) + ", which is no interface");
            } else if (interface == &type) {
                complain(name(type) + " cannot implement itself");
            } else if (!seen.insert(interface).second) {
                complain(name(type) + " can only implement " + name(*interface) + " once");
            } else {
                check_implementation(type, *interface);
            }
        }
    }

    void check_implementation(const NamedType& type, const NamedType& interface) {
        for (const NamedType* const above : interface.interfaces) {
            if (std::find(type.interfaces.begin(), type.interfaces.end(), above) != type.interfaces.end()) continue;
            complain(name(type) + " must implement " + name(*above) + " because " + name(interface) + " does");
        }
        for (const Field& wanted : interface.fields) {
            const std::string here = name(interface) + "." + std::string(wanted.name);
            const Field* const field = type.find_field(wanted.name);
            if (!field) {
                complain(here + " expected but " + name(type) + " does not provide it");
                continue;
            }
            if (!schema_.is_subtype(*field->type, *wanted.type)) {
                complain(here + " expects type " + std::string(wanted.type->text) + " but " + name(type) + " has " +
                         std::string(field->type->text));
            }
            check_arguments(type, *field, wanted, here);
        }
    }

    void check_arguments(const NamedType& type, const Field& field, const Field& wanted, const std::string& here) {
        for (const InputField& argument : wanted.arguments) {
            const InputField* const given = field.find_argument(argument.name);
            if (!given || !is_same(*given->type, *argument.type)) {
                complain(here + " expects argument " + std::string(argument.name) + ": " +
                         std::string(argument.type->text) + " of " + name(type));
            }
        }
        for (const InputField& argument : field.arguments) {
            if (argument.is_required() && !wanted.find_argument(argument.name)) {
                complain(name(type) + "." + std::string(field.name) + " has the required argument " +
                         std::string(argument.name) + ", which " + here + " lacks");
            }
        }
    }

    void check_union(const NamedType& type) {
        if (type.possible_types.empty()) complain(name(type) + " must have at least one member");
        std::set<const NamedType*> seen;
        for (const NamedType* const member : type.possible_types) {
            if (member->kind != TypeKind::object) {
                complain(name(type) + " can only hold object types, not " + name(*member));
            }
            if (!seen.insert(member).second) complain(name(type) + " can hold " + name(*member) + " only once");
        }
    }

    void check_input_object(const NamedType& type) {
        if (type.input_fields.empty()) complain(name(type) + " must have at least one field");
        check_inputs(type.input_fields, name(type));
        std::vector<const NamedType*> path;
        check_endless(type, type, path);
    }

    /// An input object that needs itself to exist.
    void check_endless(const NamedType& type, const NamedType& start, std::vector<const NamedType*>& path) {
        if (std::find(path.begin(), path.end(), &type) != path.end()) return;
        path.push_back(&type);
        for (const InputField& field : type.input_fields) {
            const bool is_needed = field.type->is_non_null() && field.type->inner->is_named() &&
                                   field.type->named->kind == TypeKind::input_object;
            if (!is_needed) continue;
            if (field.type->named == &start) {
                complain(name(start) + " cannot hold itself through fields that are not null");
                return;
            }
            check_endless(*field.type->named, start, path);
        }
    }

    const Schema& schema_;
    std::vector<std::string>& problems_;
};

}  // namespace

void check_schema(const Schema& schema, std::vector<std::string>& problems) {
    SchemaCheck{schema, problems}.run();
}

}  // namespace mooring::graphql
