// Answers requests on a schema with the engine, for comparison with graphql-js: `graphql_reference_driver
// SCHEMA.graphql`. Each line of standard input is a JSON object, each line of standard output the answer to it:
//   {"query": "…", "operationName": "…", "variables": {…}}   the response, with `"refused": true` where it was refused
//   {"parse": "…"}                                           {"definitions": N}, or errors
//   {"print": true}                                          {"sdl": "…"}
//   {"repeat": N, "query": …}                                {"seconds": S, "bytes": B} of N answers, the cache in use
//   {"repeat": N, "fresh": true, "query": …}                 the same with each text parsed and validated anew
//
// With a second argument the data are the JSON object of that file, each member the answer of the field of its name.
// Without it they are invented: what a field answers follows from its name, its arguments and its parent alone, by
// rules that `invented_data.mjs` follows too. So every path of every document has data, and nulls, failures and misfits
// among them.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>

#include "mooring/graphql/engine.hpp"
#include "mooring/graphql/json/read_json.hpp"
#include "mooring/graphql/json/write_json.hpp"
#include "mooring/graphql/schema/print_schema.hpp"

namespace {

using namespace mooring;
using namespace mooring::graphql;

struct Invented {
    std::uint32_t seed = 0;
};

/// FNV-1a.
std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619U;
    return hash;
}

std::uint32_t child_seed(std::uint32_t seed, std::size_t index) {
    return hash_of(std::to_string(seed) + ":" + std::to_string(index));
}

class Inventor {
public:
    explicit Inventor(FieldCall& call) : call_(call) {}

    void answer(std::size_t index, std::uint32_t parent_seed, std::string_view parent_type,
                const std::string& arguments) {
        const Field& field = call_.field();
        const std::uint32_t seed = hash_of(std::to_string(parent_seed) + ":" + std::string(parent_type) + "." +
                                           std::string(field.name) + ":" + arguments);
        if (seed % 37 == 0) return call_.fail(index, {Errc::unavailable, "failed " + std::to_string(seed), {}});
        call_.set(index, value(*field.type, seed));
    }

private:
    Cell value(const Type& type, std::uint32_t seed) {
        if (type.is_non_null()) return seed % 97 == 0 ? Cell::null() : present(*type.inner, seed);
        return seed % 10 == 0 ? Cell::null() : present(type, seed);
    }

    Cell present(const Type& type, std::uint32_t seed) {
        if (type.is_list()) {
            std::vector<Cell> items;
            for (std::size_t index = 0; index < seed % 4; ++index) {
                items.push_back(value(*type.inner, child_seed(seed, index)));
            }
            return call_.list_of(items);
        }
        const NamedType& named = *type.named;
        switch (named.kind) {
            case TypeKind::scalar: return scalar(named, seed);
            case TypeKind::enum_type:
                return Cell::text(seed % 79 == 0 ? "NOPE" : named.values[seed % named.values.size()].name);
            case TypeKind::interface:
            case TypeKind::union_type:
                return Cell::object(call_.keep(Invented{seed}),
                                    *named.possible_types[seed % named.possible_types.size()]);
            default: return Cell::object(call_.keep(Invented{seed}));
        }
    }

