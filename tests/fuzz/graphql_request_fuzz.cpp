// Any bytes as a request: the first line is JSON of variables, the rest the document. Whatever comes, there is an
// answer in JSON, the same each time, and no resolver is asked for more than the limits allow.

#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/assert.hpp"
#include "mooring/graphql/engine.hpp"
#include "mooring/graphql/json/read_json.hpp"

namespace {

using namespace mooring;
using namespace mooring::graphql;

struct Node {};

constexpr const char* sdl = R"(
    interface Named { name(upper: Boolean = false): String }
    type Show implements Named { name(upper: Boolean = false): String episodes(first: Int! = 2): [Episode!]! self: Show! }
    type Episode implements Named { name(upper: Boolean = false): String number: Int! show: Show plays: [[Float]] }
    union Thing = Show | Episode
    enum Kind { SHOW EPISODE }
    input Filter { kind: Kind = SHOW, names: [String!], nested: Filter, must: Int! }
    scalar Any
    type Query { show(id: ID!): Show things(filter: Filter, any: Any): [Thing] named(kind: Kind!): Named }
    type Mutation { add(filter: Filter!): Show! }
    directive @many(n: Int) repeatable on FIELD | FRAGMENT_SPREAD
)";

/// An answer for every field; errors and nulls among them.
void resolve(FieldCall& call) {
    static const Node node;
    const Type& type = *call.field().type;
    const NamedType& named = *type.named;
    for (std::size_t index = 0; index < call.size(); ++index) {
        if (index % 5 == 4) {
            call.fail(index, {Errc::unavailable, "away", {}});
            continue;
        }
        Cell cell = Cell::integer(static_cast<std::int64_t>(index));
        if (named.is_abstract()) cell = Cell::object(node, *named.possible_types[index % named.possible_types.size()]);
        if (named.kind == TypeKind::object) cell = Cell::object(node);
        for (const Type* one = &type; !one->is_named(); one = one->inner) {
            if (one->is_list()) cell = call.list_of({cell, Cell::null(), cell});
        }
        call.set(index, cell);
    }
}

Engine& engine() {
    static const std::unique_ptr<Engine> one = [] {
        Resolvers resolvers;
        resolvers.otherwise(resolve);
        EngineOptions options;
        options.execution = {.cells = 20'000, .answer_bytes = 256 * 1024};
        options.document.fields = 500;
        options.cache_bytes = 256 * 1024;
        return std::move(*Engine::make(*Schema::from_sdl(sdl), std::move(resolvers), options));
    }();
    return *one;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const std::size_t line = input.find('\n');
    const std::string_view document = line == std::string_view::npos ? input : input.substr(line + 1);
    Arena arena;
    const auto variables = read_json(input.substr(0, line), arena);
    const Request request{.query = document, .variables = variables ? *variables : Value{}};
    const Response response = engine().execute(request);
    MOORING_ASSERT(read_json(response.json, arena).has_value(), "the answer must be JSON");
    MOORING_ASSERT(engine().execute(request).json == response.json, "the same request has the same answer");
    return 0;
}
