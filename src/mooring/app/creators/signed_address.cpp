#include "mooring/app/creators/signed_address.hpp"

#include "mooring/base/hash.hpp"

namespace mooring::app::creators {

std::string UploadAddress::signature(const ServerSecret& secret) const {
    std::string text = shelf == Shelf::media ? "media\n" : "picture\n";
    text.append(upload).append("\n");
    text.append(part ? std::to_string(*part) : "-").append("\n").append(std::to_string(expires));
    return secret.sign("upload-address", text);
}

std::string UploadAddress::path(const ServerSecret& secret) const {
    std::string text = shelf == Shelf::media ? "/storage/uploads/" : "/storage/images/";
    text.append(upload).append("?");
    if (part) text.append("partNumber=").append(std::to_string(*part)).append("&");
    return text.append("expires=").append(std::to_string(expires)).append("&sig=").append(signature(secret));
}

UploadAddress::Verdict UploadAddress::verify(const ServerSecret& secret, std::string_view presented,
                                             Instant now) const {
    if (!equal_in_constant_time(signature(secret), presented)) return Verdict::forged;
    return unix_seconds(now) < expires ? Verdict::good : Verdict::expired;
}

}  // namespace mooring::app::creators
