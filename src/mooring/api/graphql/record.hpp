#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "mooring/api/graphql/nodes.hpp"

namespace mooring::api::graphql {

/// An object whose fields are all known when it is made: values of analytics, comments, payloads of mutations. Its
/// GraphQL fields are read from it by their names (see `add_records`).
struct Slot {
    std::string_view name;  ///< of a field; a literal
    Cell value;
};
struct Record {
    mooring::graphql::List<Slot> slots;

    /// Null for a field that was left out.
    Cell find(std::string_view name) const;
};

/// A record for a field whose type is one object type.
Cell record(FieldCall& call, std::initializer_list<Slot> slots);
/// A record of the object type of that name, where a union or interface stands.
Cell record_of(FieldCall& call, std::string_view type, std::initializer_list<Slot> slots);

/// Have the fields of these object types read from records.
void add_records(Resolvers& resolvers, const Schema& schema, std::initializer_list<std::string_view> types);

/// A number, or null.
template <class Number>
Cell number_or_null(const std::optional<Number>& value) {
    return value ? Cell::number(static_cast<double>(*value)) : Cell::null();
}
inline Cell text_or_null(FieldCall& call, std::string_view text) {
    return text.empty() ? Cell::null() : call.copy_text(text);
}

/// `Timestamp`: an instant as seconds and nanoseconds.
Cell timestamp(FieldCall& call, Instant at);
inline Cell timestamp(FieldCall& call, const std::optional<Instant>& at) {
    return at ? timestamp(call, *at) : Cell::null();
}

}  // namespace mooring::api::graphql
