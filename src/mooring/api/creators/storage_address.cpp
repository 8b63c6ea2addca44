#include "mooring/api/creators/storage_address.hpp"

#include "mooring/base/utf8.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::creators {

using app::creators::UploadAddress;

std::optional<SignedRequest> read_storage_address(const http::Request& request) {
    SignedRequest read;
    http::PathParameters names;
    if (http::fits("/storage/uploads/{id}", request.path, names)) {
        read.address.shelf = UploadAddress::Shelf::media;
    } else if (http::fits("/storage/images/{id}", request.path, names)) {
        read.address.shelf = UploadAddress::Shelf::picture;
    } else {
        return std::nullopt;
    }
    read.address.upload = names.at(0);
    const http::QueryParameters query = request.parameters();
    if (const auto part = query.find("partNumber")) {
        const auto number = parse_decimal(*part);
        if (!number || *number < 1 || *number > 10'000) return std::nullopt;
        read.address.part = static_cast<int>(*number);
    }
    read.address.expires = parse_decimal(query.find("expires").value_or("")).value_or(0);
    read.signature = query.find("sig").value_or("");
    return read;
}

}  // namespace mooring::api::creators
