#include "mooring/api/graphql/serving/graphql_handler.hpp"

#include <utility>
#include <variant>

#include "mooring/api/graphql/bundled_documents.hpp"
#include "mooring/api/graphql/creators_schema.hpp"
#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/resolvers.hpp"
#include "mooring/api/graphql/serving/media_type.hpp"
#include "mooring/api/graphql/serving/remembered_documents.hpp"
#include "mooring/api/graphql/serving/request_body.hpp"
#include "mooring/app/delivering/document.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/http/conditional.hpp"

namespace mooring::api::graphql::serving {
namespace {

using app::accounts::Principal;
using mooring::graphql::Arena;
using mooring::graphql::Engine;
using mooring::graphql::EngineOptions;
using mooring::graphql::Member;
using mooring::graphql::Mutations;
using mooring::graphql::Refusal;
using mooring::graphql::RequestError;
using mooring::graphql::Value;

constexpr std::string_view endpoint = "/v2/graph-pq";
constexpr std::string_view schema_path = "/schema.graphql";
constexpr std::size_t longest_body = std::size_t{1} << 20U;
constexpr std::size_t least_compressed = 1024;
constexpr std::chrono::seconds longest_execution{60};
constexpr std::string_view json_type = "application/json; charset=utf-8";
constexpr std::string_view graphql_type = "application/graphql-response+json; charset=utf-8";
constexpr std::string_view unknown_hash_answer =
    R"({"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]})";

Result<std::unique_ptr<Engine>> make_engine() {
    MOORING_TRY(const auto schema, make_creators_schema());
    EngineOptions options;
    options.write_extensions = write_field_extensions;
    options.write_refusal = write_refusal_extensions;
    return Engine::make(schema, fields::make_resolvers(*schema), std::move(options));
}

http::Response refused(Error error) {
    switch (error.code) {
        case Errc::unavailable: {
            http::Response response = transport_error(503, "UNAVAILABLE", "the server is not ready; try again");
            response.header("Retry-After", "5");
            return response;
        }
        default: return transport_error(500, "INTERNAL", "internal error");
    }
}

http::Response unauthenticated(std::string_view message) {
    http::Response response = transport_error(401, "UNAUTHENTICATED", message);
    response.header("WWW-Authenticate", "Bearer");
    return response;
}

http::Response too_many(std::chrono::seconds wait) {
    http::Response response = transport_error(429, "RATE_LIMITED", "too many requests");
    response.header("Retry-After", std::to_string(wait.count()));
    return response;
}

http::Response too_large() {
    return transport_error(413, "BODY_TOO_LARGE", "the body is larger than 1 MiB");
}

http::Response preflight() {
    http::Response response = http::Response::empty(204);
    response.header("Access-Control-Allow-Methods", "POST")
        .header("Access-Control-Allow-Headers",
                "Accept, Accept-Language, Authorization, Content-Type, Origin, Referer, User-Agent, x-creator-client")
        .header("Access-Control-Max-Age", "86400");
    return response;
}

/// The text that documents are validated with. It is no secret: the program comes with it.
http::Response schema_download(const http::Request& request) {
    if (request.method == http::Method::options) {
        http::Response response = http::Response::empty(204);
        response.header("Access-Control-Allow-Methods", "GET, HEAD").header("Access-Control-Max-Age", "86400");
        return response;
    }
    if (request.method != http::Method::get && request.method != http::Method::head) {
        http::Response response = transport_error(405, "METHOD_NOT_ALLOWED", "this path takes GET only");
        response.header("Allow", "GET, HEAD, OPTIONS");
        return response;
    }
    http::Response response =
        http::Response::text(200, "application/graphql; charset=utf-8", std::string{schema_text()});
    response.header("Content-Disposition", "attachment; filename=\"creators.graphql\"")
        .header("Cache-Control", "public, max-age=3600");
    return response;
}

http::Response open(http::Response response) {
    response.header("Access-Control-Allow-Origin", "*");
    return response;
}

/// What a request asks to be run.
struct Choice {
    PreparedDocument document;
    const PersistedOperation* registered = nullptr;  ///< whose document it is
};

class GraphqlHandler final : public http::Handler {
public:
    GraphqlHandler(const Services& services, std::unique_ptr<Engine> engine, PersistedOperations operations)
        : services_(services), engine_(std::move(engine)), operations_(std::move(operations)) {}

    http::Decision decide(const http::Request& request) override {
        http::Decision decision = decide_head(request);
        if (auto* response = std::get_if<http::Response>(&decision)) return open(std::move(*response));
        return decision;
    }

