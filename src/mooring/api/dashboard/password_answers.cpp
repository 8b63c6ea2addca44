#include "mooring/api/dashboard/password_answers.hpp"

#include <string>

#include "mooring/api/dashboard/answers.hpp"

namespace mooring::api::dashboard {

http::Response wrong_password(const app::accounts::Wait& wait, std::string_view field) {
    if (!wait) return error_answer(403, "wrong_password", "the password is wrong", field);
    http::Response response = error_answer(429, "rate_limited", "too many tries", field);
    response.header("Retry-After", std::to_string(wait->count()));
    return response;
}

}  // namespace mooring::api::dashboard
