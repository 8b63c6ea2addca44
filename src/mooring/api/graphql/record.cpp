#include "mooring/api/graphql/record.hpp"

#include <algorithm>

#include "mooring/base/assert.hpp"

namespace mooring::api::graphql {
namespace {

const Record& make(FieldCall& call, std::initializer_list<Slot> slots) {
    return *call.arena().make<Record>(call.arena().copy(slots.begin(), slots.size()));
}

}  // namespace

Cell Record::find(std::string_view name) const {
    const auto* const slot = std::ranges::find(slots, name, &Slot::name);
    return slot == slots.end() ? Cell::null() : slot->value;
}

Cell record(FieldCall& call, std::initializer_list<Slot> slots) {
    return Cell::object(make(call, slots));
}

Cell record_of(FieldCall& call, std::string_view type, std::initializer_list<Slot> slots) {
    const auto* const named = call.schema().find_type(type);
    MOORING_ASSERT(named != nullptr, "types of records are those of the schema");
    return Cell::object(make(call, slots), *named);
}

void add_records(Resolvers& resolvers, const Schema& schema, std::initializer_list<std::string_view> types) {
    for (const std::string_view type : types) {
        const auto* const named = schema.find_type(type);
        MOORING_ASSERT(named != nullptr, "types of records are those of the schema");
        for (const mooring::graphql::Field& field : named->fields) {
            resolvers.batch<Record>(std::string{type} + "." + std::string{field.name},
                                    [name = field.name](FieldCall& call, Parents<Record> parents) {
                                        for (std::size_t index = 0; index < parents.size(); ++index) {
                                            call.set(index, parents[index].find(name));
                                        }
                                    },
                                    {.weight = 0});
        }
    }
}

Cell timestamp(FieldCall& call, Instant at) {
    const std::int64_t seconds = unix_seconds(at);
    const auto rest = at - from_unix_seconds(seconds);
    return record(
        call, {{"seconds", Cell::integer(seconds)}, {"nanos", Cell::integer(std::chrono::nanoseconds{rest}.count())}});
}

}  // namespace mooring::api::graphql
