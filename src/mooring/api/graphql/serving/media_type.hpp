#pragma once

#include <string_view>

namespace mooring::api::graphql::serving {

/// The two media types of an answer (creators-graphql.md, 1.3).
enum class AnswerType { json, graphql_response };

/// `graphql_response` when `accept` ranks `application/graphql-response+json` above `application/json`.
AnswerType answer_type(std::string_view accept);

/// Whether a body of this `Content-Type` is a form, which is refused.
bool is_form(std::string_view content_type);

}  // namespace mooring::api::graphql::serving
