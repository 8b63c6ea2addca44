#pragma once

#include <functional>
#include <optional>
#include <string>

#include "mooring/api/webapi/call.hpp"

namespace mooring::api::webapi {

/// A rendered answer, and how long it holds.
struct Rendered {
    std::string body;
    domain::ShowId show;
    std::uint64_t version = 0;           ///< of the show, read before anything else
    std::optional<Instant> valid_until;  ///< when the next episode comes
};

/// 200 with what `render` gives, or 304. With a name it is rendered once per version of its show, however many ask
/// (webapi-v1.md, 8.1); a write ends it at once. Without one it is rendered for this request.
http::Response shared_answer(const Call& call, const std::optional<std::string>& name,
                             const std::function<Result<Rendered>()>& render);

/// The answer of that name, if it can be given as it is. Never waits.
std::optional<http::Response> remembered_answer(const Services& services, const http::Headers& request,
                                                std::string_view name);

/// The name of an answer about `id`: whatever of the call changes its bytes is part of it. Nothing when the answer
/// shows a person's own places in episodes. `details` are further parts.
std::optional<std::string> answer_name(const Call& call, std::string_view operation, std::string_view id,
                                       const Market& market, std::string_view details = {});

}  // namespace mooring::api::webapi
