#pragma once

#include <string_view>

#include "mooring/app/delivering/delivering.hpp"
#include "mooring/http/message.hpp"

namespace mooring::delivery {

enum class Grant { none, preview };

/// Put the answer of a media or feed request on record: when it is over, and every 30 s while it lasts. Never delays
/// or fails the response. OPTIONS is no request for anything and leaves no record.
void record_hit(app::delivering::Delivering& delivering, const http::Request& request, http::Response& response,
                app::delivering::HitAnswer answer, Grant grant = Grant::none);

}  // namespace mooring::delivery
