#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mooring/api/creators/call.hpp"
#include "mooring/app/creators/signed_address.hpp"

namespace mooring::api::creators {

/// Where the bytes of an upload, or of one part, go: absolute, on the public base.
std::string upload_address(const Call& call, const Upload& upload);
std::string part_address(const Call& call, const Upload& upload, int part);

/// The members of 6-A, in every set of names that clients know, inside an object that is open.
void write_addresses(JsonWriter& json, const Call& call, const Upload& upload);

/// What 6-A and X-6 ask for, from the query.
Checked<Upload> new_media_upload(const Call& call);
/// The audio or video upload in the path, for somebody with `right` on it. Errors: 404.
Checked<Upload> find_media_upload(const Call& call, Right right);
/// Close `upload` if `check` finds nothing wrong with its stored parts, and answer with its id. One that is closed
/// already is answered in the same way.
Answer submit_checked(const Call& call, const Upload& upload, const app::creators::Submission& submission,
                      const std::function<Checked<void>(const std::vector<app::creators::UploadPart>&)>& check);

}  // namespace mooring::api::creators
