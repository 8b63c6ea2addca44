#include "mooring/api/creators/upload_addresses.hpp"

namespace mooring::api::creators {
namespace {

std::string address(const Call& call, const Upload& upload, std::optional<int> part) {
    using Shelf = app::creators::UploadAddress::Shelf;
    const bool is_media = upload.kind == UploadKind::audio || upload.kind == UploadKind::video;
    const app::creators::UploadAddress signed_address{is_media ? Shelf::media : Shelf::picture, upload.id, part,
                                                      unix_seconds(call.now + app::creators::address_life)};
    return call.services.urls.base + signed_address.path(call.services.secret);
}

}  // namespace

std::string upload_address(const Call& call, const Upload& upload) {
    return address(call, upload, std::nullopt);
}

std::string part_address(const Call& call, const Upload& upload, int part) {
    return address(call, upload, part);
}

void write_addresses(JsonWriter& json, const Call& call, const Upload& upload) {
    const std::string url = upload_address(call, upload);
    json.member("uploadId", upload.id).member("requestUuid", upload.id);
    json.member("fileKey", upload.id + "/" + upload.filename).member("url", url).member("signedUrl", url);
    json.name("headers").begin_object().end_object();
}

}  // namespace mooring::api::creators