    Cell scalar(const NamedType& type, std::uint32_t seed) {
        const std::string digits = std::to_string(seed);
        switch (type.scalar) {
            case ScalarKind::integer:
                if (seed % 89 == 0) return Cell::integer(3'000'000'000);
                if (seed % 83 == 0) return Cell::number(1.5);
                return Cell::integer(static_cast<std::int64_t>(seed % 1000) - 500);
            case ScalarKind::floating: return seed % 83 == 0 ? Cell::text("x") : Cell::number(seed % 1000 / 8.0);
            case ScalarKind::string:
                if (seed % 7 == 0) return Cell::integer(seed);
                return call_.copy_text("s\"\\\n\x01\xC3\xA9\xF0\x9F\x98\x80" + digits);
            case ScalarKind::boolean: return seed % 83 == 0 ? Cell::text("x") : Cell::boolean(seed % 2 == 1);
            case ScalarKind::id: return seed % 3 == 0 ? Cell::integer(seed) : call_.copy_text("id" + digits);
            case ScalarKind::custom: break;
        }
        if (type.name.ends_with("Uri")) return call_.copy_text("spotify:show:" + digits);
        if (type.name == "AnalyticsNumber" && seed % 2 == 0) return Cell::number(seed / 16.0);
        return Cell::integer(seed);
    }

    FieldCall& call_;
};

void invent(FieldCall& call) {
    std::string arguments;
    append_value(arguments, call.arguments().is_absent() ? Value::object({}) : call.arguments());
    const std::string_view parent = call.field().parent->name;
    Inventor inventor{call};
    for (std::size_t index = 0; index < call.size(); ++index) {
        const std::uint32_t seed = call.parents()[index] ? call.parent<Invented>(index).seed : 1;
        inventor.answer(index, seed, parent, arguments);
    }
}

/// Answers fields from a tree of JSON objects, as graphql-js does without resolvers.
class Tree {
public:
    Tree(const Value& root, const Schema& schema) : root_(root), schema_(schema) {}

    void operator()(FieldCall& call) const {
        const Field& field = call.field();
        for (std::size_t index = 0; index < call.size(); ++index) {
            const Value& parent = call.parents()[index] ? call.parent<Value>(index) : root_;
            call.set(index, cell(call, *field.type->named, parent[field.name]));
        }
    }

private:
    Cell cell(FieldCall& call, const NamedType& type, const Value& value) const {
        switch (value.kind()) {
            case Value::Kind::absent:
            case Value::Kind::null: return Cell::null();
            case Value::Kind::boolean: return Cell::boolean(value.as_boolean());
            case Value::Kind::integer: return Cell::integer(value.as_integer());
            case Value::Kind::number: return Cell::number(value.as_number());
            case Value::Kind::string:
            case Value::Kind::enum_name: return Cell::text(value.text());
            case Value::Kind::object: {
                const NamedType* const own = type.is_abstract() ? schema_.find_type(value["__typename"].text()) : &type;
                return own ? Cell::object(value, *own) : Cell::object(value);
            }
            case Value::Kind::list: break;
        }
        std::vector<Cell> cells;
        cells.reserve(value.items().size());
        for (const Value& item : value.items()) cells.push_back(cell(call, type, item));
        return call.list_of(cells);
    }

    const Value& root_;
    const Schema& schema_;
};

Result<Value> read_uri(const Value& input, std::string_view kind) {
    const std::string start = "spotify:" + std::string(kind) + ":";
    const std::string_view text = input.is_string() ? input.text() : std::string_view{};
    const std::string_view id = text.starts_with(start) ? text.substr(start.size()) : std::string_view{};
    const bool is_plain = id.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
                          std::string_view::npos;
    if (!id.empty() && id.size() <= 64 && is_plain) return input;
    return invalid("", "not a URI");
}

ScalarReaders readers_for(const std::string& sdl) {
    ScalarReaders readers;
    if (sdl.find("scalar ShowUri") == std::string::npos) return readers;
    readers["ShowUri"] = [](const Value& input, Arena&) { return read_uri(input, "show"); };
    readers["EpisodeUri"] = [](const Value& input, Arena&) { return read_uri(input, "episode"); };
    readers["CommentUri"] = [](const Value& input, Arena&) { return read_uri(input, "comment"); };
    readers["Long"] = [](const Value& input, Arena&) -> Result<Value> {
        return input.is_integer() ? Result<Value>(input) : Result<Value>(invalid("", "not a whole number"));
    };
    return readers;
}

/// The most memory that was resident since the program began. (`getrusage` would count what its parent had.)
long peak_kibibytes() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::strtol(line.c_str() + 6, nullptr, 10);
    }
    return 0;
}

