#include "cli/publishing_address.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::cli {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

Result<PublishingAddress> address_in(const std::string& credentials_file) {
    MOORING_TRY(const std::string text, read_text_file(credentials_file));
    boost::json::error_code failed;
    const boost::json::value value = boost::json::parse(text, failed);
    const boost::json::object* publishing =
        !failed && value.is_object() && value.as_object().if_contains("publishing") != nullptr
            ? value.as_object().at("publishing").if_object()
            : nullptr;
    const auto text_of = [&](std::string_view name) -> std::optional<std::string> {
        const boost::json::value* member = publishing != nullptr ? publishing->if_contains(name) : nullptr;
        return member != nullptr && member->is_string() ? std::optional{std::string{member->as_string()}}
                                                        : std::nullopt;
    };
    const auto base_url = text_of("base_url");
    const auto api_key = text_of("api_key");
    if (!base_url || !api_key) {
        return Error{Errc::invalid_argument, "'" + credentials_file + "' holds no publishing address and key"};
    }
    return PublishingAddress{*base_url, *api_key};
}

}  // namespace

Result<std::string> read_text_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Error{Errc::not_found, "cannot read the file '" + path + "'"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Result<PublishingAddress> find_publishing_address(const PublishingFlags& flags) {
    PublishingAddress address;
    if (!flags.credentials.empty()) {
        MOORING_TRY(address, address_in(flags.credentials));
    }
    if (!flags.server.empty()) {
        address.base_url = flags.server;
    } else if (address.base_url.empty()) {
        address.base_url = environment("MOORING_URL");
    }
    if (!flags.api_key_file.empty()) {
        MOORING_TRY(const std::string text, read_text_file(flags.api_key_file));
        address.api_key = trim_ascii(text);
    } else if (address.api_key.empty()) {
        address.api_key = environment("MOORING_API_KEY");
    }
    if (address.base_url.empty()) {
        return Error{Errc::invalid_argument,
                     "no server given; use --server https://HOST/autopod/v1, MOORING_URL or --credentials FILE"};
    }
    if (address.api_key.empty()) {
        return Error{Errc::invalid_argument,
                     "no API key given; use --api-key-file FILE, MOORING_API_KEY or --credentials FILE "
                     "(`mooring admin key create` makes a key)"};
    }
    return address;
}

Result<std::string> hash_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Error{Errc::not_found, "cannot read the file '" + path + "'"};
    Sha256 hash;
    std::string block(1U << 18U, '\0');
    while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
        hash.update({block.data(), static_cast<std::size_t>(file.gcount())});
    }
    return to_hex(hash.finish());
}

}  // namespace mooring::cli
