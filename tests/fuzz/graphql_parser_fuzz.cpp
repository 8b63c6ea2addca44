// Any bytes as a document: what is refused has one error at a place in it; what parses is within its source, and its
// values print as text that parses to the same values.

#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/assert.hpp"
#include "mooring/graphql/language/parser.hpp"
#include "mooring/graphql/language/printer.hpp"
#include "mooring/graphql/schema/schema.hpp"

namespace {

using namespace mooring::graphql;

void check_value(const ast::Value& value) {
    const std::string printed = print(value);
    const auto again = parse("{a(b:" + printed + ")}");
    MOORING_ASSERT(again.has_value(), "a printed value must parse");
    const ast::Value& second = (*again)->definitions[0].selection_set->selections[0].arguments[0].value;
    MOORING_ASSERT(print(second) == printed, "a printed value must mean the same");
}

void check_set(const ast::SelectionSet& set, std::size_t size) {
    for (const ast::Selection& selection : set.selections) {
        MOORING_ASSERT(selection.offset < size, "a node must lie within the source");
        for (const ast::Argument& argument : selection.arguments) check_value(argument.value);
        if (selection.selection_set) check_set(*selection.selection_set, size);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string source{reinterpret_cast<const char*>(data), size};
    const auto document = parse(source, {.tokens = 1000, .nesting = 50});
    if (!document) {
        MOORING_ASSERT(document.error().locations.size() == 1, "an error has its place");
        MOORING_ASSERT(document.error().locations[0].column <= size + 1, "the place must lie within the source");
        return 0;
    }
    for (const ast::Definition& definition : (*document)->definitions) {
        if (definition.selection_set) check_set(*definition.selection_set, size);
    }
    static_cast<void>(Schema::from_sdl(source));
    return 0;
}
