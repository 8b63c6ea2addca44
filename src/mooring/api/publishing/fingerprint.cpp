#include "mooring/api/publishing/fingerprint.hpp"

namespace mooring::api::publishing {

void Fingerprint::add_bytes(std::string_view bytes) {
    hash_.update(std::to_string(bytes.size()) + ":");
    hash_.update(bytes);
}

Fingerprint& Fingerprint::text(const std::optional<std::string>& value) {
    if (value) {
        add_bytes(*value);
    } else {
        hash_.update("-");  // no length begins so
    }
    return *this;
}

Fingerprint& Fingerprint::number(std::optional<std::int64_t> value) {
    return text(value ? std::optional{std::to_string(*value)} : std::nullopt);
}

Fingerprint& Fingerprint::flag(std::optional<bool> value) {
    return text(value ? std::optional<std::string>{*value ? "true" : "false"} : std::nullopt);
}

}  // namespace mooring::api::publishing
