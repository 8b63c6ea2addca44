#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::webapi {

/// A JSON text as a response. A GET's goes through `conditional_answer`.
http::Response json_answer(int status, std::string body);
http::Response json_answer(int status, http::SharedBytes body);

/// `{"error": {"status": …, "message": …}}`: every error body of this family has exactly this shape (webapi-v1.md,
/// 2.2). `error` is never a text, and never has a third member: clients break on both.
http::Response error_answer(int status, std::string_view message);

/// The response for an error of a use case or of the checks of this family. The messages of checks stand as they are;
/// all others are replaced by those of 2.2, so that nothing of the inside gets out.
http::Response error_answer(const Error& error);

/// The response for an error that the server itself meets, such as a malformed head.
http::Response failure_answer(int status, std::string_view message);

/// Why a credential does not let a request in.
enum class Refusal {
    wrong_scheme,        ///< another one than Bearer
    no_token,            ///< no `Authorization`
    invalid_token,       ///< unknown, malformed or revoked
    expired_token,       ///< known, but expired
    insufficient_scope,  ///< a user's, without the scope
    needs_user,          ///< an app's, where a user is needed
};
/// With `WWW-Authenticate` when it is a 401.
http::Response refuse(Refusal refusal);

http::Response no_such_id();       ///< 404: not there, or not in the market
http::Response no_such_service();  ///< 404: unknown path
http::Response wrong_method(std::string allow);
http::Response over_the_limit(std::int64_t retry_after_seconds);

}  // namespace mooring::api::webapi
