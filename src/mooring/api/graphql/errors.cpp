#include "mooring/api/graphql/errors.hpp"

#include <utility>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/base/log.hpp"

namespace mooring::api::graphql {
namespace {

using mooring::graphql::Refusal;

/// Marks an `unsupported` error that is about the window, not about the metric.
constexpr std::string_view window_field = "window";

std::string_view code_of(const Error& error) {
    switch (error.code) {
        case Errc::invalid_argument:
        case Errc::conflict:
        case Errc::too_large: return "BAD_USER_INPUT";
        case Errc::not_found:
        case Errc::gone: return "NOT_FOUND";
        case Errc::unauthenticated:
        case Errc::forbidden: return "FORBIDDEN";
        case Errc::unsupported: return error.field == window_field ? "WINDOW_NOT_SUPPORTED" : "NOT_AVAILABLE";
        case Errc::rate_limited:
        case Errc::corrupt:
        case Errc::timeout:
        case Errc::unavailable:
        case Errc::no_space:
        case Errc::internal: return "INTERNAL";
    }
    return "INTERNAL";
}

std::pair<std::string_view, std::string_view> class_and_code_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::syntax: return {"InvalidSyntax", "GRAPHQL_PARSE_FAILED"};
        case Refusal::validation: return {"ValidationError", "GRAPHQL_VALIDATION_FAILED"};
        case Refusal::operation: return {"ValidationError", "OPERATION_RESOLUTION_FAILURE"};
        case Refusal::variables: return {"ValidationError", "BAD_USER_INPUT"};
        case Refusal::read_only: return {"", "FORBIDDEN"};
        case Refusal::too_many_tokens:
        case Refusal::too_deep:
        case Refusal::too_many_aliases:
        case Refusal::too_costly: return {"ValidationError", "DOCUMENT_TOO_LARGE"};
        case Refusal::body: return {"", "BAD_REQUEST"};
    }
    return {"", "INTERNAL"};
}

void append_extensions(std::string_view classification, std::string_view code, std::string& out) {
    if (!classification.empty()) out.append("\"classification\":\"").append(classification).append("\",");
    out.append("\"code\":\"").append(code).append("\"");
}

}  // namespace

Error window_not_supported(std::string message) {
    return {Errc::unsupported, std::move(message), std::string{window_field}};
}

Error not_available(std::string message) {
    return {Errc::unsupported, std::move(message)};
}

Error bad_input(std::string message) {
    return {Errc::invalid_argument, std::move(message)};
}

Error shown(Error error) {
    if (code_of(error) != "INTERNAL") return error;
    log::warning("a field could not be answered", {{"reason", error.message}});
    error.message = "this could not be answered for now";
    return error;
}

void write_field_extensions(const Error& error, std::string& out) {
    append_extensions("DataFetchingException", code_of(error), out);
}

void write_refusal_extensions(const mooring::graphql::RequestError& error, std::string& out) {
    const auto [classification, code] = class_and_code_of(error.refusal);
    append_extensions(classification, code, out);
}

http::Response transport_error(int status, std::string_view code, std::string_view message) {
    JsonWriter json;
    json.begin_object().name("errors").begin_array().begin_object().member("message", message);
    json.name("extensions").begin_object().member("code", code).end_object();
    json.end_object().end_array().end_object();
    return http::Response::text(status, "application/json; charset=utf-8", json.take());
}

}  // namespace mooring::api::graphql
