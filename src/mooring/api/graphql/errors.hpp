#pragma once

#include <string>
#include <string_view>

#include "mooring/base/error.hpp"
#include "mooring/graphql/language/request_error.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::graphql {

// What errors look like on the wire (creators-graphql.md, 1.3 and 2.2).

/// The metric does not take the window or the aggregation.
Error window_not_supported(std::string message);
/// The metric does not exist for this show or episode.
Error not_available(std::string message);
/// A rule of the request is broken.
Error bad_input(std::string message);

/// The error of a field as others may see it: an unexpected failure says nothing of its cause, which goes to the log.
Error shown(Error error);

/// The members of `extensions` of a field's error, and of a refused request's.
void write_field_extensions(const Error& error, std::string& out);
void write_refusal_extensions(const mooring::graphql::RequestError& error, std::string& out);

/// An answer that is an error as a whole, with a code in its `extensions`.
http::Response transport_error(int status, std::string_view code, std::string_view message);

}  // namespace mooring::api::graphql