class Driver {
public:
    Driver(std::shared_ptr<const Schema> schema, std::unique_ptr<Engine> engine)
        : schema_(std::move(schema)), engine_(std::move(engine)) {}

    std::string answer(const std::string& line) {
        Arena arena;
        const auto input = read_json(line, arena);
        if (!input) return "{\"errors\":[{\"message\":\"the line is no JSON\"}]}";
        if (input->operator[]("print").is_boolean()) return sdl();
        if ((*input)["parse"].is_string()) return parsed((*input)["parse"].text());
        const Request request{.query = (*input)["query"].text(),
                              .operation_name = (*input)["operationName"].text(),
                              .variables = (*input)["variables"]};
        if ((*input)["repeat"].is_integer()) {
            return repeated(request, (*input)["repeat"].as_integer(), (*input)["fresh"].is_boolean());
        }
        const Response response = engine_->execute(request);
        return response.is_refused() ? "{\"refused\":true," + response.json.substr(1) : response.json;
    }

private:
    std::string sdl() const {
        std::string out = "{\"sdl\":";
        append_string(out, print_schema(*schema_));
        return out + "}";
    }

    std::string parsed(std::string_view text) const {
        const auto document = parse(std::string(text));
        if (!document) return engine_->refuse({document.error()}).json;
        return "{\"definitions\":" + std::to_string((*document)->definitions.size()) + "}";
    }

    std::string repeated(const Request& request, std::int64_t times, bool is_fresh) {
        std::size_t bytes = 0;
        const std::clock_t cpu_start = std::clock();
        const auto start = std::chrono::steady_clock::now();
        for (std::int64_t turn = 0; turn < times; ++turn) {
            if (is_fresh) {
                const auto document = engine_->prepare(std::string(request.query));
                bytes +=
                    (document ? engine_->execute(**document, request) : engine_->refuse(document.error())).json.size();
            } else {
                bytes += engine_->execute(request).json.size();
            }
        }
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        const double cpu_taken = static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
        std::string out = "{\"seconds\":";
        append_number(out, taken.count());
        out += ",\"cpuSeconds\":";
        append_number(out, cpu_taken);
        out += ",\"bytes\":" + std::to_string(bytes) + ",\"peakKibibytes\":" + std::to_string(peak_kibibytes());
        return out + "}";
    }

    std::shared_ptr<const Schema> schema_;
    std::unique_ptr<Engine> engine_;
};

std::string contents_of(const char* path) {
    std::stringstream text;
    text << std::ifstream{path}.rdbuf();
    return text.str();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 && argc != 3)
        return std::fputs("usage: graphql_reference_driver SCHEMA.graphql [DATA.json]\n", stderr), 2;
    const std::string sdl = contents_of(argv[1]);
    auto schema = Schema::from_sdl(sdl, readers_for(sdl));
    if (!schema) return std::fprintf(stderr, "%s\n", schema.error().message.c_str()), 1;
    Arena arena;
    const std::string json = argc == 3 ? contents_of(argv[2]) : "null";
    const auto data = read_json(json, arena);
    if (!data) return std::fprintf(stderr, "%s\n", data.error().message.c_str()), 1;
    Resolvers resolvers;
    if (argc == 3) {
        resolvers.otherwise(Tree{*data, **schema});
    } else {
        resolvers.otherwise(invent);
    }
    EngineOptions options;
    options.plan.cost = 1e18;  // graphql-js knows no such limit, and lists within lists within lists reach it
    auto engine = Engine::make(*schema, std::move(resolvers), options);
    if (!engine) return std::fprintf(stderr, "%s\n", engine.error().message.c_str()), 1;
    Driver driver{*schema, std::move(*engine)};
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) std::cout << driver.answer(line) << '\n' << std::flush;
    return 0;
}
