#pragma once

#include <optional>
#include <string>

#include "mooring/app/creators/signed_address.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::creators {

/// What a request below `/storage/` names, and what shall allow it. Nothing is verified yet.
struct SignedRequest {
    app::creators::UploadAddress address;
    std::string signature;
};

/// The address of a request (creators-rest.md, 1-V-2 and 6-B); nothing when it cannot be one.
std::optional<SignedRequest> read_storage_address(const http::Request& request);

}  // namespace mooring::api::creators