    http::Response failure(int status, std::string_view message) override {
        return open(transport_error(status, status == 503 ? "UNAVAILABLE" : "BAD_REQUEST", message));
    }
    std::string_view family() const override { return "graphql"; }

private:
    /// The checks of 1.3 in their order, as far as the head tells.
    http::Decision decide_head(const http::Request& request) {
        if (request.path == schema_path) return schema_download(request);
        if (request.path != endpoint) return transport_error(404, "NOT_FOUND", "there is nothing at this path");
        if (request.method == http::Method::options) return preflight();
        if (request.method != http::Method::post) {
            http::Response response = transport_error(405, "METHOD_NOT_ALLOWED", "this path takes POST only");
            response.header("Allow", "POST, OPTIONS");
            return response;
        }
        auto caller = let_in(request);
        if (auto* refusal = std::get_if<http::Response>(&caller)) return std::move(*refusal);
        if (is_form(request.headers.get("Content-Type"))) {
            return transport_error(415, "UNSUPPORTED_MEDIA_TYPE", "forms are not taken; send JSON");
        }
        const AnswerType type = answer_type(request.headers.get("Accept"));
        const auto encoding = http::choose_encoding(request.headers.get("Accept-Encoding"), false, true);
        return http::buffer_body(
            longest_body,
            [this, principal = std::get<std::shared_ptr<const Principal>>(std::move(caller)), type,
             is_compressed = encoding == "gzip"](std::string body) {
                http::Response response = answer(principal, std::move(body), type);
                return open(is_compressed ? compressed(std::move(response)) : std::move(response));
            },
            [] { return open(too_large()); });
    }

    /// Who asks, or the answer that refuses them: the token, then the limit.
    std::variant<std::shared_ptr<const Principal>, http::Response> let_in(const http::Request& request) {
        constexpr std::string_view scheme = "bearer ";
        const auto field = request.headers.find("Authorization");
        if (!field) return unauthenticated("a bearer token is needed");
        const bool is_bearer = request.headers.count("Authorization") == 1 &&
                               equals_ignoring_case(field->substr(0, scheme.size()), scheme);
        if (!is_bearer) return wrong_token(request);
        const std::string_view token = trim_ascii(field->substr(scheme.size()));
        const auto found = services_.people.credentials.find_bearer(token);
        if (!found) return refused(found.error());
        if (found->is_expired) return unauthenticated("the token has expired");
        // Tokens of other apps never reach this family (accounts-oauth.md, section 10).
        const bool is_ours =
            found->principal && found->principal->account && found->principal->app == domain::creators_app_id;
        if (!is_ours) return wrong_token(request);
        if (const auto wait = services_.limiter.take(services_.secret.hash_token(token))) return too_many(*wait);
        return found->principal;
    }

    http::Response wrong_token(const http::Request& request) {
        const auto wait = services_.people.limits.note_wrong_credential(request.client);
        if (!wait) return refused(wait.error());
        return *wait ? too_many(std::chrono::ceil<std::chrono::seconds>(**wait))
                     : unauthenticated("the token is not valid");
    }

    http::Response answer(const std::shared_ptr<const Principal>& principal, std::string text, AnswerType type) {
        Arena arena;
        const auto body = read_request_body(text, arena);
        if (!body) return transport_error(400, "BAD_REQUEST", body.error().message);
        auto choice = choose(*body, type);
        if (auto* refusal = std::get_if<http::Response>(&choice)) return std::move(*refusal);
        const Choice& chosen = std::get<Choice>(choice);
        Context context{services_, principal, services_.clock.now()};
        mooring::graphql::Request request{.query = {}, .operation_name = body->operation_name};
        request.variables = chosen.registered != nullptr
                                ? with_show(*chosen.registered, body->variables, context, arena)
                                : body->variables;
        request.mutations = principal->is_read_only ? Mutations::refused : Mutations::allowed;
        request.context = &context;
        request.deadline = std::chrono::steady_clock::now() + longest_execution;
        http::Response response = rendered(engine_->execute(*chosen.document, request), type);
        if (context.remarks.has_numbers) response.header("Mooring-As-Of", iso8601_seconds(context.now));
        if (context.remarks.is_provisional) response.header("Mooring-Provisional", "true");
        return response;
    }

