#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "mooring/app/delivering/document.hpp"
#include "mooring/delivery/representation.hpp"
#include "mooring/http/message.hpp"

namespace mooring::delivery {

/// How a kind of document is sent.
struct DocumentRules {
    std::int64_t longest_age = 300;     ///< seconds; `max-age` is shorter around publications
    bool is_private = false;            ///< `private, no-store` instead
    std::vector<http::Header> headers;  ///< on every answer but errors
};

/// Answer GET or HEAD with a rendered document: conditional requests, codings by `Accept-Encoding`, ranges of the
/// identity coding (delivery.md, 2.7). Nothing when the client refuses identity and the document is not compressed
/// yet: `pack_now` it, off the network thread, and ask again.
std::optional<RangedResponse> answer_with(const http::Request& request, const app::delivering::Document& document,
                                          Instant now, DocumentRules rules);

/// As above, on a worker: compresses where it must.
RangedResponse answer_on_worker(const http::Request& request, const app::delivering::Document& document, Instant now,
                                DocumentRules rules);

}  // namespace mooring::delivery
