#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/base/error.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::anchor {

/// Why a request is not done (creators-rest.md, section 6).
struct Refusal {
    int status = 400;
    std::string_view code;       ///< stable, such as `invalid_field`
    std::string message;         ///< without a full stop; about a field it starts with its place, such as `body.title`
    std::string parameter = {};  ///< bare name of the field at fault, if one is
    std::int64_t retry_after = 0;  ///< seconds; 0: not told
};

/// `body.title must be a text` and the like.
Refusal invalid_field(std::string_view place, std::string_view name, std::string_view what);
Refusal missing_field(std::string_view name);
Refusal missing_query(std::string_view name);
Refusal not_found();
/// An error of a use case, in this family's words.
Refusal refusal_of(const Error& error);

/// A value that a request gave, or why it is refused. `MOORING_TRY` and `MOORING_CHECK` work with it.
template <class T>
class [[nodiscard]] Checked : public tl::expected<T, Refusal> {
public:
    using tl::expected<T, Refusal>::expected;
    Checked(Refusal refusal) : tl::expected<T, Refusal>(tl::unexpect, std::move(refusal)) {}
    Checked(const Error& error) : tl::expected<T, Refusal>(tl::unexpect, refusal_of(error)) {}
};

using Answer = Checked<http::Response>;

http::Response json_answer(int status, std::string body);
inline http::Response json_answer(JsonWriter& json) {
    return json_answer(200, json.take());
}
http::Response error_answer(const Refusal& refusal);
/// For a status that the server itself gives.
http::Response error_answer(int status, std::string_view message);
http::Response completed(Answer answer);

}  // namespace mooring::api::anchor