    /// Which document runs: the table of 1.2.
    std::variant<Choice, http::Response> choose(const RequestBody& body, AnswerType type) {
        if (body.hash && body.hash_version != 1) {
            return transport_error(400, "PERSISTED_QUERY_NOT_SUPPORTED",
                                   "only version 1 of persisted queries is known");
        }
        if (!body.query.empty()) return choose_text(body, type);
        if (body.hash) return choose_hash(std::string{*body.hash}, type);
        if (const auto* named = operations_.find_by_name(body.operation_name)) return Choice{named->document, named};
        return transport_error(400, "BAD_REQUEST", "there is nothing to run: neither a query nor a known operation");
    }

    std::variant<Choice, http::Response> choose_text(const RequestBody& body, AnswerType type) {
        if (body.hash && to_hex(sha256(body.query)) != *body.hash) {
            return transport_error(400, "PERSISTED_QUERY_HASH_MISMATCH", "the hash is not that of the query");
        }
        auto prepared = engine_->prepare({.query = body.query, .operation_name = body.operation_name});
        if (!prepared) return rendered(engine_->refuse(prepared.error()), type);
        if (body.hash && operations_.find_by_hash(*body.hash) == nullptr) {
            remembered_.put(std::string{*body.hash}, *prepared);
        }
        return Choice{std::move(*prepared)};
    }

    std::variant<Choice, http::Response> choose_hash(const std::string& hash, AnswerType type) {
        if (const auto* known = operations_.find_by_hash(hash)) return Choice{known->document, known};
        if (auto document = remembered_.find(hash)) return Choice{std::move(document)};
        return http::Response::text(200, content_type(type), std::string{unknown_hash_answer});
    }

    /// Variables of older clients, which name the station where the registered document wants the show's URI.
    Value with_show(const PersistedOperation& operation, const Value& variables, const Context& context,
                    Arena& arena) const {
        const Value& station = variables["stationId"];
        if (!operation.takes_show || variables["showUri"].has_value() || !station.has_value()) return variables;
        const std::string name =
            station.is_integer() ? std::to_string(station.as_integer()) : std::string{station.text()};
        const auto show = context.read(
            [&](app::creators::CatalogSnapshot& catalog) { return app::creators::find_station(catalog, name); });
        if (!show) return variables;
        std::vector<Member> members(variables.members().begin(), variables.members().end());
        std::erase_if(members, [](const Member& member) { return member.name == "showUri"; });
        members.push_back({"showUri", Value::string(arena.copy("spotify:show:" + show->opaque_id))});
        return Value::object(arena.copy(members));
    }

    static std::string content_type(AnswerType type) {
        return std::string{type == AnswerType::json ? json_type : graphql_type};
    }

    static http::Response rendered(mooring::graphql::Response response, AnswerType type) {
        int status = 200;
        if (response.refusal == Refusal::read_only) {
            status = 403;
        } else if (response.is_refused() && type == AnswerType::graphql_response) {
            status = 400;
        }
        return http::Response::text(status, content_type(type), std::move(response.json));
    }

    static http::Response compressed(http::Response response) {
        response.header("Vary", "Accept-Encoding");
        if (response.body.size() != 1 || response.body_length() <= static_cast<std::int64_t>(least_compressed)) {
            return response;
        }
        const auto* text = std::get_if<std::string>(&response.body.front().source);
        if (text == nullptr) return response;
        std::string smaller = app::delivering::gzip_bytes(*text);
        if (smaller.empty()) return response;
        const auto length = static_cast<std::int64_t>(smaller.size());
        response.body = {http::BodyPiece{std::move(smaller), 0, length}};
        response.header("Content-Encoding", "gzip");
        return response;
    }

    const Services services_;
    const std::unique_ptr<Engine> engine_;
    const PersistedOperations operations_;
    RememberedDocuments remembered_;
};

}  // namespace

Result<std::shared_ptr<http::Handler>> make_graphql_handler(const Services& services) {
    MOORING_TRY(auto engine, make_engine());
    MOORING_TRY(auto operations, PersistedOperations::read(*engine, services.settings.hashes));
    return std::shared_ptr<http::Handler>{
        std::make_shared<GraphqlHandler>(services, std::move(engine), std::move(operations))};
}

Result<std::vector<OperationReference>> graphql_operations() {
    MOORING_TRY(const auto engine, make_engine());
    MOORING_TRY(const auto operations, PersistedOperations::read(*engine, {}));
    std::vector<OperationReference> references;
    for (const PersistedOperation& operation : operations.all()) {
        references.push_back({operation.name, operation.kind, operation.group});
    }
    return references;
}

}  // namespace mooring::api::graphql::serving
