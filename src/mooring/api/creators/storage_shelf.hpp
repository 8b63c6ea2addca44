#pragma once

#include <string_view>

#include "mooring/api/creators/call.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::creators {

/// Where the bytes of uploads are put, at signed addresses below `/storage/` (creators-rest.md, 1-V-2 and 6-B). The
/// signature is the permission; nothing else of the request is looked at.
class StorageShelf {
public:
    explicit StorageShelf(const Services& services) : services_(services) {}

    bool holds(std::string_view path) const { return path.starts_with("/storage/"); }
    http::Decision decide(const http::Request& request);

private:
    http::Decision begin_part(const http::Request& request);

    const Services& services_;
};

}  // namespace mooring::api::creators
