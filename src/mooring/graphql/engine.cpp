#include "mooring/graphql/engine.hpp"

#include "mooring/graphql/execution/variables.hpp"
#include "mooring/graphql/introspection/introspection.hpp"
#include "mooring/graphql/json/write_json.hpp"

namespace mooring::graphql {

namespace {

using Errors = std::vector<RequestError>;

}  // namespace

Result<std::unique_ptr<Engine>> Engine::make(std::shared_ptr<const Schema> schema, Resolvers resolvers,
                                             EngineOptions options) {
    add_introspection(resolvers, *schema);
    MOORING_TRY(ResolverTable table, ResolverTable::make(*schema, std::move(resolvers)));
    return std::unique_ptr<Engine>(new Engine{std::move(schema), std::move(table), std::move(options)});
}

Engine::Engine(std::shared_ptr<const Schema> schema, ResolverTable resolvers, EngineOptions options)
    : schema_(std::move(schema)),
      resolvers_(std::move(resolvers)),
      options_(std::move(options)),
      cache_(options_.cache_bytes) {}

tl::expected<std::shared_ptr<const PreparedDocument>, Errors> Engine::prepare(
    std::string text, std::optional<std::string_view> operation_name) const {
    auto document = parse(std::move(text), options_.parse);
    if (!document) return tl::unexpected(Errors{std::move(document.error())});
    if (operation_name) {
        if (auto chosen = choose_operation(**document, *operation_name); !chosen) {
            return tl::unexpected(Errors{std::move(chosen.error())});
        }
    }
    if (auto error = check_size(**document, options_.document)) return tl::unexpected(Errors{std::move(*error)});
    if (auto errors = validate(*schema_, **document, options_.validation); !errors.empty()) {
        return tl::unexpected(std::move(errors));
    }
    return std::make_shared<const PreparedDocument>(schema_, resolvers_, std::move(*document), options_.plan);
}

tl::expected<std::shared_ptr<const PreparedDocument>, Errors> Engine::prepare(std::string text) const {
    return prepare(std::move(text), std::nullopt);
}

tl::expected<std::shared_ptr<const PreparedDocument>, Errors> Engine::prepare(const Request& request) {
    if (auto known = cache_.find(request.query)) return known;
    auto prepared = prepare(std::string(request.query), request.operation_name);
    if (prepared) cache_.put(*prepared);
    return prepared;
}

Response Engine::execute(const Request& request) {
    const auto prepared = prepare(request);
    if (!prepared) return refuse(prepared.error());
    const std::size_t size_before = (*prepared)->size_bytes();
    Response response = execute(**prepared, request);
    if ((*prepared)->size_bytes() != size_before) cache_.weigh_again(**prepared);  // it keeps a new plan
    return response;
}

Response Engine::execute(const PreparedDocument& document, const Request& request) const {
    const auto operation = choose_operation(document.document(), request.operation_name);
    if (!operation) return refuse({operation.error()});
    if ((*operation)->operation == ast::OperationType::subscription) {
        return refuse({{Refusal::operation, "Subscriptions are not offered.", {}}});
    }
    if (!schema_->root((*operation)->operation)) {
        return refuse({{Refusal::operation, "Schema is not configured to execute mutation operation.", {}}});
    }
    RequestState state;
    state.schema = schema_.get();
    state.context = request.context;
    state.deadline = request.deadline;
    const auto variables = coerce_variables(*schema_, document.document(), **operation, request.variables, state.arena);
    if (!variables) return refuse(variables.error());
    if (request.mutations == Mutations::refused && (*operation)->operation == ast::OperationType::mutation) {
        return refuse({{Refusal::read_only, "Mutations are not allowed here.", {}}});
    }
    const auto plan = document.plan(**operation, *variables);
    if (!plan) return refuse({plan.error()});
    Response response;
    response.json.reserve(4096);
    Executor{state, document.document(), **plan, *variables, options_.execution, options_.write_extensions}.run(
        response.json);
    return response;
}

Response Engine::refuse(const Errors& errors) const {
    Response response{.json = "{\"errors\":[", .refusal = errors.front().refusal};
    std::string& out = response.json;
    for (const RequestError& error : errors) {
        if (&error != &errors.front()) out += ',';
        out += "{\"message\":";
        append_string(out, error.message);
        const char* before = ",\"locations\":[";
        for (const Location& location : error.locations) {
            out.append(before).append("{\"line\":");
            append_integer(out, location.line);
            out += ",\"column\":";
            append_integer(out, location.column);
            out += '}';
            before = ",";
        }
        if (!error.locations.empty()) out += ']';
        std::string extensions;
        if (options_.write_refusal) options_.write_refusal(error, extensions);
        if (!extensions.empty()) out.append(",\"extensions\":{").append(extensions).append("}");
        out += '}';
    }
    out += "]}";
    return response;
}

}  // namespace mooring::graphql
