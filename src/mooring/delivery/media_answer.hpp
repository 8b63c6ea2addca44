#pragma once

#include <string_view>

#include "mooring/app/delivering/media_facts.hpp"
#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {

/// How a media request came: what its query says, checked.
struct MediaVisit {
    bool is_download = false;    ///< `?download=1`
    bool is_preview = false;     ///< a valid preview grant
    bool is_subscriber = false;  ///< a valid token of a private feed, of a subscriber who was not revoked
};

/// Answer a GET or HEAD for the sound of `fact`, which exists; records the hit. `blob` is its stored file, null for
/// audio given by URL.
Response answer_media(Delivering& delivering, const Request& request, const app::delivering::MediaFact& fact,
                      const app::delivering::OpenBlobPointer& blob, const MediaVisit& visit);

/// Answer an error about a known episode, on record.
Response answer_media_error(Delivering& delivering, const Request& request, const app::delivering::MediaFact& fact,
                            Response response, const MediaVisit& visit);

/// A body that is a stretch of a stored file.
http::BodyPiece piece_of(const app::delivering::OpenBlobPointer& blob, std::int64_t offset, std::int64_t length);

}  // namespace mooring::delivery
