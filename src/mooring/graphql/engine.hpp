#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/graphql/document_cache.hpp"
#include "mooring/graphql/execution/executor.hpp"
#include "mooring/graphql/execution/resolvers.hpp"
#include "mooring/graphql/language/parser.hpp"
#include "mooring/graphql/prepared_document.hpp"
#include "mooring/graphql/schema/schema.hpp"
#include "mooring/graphql/validation/document_size.hpp"
#include "mooring/graphql/validation/validate.hpp"

/// A GraphQL engine to the specification of October 2021 (https://spec.graphql.org/October2021/). It knows no transport
/// and no subject: a schema as text, a table of resolvers and a request go in, JSON comes out.
///
///     MOORING_TRY(auto schema, Schema::from_sdl(read("shows.graphql")));
///     Resolvers resolvers;
///     resolvers.add("Query.show", [](FieldCall& call) {
///         auto show = call.context<Caller>().shows.get_show(call.argument("id").text());
///         if (!show) return call.fail_all(show.error());
///         call.set(0, Cell::object(call.keep(std::move(*show))));
///     });
///     resolvers.property<Show>("Show.title", &Show::title);
///     resolvers.batch<Episode>("Episode.plays", [](FieldCall& call, Parents<Episode> episodes) {
///         // once for all episodes of the list: one question to the store
///     });
///     MOORING_TRY(auto engine, Engine::make(schema, std::move(resolvers), {}));
///     const Response response = engine->execute({.query = text, .variables = variables, .context = &caller});
///
/// What happens to a request: the text is looked up in a cache of prepared documents, or parsed (`language/`), measured
/// and validated (`validation/`); variables are coerced (`schema/`); the operation's plan, which is kept with the
/// document, runs level by level, every field once for all objects of its level, and is written as JSON in one go
/// (`execution/`). Resolvers run on the caller's thread and may block. Nothing throws.
namespace mooring::graphql {

/// Appends the members of a refused request's `extensions`; appends nothing for none.
using WriteRefusal = std::function<void(const RequestError& error, std::string& out)>;

struct EngineOptions {
    ParseLimits parse;
    DocumentLimits document;
    ValidationLimits validation;
    PlanLimits plan;
    ExecutionLimits execution;
    std::size_t cache_bytes = 16 * 1024 * 1024;
    WriteExtensions write_extensions = {};  ///< of errors of fields
    WriteRefusal write_refusal = {};        ///< of errors of requests
};

enum class Mutations : std::uint8_t { allowed, refused };

struct Request {
    std::string_view query;                    ///< the document's text; not read when a prepared document runs
    std::string_view operation_name;           ///< empty: the only operation there is
    Value variables = {};                      ///< an object; null and absent mean an empty one. `read_json` makes it
    Mutations mutations = Mutations::allowed;  ///< `refused`: they end in `Refusal::read_only`, after their variables
    void* context = nullptr;                   ///< what resolvers find as `FieldCall::context`
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

struct Response {
    std::string json;                     ///< the whole answer, in UTF-8
    std::optional<Refusal> refusal = {};  ///< why the request was refused; then there is no `data` member
    bool is_refused() const { return refusal.has_value(); }
};

/// Answers requests on one schema. Safe to use from several threads. It has to outlive the documents it prepared.
class Engine {
public:
    /// Errors: invalid_argument, naming every field that has no resolver and every resolver that has no field.
    static Result<std::unique_ptr<Engine>> make(std::shared_ptr<const Schema> schema, Resolvers resolvers,
                                                EngineOptions options);

    /// Answer one request, from `request.query`.
    Response execute(const Request& request);
    /// The same with a document that was prepared.
    Response execute(const PreparedDocument& document, const Request& request) const;

    /// Parse, measure and validate a document, past the cache: for operations that are registered at start.
    tl::expected<std::shared_ptr<const PreparedDocument>, std::vector<RequestError>> prepare(std::string text) const;
    /// The document of `request.query`, which is remembered; or why the request is refused. Its operation name is
    /// looked at between parsing and validation.
    tl::expected<std::shared_ptr<const PreparedDocument>, std::vector<RequestError>> prepare(const Request& request);

    /// The answer to a request that is refused.
    Response refuse(const std::vector<RequestError>& errors) const;

    const Schema& schema() const { return *schema_; }
    const DocumentCache& cache() const { return cache_; }

private:
    Engine(std::shared_ptr<const Schema> schema, ResolverTable resolvers, EngineOptions options);
    tl::expected<std::shared_ptr<const PreparedDocument>, std::vector<RequestError>> prepare(
        std::string text, std::optional<std::string_view> operation_name) const;

    std::shared_ptr<const Schema> schema_;
    ResolverTable resolvers_;
    EngineOptions options_;
    DocumentCache cache_;
};

}  // namespace mooring::graphql
