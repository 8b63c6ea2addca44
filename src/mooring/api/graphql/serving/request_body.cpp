#include "mooring/api/graphql/serving/request_body.hpp"

#include "mooring/base/utf8.hpp"
#include "mooring/graphql/json/read_json.hpp"

namespace mooring::api::graphql::serving {
namespace {

using mooring::graphql::Arena;
using mooring::graphql::Value;

Error wrong(std::string_view name, std::string_view kind) {
    return invalid(std::string{name}, "'" + std::string{name} + "' must be " + std::string{kind});
}

Result<std::string_view> text_of(const Value& object, std::string_view name) {
    const Value& value = object[name];
    if (!value.has_value()) return std::string_view{};
    if (!value.is_string()) return wrong(name, "a string");
    return value.text();
}

Result<const Value*> object_of(const Value& object, std::string_view name) {
    const Value& value = object[name];
    if (!value.has_value()) return nullptr;
    if (!value.is_object()) return wrong(name, "an object");
    return &value;
}

Result<void> read_persisted(const Value& persisted, RequestBody& body) {
    const Value& version = persisted["version"];
    if (!version.is_integer()) return wrong("version", "an integer");
    body.hash_version = version.as_integer();
    const Value& hash = persisted["sha256Hash"];
    if (!hash.is_string()) return wrong("sha256Hash", "a string");
    body.hash = hash.text();
    return ok();
}

}  // namespace

Result<RequestBody> read_request_body(std::string_view json, Arena& arena) {
    const auto read = mooring::graphql::read_json(json, arena);
    if (!read) return invalid("body", "the body is not JSON");
    if (read->is_list()) return invalid("body", "lists of requests are not taken");
    if (!read->is_object()) return invalid("body", "the body is not an object");
    RequestBody body;
    MOORING_TRY(body.query, text_of(*read, "query"));
    if (trim(body.query).empty()) body.query = {};
    MOORING_TRY(body.operation_name, text_of(*read, "operationName"));
    MOORING_TRY(const Value* variables, object_of(*read, "variables"));
    if (variables != nullptr) body.variables = *variables;
    MOORING_TRY(const Value* extensions, object_of(*read, "extensions"));
    if (extensions == nullptr) return body;
    MOORING_TRY(const Value* persisted, object_of(*extensions, "persistedQuery"));
    if (persisted != nullptr) MOORING_CHECK(read_persisted(*persisted, body));
    return body;
}

}  // namespace mooring::api::graphql::serving
